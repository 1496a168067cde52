import fc from 'fast-check'
import type { AsPath, AsPathSegment } from '../../src/bgp/as-path.ts'
import type { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import type { Capability } from '../../src/bgp/capability.ts'
import type { Message, OpenMessage, UpdateMessage } from '../../src/bgp/message.ts'
import type { PathAttributes, UnrecognizedAttribute } from '../../src/bgp/path-attributes.ts'
import type { PathIds } from '../../src/bgp/wire/nlri.ts'
import { beforeOpen, type WireSession } from '../../src/bgp/wire/wire-session.ts'
import { type Address, type Family, families } from '../../src/net/address.ts'
import { isHostAddress, isRoutablePrefix } from '../../src/net/host-address.ts'
import { emptyPrefixes, type PackedPrefixes, packPrefixes } from '../../src/net/packed-prefixes.ts'
import { anyAddress, anyPrefix, crowdedPrefix } from './arbitrary-prefix.ts'

/** Ordinary objects, which equal those that the decoder makes. */
function record<Value>(model: { [Key in keyof Value]: fc.Arbitrary<Value[Key]> }): fc.Arbitrary<Value> {
  return fc.record(model, { noNullPrototype: true })
}

const octet = fc.integer({ min: 0, max: 255 })
const uint16 = fc.integer({ min: 0, max: 0xffff })
const uint32 = fc.integer({ min: 0, max: 0xffffffff })
const someFamilies = fc.subarray([...families])

/** Every kind of session, whatever its OPENs agreed on; both directions have Path Identifiers, or neither. */
export const anySession: fc.Arbitrary<WireSession> = record({
  peering: fc.constantFrom<WireSession['peering']>('internal', 'external'),
  fourOctetAs: fc.boolean(),
  extendedMessage: fc.boolean(),
  addPath: someFamilies.map((chosen) => ({ send: chosen, receive: chosen })),
  extendedNextHop: fc.subarray<Family>(['ipv4']),
  reading: fc.constant(beforeOpen.reading),
})

const addressFamily = record({ afi: uint16, safi: octet })

const anyCapability: fc.Arbitrary<Capability> = fc.oneof(
  addressFamily.map((family): Capability => ({ kind: 'multiprotocol', ...family })),
  fc.constantFrom<Capability>(
    { kind: 'route-refresh' },
    { kind: 'extended-message' },
    { kind: 'enhanced-route-refresh' },
  ),
  fc
    .array(record({ afi: uint16, safi: uint16, nextHopAfi: uint16 }), { maxLength: 3 })
    .map((encodings): Capability => ({ kind: 'extended-next-hop', encodings })),
  octet.map((role): Capability => ({ kind: 'role', role })),
  uint32.map((asn): Capability => ({ kind: 'four-octet-as', asn })),
  record({
    kind: fc.constant('graceful-restart' as const),
    restarting: fc.boolean(),
    notification: fc.boolean(),
    restartSeconds: fc.integer({ min: 0, max: 4095 }),
    families: fc.array(record({ afi: uint16, safi: octet, forwarding: fc.boolean() }), { maxLength: 3 }),
  }),
  fc
    .array(record({ afi: uint16, safi: octet, mode: octet }), { maxLength: 3 })
    .map((chosen): Capability => ({ kind: 'add-path', families: chosen })),
  record({
    kind: fc.constant('unknown' as const),
    code: fc.constantFrom(0, 3, 66, 71, 73, 128, 255),
    data: fc.array(octet, { maxLength: 255 }),
  }),
)

export const anyOpen: fc.Arbitrary<OpenMessage> = record({
  kind: fc.constant('OPEN' as const),
  version: fc.constant(4),
  asn: uint16,
  holdTimeSeconds: uint16,
  bgpIdentifier: uint32,
  capabilities: fc.array(anyCapability, { maxLength: 12 }),
})

/** A message that is no UPDATE. */
export const anyPlainMessage: fc.Arbitrary<Message> = fc.oneof(
  anyOpen,
  fc.constant<Message>({ kind: 'KEEPALIVE' }),
  record({
    kind: fc.constant('NOTIFICATION' as const),
    code: octet,
    subcode: octet,
    data: fc.array(octet, { maxLength: 300 }),
  }),
  record({
    kind: fc.constant('ROUTE-REFRESH' as const),
    family: fc.constantFrom(...families),
    subtype: fc.constantFrom('request' as const, 'BoRR' as const, 'EoRR' as const),
  }),
)

const anyAsn = fc.oneof(
  fc.integer({ min: 1, max: 0xffff }),
  fc.integer({ min: 1, max: 0xffffffff }),
  fc.constantFrom(23456, 0xffff, 0x10000),
)

function segment(kind: AsPathSegment['kind'], asn: fc.Arbitrary<number>): fc.Arbitrary<AsPathSegment> {
  return fc.array(asn, { minLength: 1, maxLength: 5 }).map((asns) => ({ kind, asns }))
}

// RFC 6793 §4.2.2 leaves a confederation's segments out of AS4_PATH, so over two octets only those survive that lead
// and have short numbers.
function pathFor({ peering, fourOctetAs }: WireSession): fc.Arbitrary<AsPath> {
  const plain = fc.oneof(segment('AS_SEQUENCE', anyAsn), segment('AS_SET', anyAsn))
  const rest = fc.array(plain, { maxLength: 4 })
  if (peering === 'external') return rest
  const asn = fourOctetAs ? anyAsn : fc.integer({ min: 1, max: 0xffff })
  const confederation = fc.oneof(segment('AS_CONFED_SEQUENCE', asn), segment('AS_CONFED_SET', asn))
  return fc.tuple(fc.array(confederation, { maxLength: 2 }), rest).map(([own, other]) => [...own, ...other])
}

const unrecognized: fc.Arbitrary<UnrecognizedAttribute> = record({
  type: fc.constantFrom(0, 11, 19, 22, 29, 33, 40, 99, 200, 255),
  flags: fc.constantFrom(0xc0, 0xe0),
  value: fc.oneof(fc.array(octet, { maxLength: 12 }), fc.constant(new Array<number>(300).fill(7))),
})

function hostAddress(family: Family): fc.Arbitrary<Address> {
  return anyAddress(family).filter((address) => isHostAddress(address) && !isMapped(address))
}

function isMapped({ words }: Address): boolean {
  return words.length === 4 && words[0] === 0 && words[1] === 0 && words[2] === 0xffff
}

function nextHopFor(family: Family, session: WireSession): fc.Arbitrary<Address> {
  const other = family === 'ipv6' || session.extendedNextHop.includes(family)
  return other ? fc.oneof(hostAddress('ipv4'), hostAddress('ipv6')) : hostAddress(family)
}

function maybe<Value>(value: fc.Arbitrary<Value>, when = true): fc.Arbitrary<Value | undefined> {
  return when ? fc.option(value, { nil: undefined }) : fc.constant(undefined)
}

function list<Value>(value: fc.Arbitrary<Value>, when = true): fc.Arbitrary<readonly Value[]> {
  return when ? fc.array(value, { maxLength: 4 }) : fc.constant([])
}

/** What routes of the family may have over the session. */
export function attributesFor(family: Family, session: WireSession): fc.Arbitrary<PathAttributes> {
  const internal = session.peering === 'internal'
  return nextHopFor(family, session).chain((nextHop) =>
    record({
      origin: fc.constantFrom('IGP' as const, 'EGP' as const, 'INCOMPLETE' as const),
      asPath: pathFor(session),
      nextHop: fc.constant(nextHop),
      linkLocalNextHop: maybe(anyAddress('ipv6'), family === 'ipv6' || nextHop.family === 'ipv6'),
      multiExitDisc: maybe(uint32),
      localPref: internal ? uint32 : fc.constant(undefined),
      atomicAggregate: fc.boolean(),
      aggregator: maybe(record({ asn: anyAsn, address: anyAddress('ipv4') })),
      communities: fc.oneof(list(uint32), fc.constant(Array.from({ length: 70 }, (_, index) => index))),
      originatorId: maybe(uint32, internal),
      clusterList: list(uint32, internal),
      extendedCommunities: list(fc.tuple(uint32, uint32)),
      largeCommunities: list(fc.tuple(uint32, uint32, uint32)),
      onlyToCustomer: maybe(uint32),
      unrecognized: fc.uniqueArray(unrecognized, { maxLength: 2, selector: ({ type }) => type }),
    }),
  )
}

function prefixes(family: Family, minLength: number): fc.Arbitrary<PackedPrefixes> {
  const prefix = fc.oneof(anyPrefix(family), crowdedPrefix(family)).filter((chosen) => {
    const { data } = packPrefixes(family, [chosen])
    return isRoutablePrefix(family, data, 0)
  })
  return fc.array(prefix, { minLength, maxLength: 30 }).map((chosen) => packPrefixes(family, chosen))
}

/** An UPDATE, and the Path Identifiers of its prefixes where its session has them. */
export interface UpdateOnWire {
  readonly message: UpdateMessage
  readonly pathIds: PathIds | undefined
}

export function updateFor(session: WireSession, interner: AttributeInterner): fc.Arbitrary<UpdateOnWire> {
  return fc
    .constantFrom(...families)
    .chain((family) =>
      fc.tuple(
        prefixes(family, 0),
        fc.option(fc.tuple(prefixes(family, 1), attributesFor(family, session)), { nil: undefined }),
        fc.infiniteStream(uint32),
      ),
    )
    .map(([withdrawn, told, ids]) => {
      const { family } = withdrawn
      const announced = told?.[0] ?? emptyPrefixes(family)
      const attributes = told && interner.intern(told[1])
      const message: UpdateMessage = { kind: 'UPDATE', family, withdrawn, announced, attributes }
      const has = session.addPath.send.includes(family) && withdrawn.count + announced.count > 0
      const pathIds = { withdrawn: take(ids, withdrawn.count), announced: take(ids, announced.count) }
      return { message, pathIds: has ? pathIds : undefined }
    })
}

function take(numbers: fc.Stream<number>, count: number): Uint32Array {
  return Uint32Array.from([...numbers.take(count)])
}
