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
  for (const prefixes of packedByFamily(['10.2.0.0/16', '2001:db8::/32']))
    changed.change({ kind: 'announce', at: 'b', prefixes })
  for (const prefixes of packedByFamily(['10.1.0.0/16', '2001:db8::/32', '10.77.0.0/16']))
    changed.change({ kind: 'withdraw', at: 'a', prefixes })
  for (const prefixes of packedByFamily(['10.9.0.0/16'])) {
    changed.change({ kind: 'withdraw', at: 'site', prefixes })
    changed.change({ kind: 'withdraw', at: 'elsewhere', prefixes })
  }
  t.deepEqual(texts(changed.of('a')), ['10.3.0.0/16'])
  t.deepEqual(texts(changed.of('b')), ['10.2.0.0/16', '2001:db8::/32'])
  t.deepEqual(changed.of('site'), [])
})

test('of several that hold a prefix each ends by itself, and the last one that is there counts', (t) => {
  const changed = origins()
  const [own] = packedByFamily(['10.1.0.0/16', '10.8.0.0/16'])
  if (own === undefined) throw new Error('no prefixes')
  const ends = (hold: string): readonly (readonly string[])[] => {
    const { announced, withdrawn } = changed.change({ kind: 'withdraw', at: 'a', prefixes: own, ends: hold })
    return [announced, withdrawn].map((list) => texts([list]))
  }
  const ofA = (): readonly string[] => texts(changed.of('a')).filter((prefix) => prefix.includes('.'))
  changed.change({ kind: 'announce', at: 'a', prefixes: own, hold: 'leak' })
  changed.change({ kind: 'withdraw', at: 'a', prefixes: own, hold: 'gap' })
  changed.change({ kind: 'announce', at: 'a', prefixes: own, hold: 'second leak' })
  t.deepEqual(ofA(), ['10.1.0.0/16', '10.3.0.0/16', '10.8.0.0/16'])
  t.deepEqual(ends('leak'), [[], []])
  t.deepEqual(ends('second leak'), [[], ['10.1.0.0/16', '10.8.0.0/16']])
  t.deepEqual(ofA(), ['10.3.0.0/16'])
  t.deepEqual(ends('gap'), [['10.1.0.0/16'], []])
  t.deepEqual(ofA(), ['10.1.0.0/16', '10.3.0.0/16'])
  t.deepEqual(ends('gap'), [[], []])
})

test('what was done without an end stays when what came before it ends', (t) => {
  const changed = origins()
  const [prefixes] = packedByFamily(['10.1.0.0/16'])
  if (prefixes === undefined) throw new Error('no prefixes')
  changed.change({ kind: 'announce', at: 'a', prefixes, hold: 'again' })
  changed.change({ kind: 'withdraw', at: 'a', prefixes })
  const fork = origins()
  fork.assume(changed)
  for (const one of [changed, fork]) {
    t.is(one.change({ kind: 'withdraw', at: 'a', prefixes, ends: 'again' }).announced.count, 0)
    t.false(texts(one.of('a')).includes('10.1.0.0/16'))
  }
})
