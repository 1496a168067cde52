import test from 'ava'
import { sessionsThatAgree } from '../../src/sim/agreement.ts'
import { type SimulationSketch, simulationPlan } from '../support/simulation-lab.ts'

const rows: readonly {
  readonly name: string
  readonly sketch: Partial<SimulationSketch>
  readonly agree: boolean
}[] = [
  { name: 'two ends that expect each other agree', sketch: {}, agree: true },
  {
    name: 'one passive end is enough to call',
    sketch: { sessions: [{ between: ['a', 'b'], ends: { a: { session: { passive: true } } } }] },
    agree: true,
  },
  {
    name: 'hold times need not be equal',
    sketch: { sessions: [{ between: ['a', 'b'], ends: { a: { session: { holdTimeSeconds: 9 } } } }] },
    agree: true,
  },
  {
    name: 'a hold time of one second is refused (RFC 4271 section 6.2)',
    sketch: { sessions: [{ between: ['a', 'b'], ends: { a: { session: { holdTimeSeconds: 1 } } } }] },
    agree: false,
  },
  {
    name: 'equal identifiers inside one AS are refused (RFC 6286 section 2.2)',
    sketch: {
      routers: { a: { asn: 65001 }, b: { asn: 65001 } },
      sessions: [{ between: ['a', 'b'], ends: { a: { session: { localBgpIdentifier: 2 } } } }],
    },
    agree: false,
  },
  {
    name: 'equal keys agree',
    sketch: {
      routers: { a: { asn: 1, sharedKeys: { 'a-b': 'x' } }, b: { asn: 2, sharedKeys: { 'a-b': 'x' } } },
    },
    agree: true,
  },
  {
    name: 'keys that differ do not',
    sketch: {
      routers: { a: { asn: 1, sharedKeys: { 'a-b': 'x' } }, b: { asn: 2, sharedKeys: { 'a-b': 'y' } } },
    },
    agree: false,
  },
  {
    name: "another session's key does not matter",
    sketch: { routers: { a: { asn: 1, sharedKeys: { 'a-c': 'x' } }, b: { asn: 2 } } },
    agree: true,
  },
]

for (const { name, sketch, agree } of rows) {
  test(name, (t) => {
    const plan = simulationPlan({
      routers: { a: { asn: 65001 }, b: { asn: 65002 } },
      sessions: [{ between: ['a', 'b'] }],
      ...sketch,
    })
    t.is(sessionsThatAgree(plan.routers).has('a-b'), agree)
  })
}
