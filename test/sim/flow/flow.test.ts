import test from 'ava'
import { covers, type Prefix } from '../../../src/net/prefix.ts'
import { parsePrefix } from '../../../src/net/prefix-text.ts'
import { type FiveTuple, hashTuple, reversed, tuplesOf } from '../../../src/sim/flow/flow.ts'

const office = [parsePrefix('10.1.0.0/16')]
const vnet = [parsePrefix('10.200.0.0/16')]

test('the same flow has the same five-tuples in every run', (t) => {
  t.deepEqual(tuplesOf('web', 64, office, vnet), tuplesOf('web', 64, office, vnet))
})

test('flows of other names have others', (t) => {
  t.notDeepEqual(tuplesOf('web', 64, office, vnet), tuplesOf('mail', 64, office, vnet))
})

const families: readonly { name: string; sources: readonly Prefix[]; destinations: readonly Prefix[] }[] = [
  { name: 'IPv4', sources: office, destinations: ['10.200.0.0/24', '10.201.0.0/30'].map(parsePrefix) },
  { name: 'host routes', sources: [parsePrefix('10.1.0.1/32')], destinations: [parsePrefix('10.2.0.1/32')] },
  {
    name: 'IPv6',
    sources: [parsePrefix('2001:db8:1::/48')],
    destinations: [parsePrefix('2001:db8:2::/48'), parsePrefix('2001:db8:3::1/128')],
  },
]

for (const { name, sources, destinations } of families) {
  const tuples = tuplesOf('web', 64, sources, destinations)

  test(`no two five-tuples of a flow are alike: ${name}`, (t) => {
    t.is(new Set(tuples.map((tuple) => JSON.stringify(tuple))).size, 64)
  })

  test(`addresses lie in the prefixes, and every destination is met: ${name}`, (t) => {
    t.true(tuples.every(({ source }) => sources.some((prefix) => covers(prefix, source))))
    t.true(tuples.every(({ destination }) => destinations.some((prefix) => covers(prefix, destination))))
    t.true(destinations.every((prefix) => tuples.some(({ destination }) => covers(prefix, destination))))
  })
}

test('addresses are spread over a prefix', (t) => {
  const tuples = tuplesOf('web', 64, office, vnet)
  const last = tuples.map(({ destination }) => (destination.words[0] ?? 0) & 0xffff)
  t.true(Math.min(...last) < 0x2000 && Math.max(...last) > 0xe000)
})

test('few five-tuples are spread over many prefixes', (t) => {
  const many = Array.from({ length: 4000 }, (_, n) => ({
    family: 'ipv4' as const,
    words: [0x0a000000 + n * 256],
    length: 24,
  }))
  const met = tuplesOf('web', 4, office, many).map(({ destination }) => destination.words[0] ?? 0)
  t.deepEqual(
    met.map((word) => (word - 0x0a000000) >>> 8),
    [0, 1000, 2000, 3000],
  )
})

test('the answer comes from where the question went', (t) => {
  for (const tuple of tuplesOf('web', 8, office, vnet)) {
    const answer = reversed(tuple)
    t.deepEqual(answer.source, tuple.destination)
    t.is(answer.destinationPort, tuple.sourcePort)
    t.deepEqual(reversed(answer), tuple)
  }
})

const [plain] = tuplesOf('web', 1, office, vnet)
const differences: readonly Partial<FiveTuple>[] = [
  { source: { family: 'ipv4', words: [1] } },
  { destination: { family: 'ipv4', words: [1] } },
  { protocol: 17 },
  { sourcePort: 1 },
  { destinationPort: 1 },
]

for (const difference of differences) {
  test(`the ${Object.keys(difference)[0]} is part of the hash`, (t) => {
    if (plain === undefined) throw new Error('a flow of one has one five-tuple')
    t.not(hashTuple({ ...plain, ...difference }), hashTuple(plain))
  })
}

const bugs: readonly { why: string; sources: readonly Prefix[]; count: number; message: RegExp }[] = [
  { why: 'two families', sources: [parsePrefix('2001:db8::/32')], count: 4, message: /mixes/ },
  { why: 'no source', sources: [], count: 4, message: /prefixes to come from/ },
  { why: 'more five-tuples than ports', sources: office, count: 16385, message: /at most 16384/ },
]

for (const { why, sources, count, message } of bugs) {
  test(`${why} is a bug`, (t) => {
    t.throws(() => tuplesOf('web', count, sources, vnet), { message })
  })
}
