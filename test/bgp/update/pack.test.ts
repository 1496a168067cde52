import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { AttributeInterner } from '../../../src/bgp/attribute-interner.ts'
import type { UpdateMessage } from '../../../src/bgp/message.ts'
import type { InternedAttributes } from '../../../src/bgp/path-attributes.ts'
import { PrefixIds } from '../../../src/bgp/rib/prefix-ids.ts'
import {
  announcementRoom,
  nlriOctets,
  updateOctets,
  withdrawalRoom,
} from '../../../src/bgp/update/message-size.ts'
import { type Flush, packUpdates } from '../../../src/bgp/update/pack.ts'
import { addressBits, addressWords, type Family, families } from '../../../src/net/address.ts'
import {
  type PackedPrefixes,
  packSubnets,
  prefixOffsets,
  prefixStride,
  unpackPrefixes,
} from '../../../src/net/packed-prefixes.ts'
import { formatPrefix } from '../../../src/net/prefix-text.ts'
import { attributes, type Difference } from '../../support/bgp-routes.ts'
import { external } from '../../support/wire-sessions.ts'

const interner = new AttributeInterner()

/** How many prefixes of each length, and what they are sent with; `undefined` is a withdrawal. */
interface Load {
  readonly counts: ReadonlyMap<number, number>
  readonly difference: Difference | undefined
}

function gather(ids: PrefixIds, loads: readonly Load[]): Flush {
  const taken = new Map<number, number>()
  const withdrawn: number[] = []
  const announced = new Map<InternedAttributes, number[]>()
  for (const { counts, difference } of loads) {
    const set = difference && interner.intern(attributes(difference))
    const list = set === undefined ? withdrawn : (announced.get(set) ?? [])
    if (set !== undefined) announced.set(set, list)
    for (const [length, count] of counts) list.push(...fresh(ids, length, count, taken))
  }
  return { withdrawn, announced }
}

/** The next prefixes of the length that no load has taken yet. */
function fresh(ids: PrefixIds, length: number, count: number, taken: Map<number, number>): readonly number[] {
  const from = taken.get(length) ?? 0
  const end = Math.min(from + count, 2 ** length)
  taken.set(length, end)
  const whole = { family: ids.family, words: new Array<number>(addressWords[ids.family]).fill(0), length: 0 }
  const networks = packSubnets(whole, length, end)
  return [...prefixOffsets(networks)].slice(from).map((offset) => held(ids, networks, offset))
}

function held(ids: PrefixIds, networks: PackedPrefixes, offset: number): number {
  const id = ids.assign(networks.data, offset)
  ids.hold(id)
  return id
}

function anyLoads(family: Family): fc.Arbitrary<readonly Load[]> {
  const bits = addressBits[family]
  const length = fc.oneof(fc.integer({ min: 0, max: bits }), fc.integer({ min: bits / 4, max: bits / 2 }))
  const few = fc.integer({ min: 1, max: 60 })
  const many = fc.integer({ min: 1, max: 1500 })
  const counts = (count: fc.Arbitrary<number>): fc.Arbitrary<ReadonlyMap<number, number>> =>
    fc.array(fc.tuple(length, count), { minLength: 1, maxLength: 4 }).map((pairs) => new Map(pairs))
  const communities = fc
    .integer({ min: 0, max: 990 })
    .map((count) => Array.from({ length: count }, (_, index) => index + 1))
  return fc.array(
    fc.oneof(
      fc.record({ counts: counts(many), difference: fc.constant(undefined) }),
      fc.record({
        counts: counts(many),
        difference: fc.constantFrom({}, { asns: [1, 2] }, { localPref: 9 }),
      }),
      fc.record({ counts: counts(few), difference: fc.record({ communities }) }),
    ),
    { maxLength: 4 },
  )
}

function said(messages: readonly UpdateMessage[]): readonly string[] {
  return messages
    .flatMap(({ withdrawn, announced, attributes: set }) => [
      ...unpackPrefixes(withdrawn).map((prefix) => `withdrawn ${formatPrefix(prefix)}`),
      ...unpackPrefixes(announced).map((prefix) => `${set?.id} ${formatPrefix(prefix)}`),
    ])
    .sort()
}

function due(ids: PrefixIds, { withdrawn, announced }: Flush): readonly string[] {
  const text = (id: number): string[] => unpackPrefixes(ids.pack([id])).map(formatPrefix)
  return [
    ...withdrawn.flatMap(text).map((prefix) => `withdrawn ${prefix}`),
    ...[...announced].flatMap(([set, list]) => list.flatMap(text).map((prefix) => `${set.id} ${prefix}`)),
  ].sort()
}

/** Messages that could be one: withdrawals, or announcements with one attribute set. */
function kinds(messages: readonly UpdateMessage[]): readonly (readonly UpdateMessage[])[] {
  const groups = new Map<number | undefined, UpdateMessage[]>()
  for (const message of messages) {
    const group = groups.get(message.attributes?.id) ?? []
    groups.set(message.attributes?.id, group)
    group.push(message)
  }
  return [...groups.values()]
}

function merged(a: UpdateMessage, b: UpdateMessage): UpdateMessage {
  return {
    ...a,
    withdrawn: concatenated(a.withdrawn, b.withdrawn),
    announced: concatenated(a.announced, b.announced),
  }
}

