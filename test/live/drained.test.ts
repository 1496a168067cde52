import test from 'ava'
import { formatCommunity } from '../../src/bgp/community.ts'
import { canBeDrained, drained } from '../../src/live/daemons/drained.ts'
import { scenarioFrom, setupOf } from '../support/lab-scenario.ts'

const policed = scenarioFrom(`
version: 1
title: A router between two, and one of its own AS
routers:
  a: { asn: 65001 }
  r: { asn: 65010, export: [{ match: { prefixes: [10.9.0.0/16] }, reject: true }, { match: { asPath: "^65001$" }, set: { prepend: 2, addCommunity: "65010:7" } }] }
  i: { asn: 65010 }
sessions: [{ between: [a, r] }, { between: [r, i] }]
`)

test('a drained router changes what external peers are told, after its policy, and rejects what it rejected', (t) => {
  const { peers } = drained(setupOf('r', policed))
  const [external, internal] = peers.map(({ configuration }) => configuration.export)
  t.deepEqual(
    external?.map(
      ({ set }) =>
        set && [
          set.prepend,
          set.addCommunities?.map((one) => (typeof one === 'number' ? formatCommunity(one) : '')),
        ],
    ),
    [undefined, [2, ['65010:7', 'graceful-shutdown']], [undefined, ['graceful-shutdown']]],
  )
  t.deepEqual(internal, [])
})

test('a default route that goes out past all policies cannot be drained on a host', (t) => {
  const originating = scenarioFrom(`
version: 1
title: A default route
routers: { a: { asn: 65001 }, r: { asn: 65010 } }
sessions: [{ between: [a, r], ends: { r: { defaultOriginate: true } } }]
`)
  t.false(canBeDrained(setupOf('r', originating)))
  t.true(canBeDrained(setupOf('a', originating)))
})
