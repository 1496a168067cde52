import test from 'ava'
import { runScenario } from '../../../src/scenario/run-scenario.ts'
import { scenario } from '../../support/scenario-text.ts'

/** What ce1 forwards at a time, a line each: `172.16.0.0/30 connected`. */
function forwarding(atSeconds: number): readonly string[] {
  const cut = scenario('\ntimeline:\n  - { at: 100s, cut: er.primary, for: 300s }\n')
  const ce1 = runScenario(cut, { atSeconds }).routers.find(({ name }) => name === 'ce1')
  return ce1?.forwarding.map(({ prefix, protocol }) => `${prefix} ${protocol}`) ?? []
}

test('a subnet is connected, and BGP has routes, while the port is up', (t) => {
  t.deepEqual(forwarding(99.999999), [
    '172.16.0.0/30 connected',
    '2001:db8::/126 connected',
    '10.1.0.0/16 static',
    '10.200.0.0/16 bgp',
  ])
  t.deepEqual(forwarding(100), ['10.1.0.0/16 static'])
})

test('an aggregate is a route of the router itself, and never stale', (t) => {
  const summed = scenario('\nuntil: 20s\n', ', aggregate: [{ prefix: 10.0.0.0/8 }]')
  const ce1 = runScenario(summed).routers.find(({ name }) => name === 'ce1')
  const aggregate = ce1?.routes.find(({ prefix }) => prefix === '10.0.0.0/8')
  t.like(aggregate, { best: true, stale: false })
})