function concatenated(a: PackedPrefixes, b: PackedPrefixes): PackedPrefixes {
  const data = new Uint32Array(a.data.length + b.data.length)
  data.set(a.data)
  data.set(b.data, a.data.length)
  return { family: a.family, count: a.count + b.count, data }
}

function roomOf({ family, attributes: set }: UpdateMessage): number {
  return set === undefined ? withdrawalRoom(family, external) : announcementRoom(set, family, external)
}

function octetsOf({ withdrawn, announced }: UpdateMessage): number {
  return nlriOctets(withdrawn, external) + nlriOctets(announced, external)
}

for (const family of families) {
  test(`every due ${family} prefix is in one message, no message is too long, and no two could be one`, (t) => {
    t.notThrows(() =>
      fc.assert(
        fc.property(anyLoads(family), (loads) => {
          const ids = new PrefixIds(family)
          const flush = gather(ids, loads)
          const messages = packUpdates(ids, flush, external)
          assert.deepEqual(said(messages), due(ids, flush))
          for (const message of messages) checkMessage(message)
          for (const group of kinds(messages)) checkGroup(group)
        }),
        { numRuns: 40 },
      ),
    )
  })
}

function checkMessage(message: UpdateMessage): void {
  const { withdrawn, announced, attributes: set } = message
  assert.ok(updateOctets(message, external) <= 4096)
  assert.equal(withdrawn.count === 0, announced.count > 0)
  assert.equal(set === undefined, announced.count === 0)
}

/** The two that hold the least are the likeliest to fit together. */
function checkGroup(group: readonly UpdateMessage[]): void {
  const [first, second] = group.toSorted((a, b) => octetsOf(a) - octetsOf(b))
  if (first === undefined || second === undefined) return
  assert.ok(updateOctets(merged(first, second), external) > 4096)
}

/** Of several lengths, the short ones among them that fill the gaps between the long ones. */
function ordinaryMix(family: Family): fc.Arbitrary<Load> {
  const lengths = { ipv4: [8, 14, 16, 20, 22, 24, 24, 24], ipv6: [16, 19, 29, 32, 40, 44, 48, 48] }[family]
  const counts = fc.array(fc.integer({ min: 20, max: 400 }), { minLength: 8, maxLength: 8 })
  return fc
    .tuple(counts, fc.constantFrom(undefined, {}, { asns: [65010, 65010, 65010], multiExitDisc: 50 }))
    .map(([each, difference]) => ({
      counts: new Map(lengths.map((length, index) => [length, each[index] ?? 0])),
      difference,
    }))
}

for (const family of families) {
  test(`an ordinary mix of ${family} prefixes takes as few messages as its octets allow`, (t) => {
    t.notThrows(() =>
      fc.assert(
        fc.property(ordinaryMix(family), (load) => {
          const ids = new PrefixIds(family)
          const messages = packUpdates(ids, gather(ids, [load]), external)
          const octets = messages.reduce((sum, message) => sum + octetsOf(message), 0)
          for (const message of messages.slice(0, 1)) {
            assert.equal(messages.length, Math.ceil(octets / roomOf(message)))
          }
        }),
        { numRuns: 40 },
      ),
    )
  })
}

function messageCount(counts: readonly (readonly [number, number])[], difference: Difference): number {
  const ids = new PrefixIds('ipv4')
  return packUpdates(ids, gather(ids, [{ counts: new Map(counts), difference }]), external).length
}

test('4,000 prefixes of one length take four messages', (t) => {
  t.is(messageCount([[24, 4000]], {}), 4)
  t.is(messageCount([[24, 1013]], {}), 1)
  t.is(messageCount([[24, 1014]], {}), 2)
})

test('short prefixes fill the gaps that long ones leave', (t) => {
  t.is(announcementRoom(interner.intern(attributes({})), 'ipv4', external), 810 * 5 + 3)
  const counts: readonly (readonly [number, number])[] = [
    [16, 2],
    [32, 1620],
  ]
  t.is(messageCount(counts, {}), 2)
})

// 4046 octets are left, which 808 host routes and two /16 fill, and so do one and 1347. All 809 host routes in the
// first message would leave a gap of one octet there, and need a third message for the last /16.
test('where the longest leave a gap that nothing fills, some of them are given back', (t) => {
  const set = interner.intern(attributes({ localPref: 100 }))
  t.is(announcementRoom(set, 'ipv4', external), 808 * 5 + 2 * 3)
  t.is(announcementRoom(set, 'ipv4', external), 1 * 5 + 1347 * 3)
  const counts: readonly (readonly [number, number])[] = [
    [32, 809],
    [16, 1349],
  ]
  t.is(messageCount(counts, { localPref: 100 }), 2)
  t.is(messageCount([...counts, [0, 1]], { localPref: 100 }), 3)
})

test('a prefix keeps its words and its length', (t) => {
  const ids = new PrefixIds('ipv6')
  const [message] = packUpdates(ids, gather(ids, [{ counts: new Map([[48, 3]]), difference: {} }]), external)
  t.is(message?.announced.data.length, 3 * prefixStride.ipv6)
  t.deepEqual(message && unpackPrefixes(message.announced).map(formatPrefix), [
    '::/48',
    '0:0:1::/48',
    '0:0:2::/48',
  ])
})
