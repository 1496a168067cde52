import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { packPrefixes } from '../../../src/net/packed-prefixes.ts'
import { parsePrefix } from '../../../src/net/prefix-text.ts'
import { type FaultRule, judge, passageUnder } from '../../../src/sim/fault.ts'
import { type FlowOutcome, hashTuple, tuplesOf } from '../../../src/sim/flow/flow.ts'
import type { NextHop } from '../../../src/sim/forwarding/forwarding-table.ts'
import { choose, type Walk, Walker } from '../../../src/sim/forwarding/walk.ts'
import {
  cables,
  diamondCables,
  diamondEntries,
  type Entries,
  networkOfCables,
  tablesOf,
} from '../../support/forwarding-lab.ts'

const destinations = parsePrefix('10.2.0.0/16')
const tuples = tuplesOf('web', 64, [parsePrefix('10.1.0.0/16')], [destinations])

interface Story {
  readonly name: string
  readonly entries?: Entries
  readonly faults?: readonly FaultRule[]
  readonly dead?: readonly string[]
  /** Each way that is taken, and the probability of loss on it. */
  readonly ways: readonly string[]
  readonly loss?: number
}

const silence = (link: string, from?: string): FaultRule => ({ kind: 'silence', id: link, link, from })
const loss = (link: string, share: number, id = link): FaultRule => {
  return { kind: 'loss', id, link, from: undefined, share }
}
const both = ['ACCEPTED source left target', 'ACCEPTED source right target']

const stories: readonly Story[] = [
  { name: 'equal paths are both used', ways: both },
  {
    name: 'a port that is down is not used',
    faults: [{ kind: 'ports-down', id: 'cut', link: 'source-left' }],
    ways: ['ACCEPTED source right target'],
  },
  {
    name: 'a silent cut takes the packets of those who do not know',
    faults: [silence('source-left')],
    ways: ['NEIGHBOR_UNREACHABLE source', 'ACCEPTED source right target'],
  },
  {
    name: 'silence of the other direction does no harm',
    faults: [silence('source-left', 'left')],
    ways: both,
  },
  {
    name: 'a dead neighbour behind layer 2 takes packets too',
    dead: ['left'],
    ways: ['NEIGHBOR_UNREACHABLE source', 'ACCEPTED source right target'],
  },
  { name: 'a dead sender sends nothing', dead: ['source'], ways: ['NEIGHBOR_UNREACHABLE source'] },
  {
    name: 'without an entry there is no route',
    entries: { left: {} },
    ways: ['NO_ROUTE source left', 'ACCEPTED source right target'],
  },
  {
    name: 'an entry whose only port is down is no route',
    faults: [{ kind: 'ports-down', id: 'cut', link: 'left-target' }],
    ways: ['NO_ROUTE source left', 'ACCEPTED source right target'],
  },
  {
    name: 'a longer discard beats a shorter way',
    entries: { right: { '10.0.0.0/8': 'target', '10.2.0.0/16': 'discard' } },
    ways: ['ACCEPTED source left target', 'NULL_ROUTED source right'],
  },
  {
    name: 'a longer entry takes some of the destinations',
    entries: { right: { '10.2.0.0/16': 'target', '10.2.128.0/17': 'discard' } },
    ways: [...both, 'NULL_ROUTED source right'],
  },
  {
    name: 'a node met again is a loop',
    entries: { left: { '10.2.0.0/16': 'source' } },
    ways: ['LOOP source left source', 'ACCEPTED source right target'],
  },
  {
    name: 'losses on the way add up, and what is left is delivered',
    faults: [
      loss('source-left', 0.5),
      loss('left-target', 0.5),
      loss('left-target', 0.2, 'more'),
      loss('source-right', 0.8),
    ],
    ways: both,
    loss: 0.8,
  },
  {
    name: 'a link that loses everything',
    faults: [loss('source-left', 1)],
    ways: ['DROPPED_LOSS source left target', 'ACCEPTED source right target'],
  },
]

for (const { name, entries = {}, faults = [], dead = [], ways, loss = undefined } of stories) {
  test(name, (t) => {
    const network = networkOfCables(diamondCables)
    const tables = tablesOf(network, { ...diamondEntries, ...entries })
    for (const fault of faults) network.addFault(fault)
    for (const node of dead) network.crash(node)
    const walks = tuples.map((tuple) => new Walker(network, tables).walk('source', tuple))
    t.deepEqual(new Set(walks.map(wayOf)), new Set(ways))
    const told = new Walker(network, tables, packPrefixes('ipv4', [destinations]))
    t.deepEqual(
      tuples.map((tuple) => told.walk('source', tuple)),
      walks,
    )
    if (loss !== undefined) t.true(walks.every((one) => Math.abs(one.loss - loss) < 1e-12))
  })
}

