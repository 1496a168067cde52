import test from 'ava'
import { unchanged } from '../../src/bgp/policy.ts'
import type { Operation } from '../../src/sim/operation.ts'
import { SimulationLab } from '../support/simulation-lab.ts'

const drain = (hold?: string): Operation => ({ kind: 'drain', node: 'a', ...(hold && { hold }) })
const undrain = (hold?: string): Operation => ({ kind: 'undrain', node: 'a', ...(hold && { hold }) })

/** What `b` has heard of the prefix of `a`, by the second at which it is asked. */
function lab(): SimulationLab {
  return new SimulationLab({
    routers: {
      a: { asn: 65001, announces: ['10.1.0.0/16'], drain: { ...unchanged, prepend: 2 } },
      b: { asn: 65002 },
    },
    sessions: [{ between: ['a', 'b'] }],
  })
}

function pathLengths(started: SimulationLab, ...seconds: readonly number[]): readonly number[] {
  return seconds.map((second) => {
    started.run(second)
    const { locRib } = started.simulation.router('b').speaker.ribs.ipv4
    const [id = -1] = locRib.prefixes()
    return locRib.get(id)?.best.attributes.asPath[0]?.asns.length ?? 0
  })
}

test('a drained router is seen as a longer way until it is undrained, while its session stands', (t) => {
  const started = lab().at(100, drain()).at(200, undrain()).start()
  t.deepEqual(pathLengths(started, 99, 101, 199, 201), [1, 3, 3, 1])
  t.is(started.of('session-state').filter(({ from }) => from === 'Established').length, 0)
})

test('maintenance is configured: a router that restarts meanwhile comes back drained', (t) => {
  const started = lab()
    .at(100, drain())
    .at(110, { kind: 'crash', node: 'a' })
    .at(300, { kind: 'restart', node: 'a' })
    .at(600, undrain())
    .start()
  t.deepEqual(pathLengths(started, 105, 599, 601), [3, 3, 1])
})

test('what is drained while it is down is drained when it comes back', (t) => {
  const started = lab()
    .at(100, { kind: 'crash', node: 'a' })
    .at(110, drain())
    .at(300, { kind: 'restart', node: 'a' })
    .start()
  t.deepEqual(pathLengths(started, 99, 599), [1, 3])
})

test('of two maintenances that overlap each ends by itself, and an undrain without a name ends both', (t) => {
  const overlapping = (): SimulationLab => lab().at(100, drain('one')).at(110, drain('two'))
  const each = overlapping().at(120, undrain('one')).at(130, undrain('two')).start()
  t.deepEqual(pathLengths(each, 115, 125, 135), [3, 3, 1])
  t.deepEqual(pathLengths(overlapping().at(120, undrain()).start(), 115, 125), [3, 1])
})
