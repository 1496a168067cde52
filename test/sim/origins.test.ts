import test from 'ava'
import { unpackPrefixes } from '../../src/net/packed-prefixes.ts'
import { formatPrefix } from '../../src/net/prefix-text.ts'
import { Origins } from '../../src/sim/origins.ts'
import { packedByFamily, simulationPlan } from '../support/simulation-lab.ts'

function origins(): Origins {
  return new Origins(
    simulationPlan({
      routers: {
        a: { asn: 65001, announces: ['10.3.0.0/16', '10.1.0.0/16', '2001:db8::/32'] },
        b: { asn: 65002 },
      },
      sessions: [],
      networks: { site: { prefixes: ['10.9.0.0/16'], behind: ['b'] } },
    }),
  )
}

function texts(lists: ReturnType<Origins['of']>): readonly string[] {
  return lists.flatMap(unpackPrefixes).map(formatPrefix)
}

test('a router and a network begin with what the plan says, in address order', (t) => {
  t.deepEqual(texts(origins().of('a')), ['10.1.0.0/16', '10.3.0.0/16', '2001:db8::/32'])
  t.deepEqual(texts(origins().of('site')), ['10.9.0.0/16'])
  t.deepEqual(origins().of('b'), [])
})

test('operators add and take away, at places that announced nothing before too', (t) => {
  const changed = origins()
  for (const prefixes of packedByFamily(['10.2.0.0/16', '2001:db8::/32'])) changed.announce('b', prefixes)
  for (const prefixes of packedByFamily(['10.1.0.0/16', '2001:db8::/32', '10.77.0.0/16']))
    changed.withdraw('a', prefixes)
  for (const prefixes of packedByFamily(['10.9.0.0/16'])) {
    changed.withdraw('site', prefixes)
    changed.withdraw('elsewhere', prefixes)
  }
  t.deepEqual(texts(changed.of('a')), ['10.3.0.0/16'])
  t.deepEqual(texts(changed.of('b')), ['10.2.0.0/16', '2001:db8::/32'])
  t.deepEqual(changed.of('site'), [])
})
