import test from 'ava'
import { asymmetricShare } from '../../../src/sim/flow/asymmetry.ts'
import type { FlowPeriod, FlowRecord } from '../../../src/sim/flow/flow-meter.ts'
import type { Walk } from '../../../src/sim/forwarding/walk.ts'

function walk(hops: string, outcome: Walk['outcome'] = 'ACCEPTED'): Walk {
  return { outcome, hops: hops.split(' '), loss: 0, sent: [] }
}

/** Since when which walks hold, until 100. */
function record(...since: readonly (readonly [from: number, ...walks: Walk[]])[]): FlowRecord {
  const periods = since.map(([from, ...walks], index): FlowPeriod => {
    return { from, to: since[index + 1]?.[0] ?? 100, walks }
  })
  return { probesPerSecond: 1, tuples: 1, start: periods[0]?.from ?? 0, started: true, end: 100, periods }
}

const [over1, over2] = [walk('site ce1 gw0 vnet'), walk('site ce2 gw0 vnet')]
const [back1, back2] = [walk('vnet gw1 ce1 site'), walk('vnet gw0 ce2 site')]
const gateways = new Set(['gw0', 'gw1'])

const cases: readonly [what: string, requests: FlowRecord, answers: FlowRecord, share: number][] = [
  ['the same way, over the other instance of a gateway', record([0, over1]), record([0, back1]), 0],
  ['another way all the time', record([0, over1]), record([0, back2]), 1],
  ['another way from 40 to 70', record([0, over1], [40, over2]), record([0, back1], [70, back2]), 0.3],
  ['one five-tuple of two', record([0, over1, over2]), record([0, back1, back1]), 0.5],
  [
    'time in which either does not arrive does not count',
    record([0, over1], [50, walk('site ce1', 'NO_ROUTE')]),
    record([0, back1], [25, back2]),
    0.5,
  ],
  ['nor does time before both have begun', record([0, over1]), record([60, back2], [80, back1]), 0.5],
  ['what never arrives', record([0, walk('site', 'NO_ROUTE')]), record([0, back1]), 0],
]

for (const [what, requests, answers, share] of cases) {
  test(`${what}: ${share}`, (t) => {
    t.is(asymmetricShare(requests, answers, gateways), share)
  })
}
