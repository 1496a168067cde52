import test from 'ava'
import { layoutOf, pointOn } from '../../src/web/view/layout.ts'
import type { PlanView } from '../../src/web/view/plan.ts'
import { Visitor } from '../support/visitor.ts'

const shares = Array.from({ length: 40 }, (_, step) => step / 40)

/** `link: node` for every link that leads through the box of a node which is none of its ends. */
function crossings(plan: PlanView, width: number): readonly string[] {
  const { nodes, links } = layoutOf(plan, { width, height: 300 })
  return plan.links.flatMap(({ name, ends }) => {
    const curve = links.get(name)
    const points = curve === undefined ? [] : shares.map((share) => pointOn(curve, share))
    return [...nodes]
      .filter(([node, { x, y, width: w, height: h }]) => {
        const isWithin = points.some((at) => Math.abs(at.x - x) < w / 2 && Math.abs(at.y - y) < h / 2)
        return isWithin && !ends.includes(node)
      })
      .map(([node]) => `${name}: ${node}`)
  })
}

test('no link seems to lead through a router that is none of its ends', (t) => {
  for (const file of ['lessons/vpn-backup.yaml', 'lessons/one-nat-pool.yaml', 'lessons/silent-cut.yaml']) {
    const { plan } = new Visitor(file).told('opened')
    for (const width of [774, 1180]) t.deepEqual(crossings(plan, width), [], `${file}, ${width} wide`)
  }
})