test('a single loss rule is carried to the walk without rounding', (t) => {
  const network = networkOfCables(cables(['a-b']))
  const tables = tablesOf(network, { a: { '0.0.0.0/0': 'b' }, b: { '0.0.0.0/0': 'deliver' } })
  network.addFault(loss('a-b', 0.1))
  t.is(tuples.map((tuple) => new Walker(network, tables).walk('a', tuple).loss)[0], 0.1)
})

test('a packet may be delivered where it starts', (t) => {
  const network = networkOfCables(cables(['a-b']))
  const tables = tablesOf(network, { a: { '10.2.0.0/16': 'deliver' } })
  t.deepEqual(
    new Set(tuples.map((tuple) => wayOf(new Walker(network, tables).walk('a', tuple)))),
    new Set(['ACCEPTED a']),
  )
})

test('two routers in a row do not choose alike: all four ways are taken by about a quarter', (t) => {
  const names = ['s-a', 's-b', 'a-c', 'a-d', 'b-c', 'b-d', 'c-t', 'd-t']
  const network = networkOfCables(cables(names))
  const tables = tablesOf(network, {
    s: { '0.0.0.0/0': 'a b' },
    a: { '0.0.0.0/0': 'c d' },
    b: { '0.0.0.0/0': 'c d' },
    c: { '0.0.0.0/0': 't' },
    d: { '0.0.0.0/0': 't' },
    t: { '0.0.0.0/0': 'deliver' },
  })
  const many = tuplesOf('web', 1024, [parsePrefix('10.1.0.0/16')], [parsePrefix('10.2.0.0/16')])
  const ways = many.map((tuple) => wayOf(new Walker(network, tables).walk('s', tuple)))
  for (const middle of ['a c', 'a d', 'b c', 'b d']) {
    const share = ways.filter((way) => way === `ACCEPTED s ${middle} t`).length / 1024
    t.true(share > 0.18 && share < 0.32, `${middle}: ${share}`)
  }
})

const hop = (node: string): NextHop => ({ kind: 'via', node, link: `here-${node}`, address: undefined })
const flowNames = fc.string({ minLength: 1, maxLength: 12 })
const hopNames = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}[0-9]?$/), { minLength: 2, maxLength: 8 })

test('losing one next hop moves only the flows that used it', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(flowNames, hopNames, fc.nat(), (flow, names, pick) => {
        const lost = pick % names.length
        const all = names.map(hop)
        const left = all.filter((_, index) => index !== lost)
        for (const tuple of tuplesOf(flow, 64, [parsePrefix('10.1.0.0/16')], [parsePrefix('10.2.0.0/16')])) {
          const before = choose(all, hashTuple(tuple))
          const after = choose(left, hashTuple(tuple))
          assert.equal(after === before, before !== all[lost])
        }
      }),
    ),
  )
})

test('the choice does not depend on the order of the next hops', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(hopNames, fc.nat(0xffffffff), (names, flow) => {
        const hops = names.map(hop)
        assert.equal(choose(hops, flow), choose([...hops].reverse(), flow))
      }),
    ),
  )
})

test('two next hops share 64 to 1024 flows about evenly, whatever the names', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(flowNames, fc.integer({ min: 64, max: 1024 }), (flow, count) => {
        const hops = [hop('msee1'), hop('msee2')]
        const chosen = tuplesOf(flow, count, [parsePrefix('10.1.0.0/16')], [parsePrefix('10.2.0.0/16')])
        const first = chosen.filter((tuple) => choose(hops, hashTuple(tuple)) === hops[0]).length
        // Six standard deviations of a fair coin.
        assert.ok(Math.abs(first / count - 0.5) < 3 / Math.sqrt(count), `${first} of ${count}`)
      }),
    ),
  )
})

test('what a link does to all packets is what it does to each, drawn', (t) => {
  const rule = fc.oneof(
    fc.constant<FaultRule>({ kind: 'ports-down', id: 'p', link: 'l' }),
    fc
      .constantFrom('a', 'b', undefined)
      .map((from): FaultRule => ({ kind: 'silence', id: 's', link: 'l', from })),
    fc
      .tuple(fc.constantFrom('a', 'b', undefined), fc.constantFrom(0, 0.25, 1))
      .map(([from, share]): FaultRule => ({ kind: 'loss', id: 'x', link: 'l', from, share })),
  )
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 3 }), (rules) => {
        const passage = passageUnder(rules, 'a', 1000)
        const [lucky, unlucky] = [0.999_999, 0].map((drawn) => judge(rules, 'a', 1000, () => drawn))
        assert.equal(lucky?.kind === 'deliver', passage.kind === 'carries' && passage.loss < 1)
        assert.equal(unlucky?.kind === 'deliver', passage.kind === 'carries' && passage.loss === 0)
      }),
    ),
  )
})

function wayOf({ outcome, hops }: Walk): `${FlowOutcome} ${string}` {
  return `${outcome} ${hops.join(' ')}`
}
