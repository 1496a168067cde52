import { wordAt } from '../net/address.ts'
import { readAddress } from '../net/address-text.ts'
import { quoted, type Read, read, refuse } from '../net/read.ts'
import { formatBgpIdentifier } from './identifiers.ts'
import type { AnyCommunity, ExtendedCommunity, LargeCommunity, PathAttributes } from './path-attributes.ts'

/** RFC 1997, RFC 7999 (BLACKHOLE) and RFC 8326 (GRACEFUL_SHUTDOWN), under the names that routers print. */
export const wellKnownCommunities = {
  'graceful-shutdown': 0xffff0000,
  blackhole: 0xffff029a,
  'no-export': 0xffffff01,
  'no-advertise': 0xffffff02,
  'no-export-subconfed': 0xffffff03,
} as const

const nameOf: ReadonlyMap<number, string> = new Map(
  Object.entries(wellKnownCommunities).map(([name, community]) => [community, name]),
)

const numberOf: ReadonlyMap<string, number> = new Map(Object.entries(wellKnownCommunities))

/** `12076:51006`, or the name of a well-known community. */
export function formatCommunity(community: number): string {
  return nameOf.get(community) ?? `${community >>> 16}:${community & 0xffff}`
}

/** All communities of a route, of the three sorts. */
export function communitiesOf(attributes: CommunityAttributes): readonly AnyCommunity[] {
  const { communities, extendedCommunities, largeCommunities } = attributes
  return [...communities, ...extendedCommunities, ...largeCommunities]
}

type CommunityAttributes = Pick<PathAttributes, 'communities' | 'extendedCommunities' | 'largeCommunities'>

/** Each of them into the attribute of its sort. */
export function sortCommunities(communities: readonly AnyCommunity[]): CommunityAttributes {
  return {
    communities: communities.filter((community) => typeof community === 'number'),
    extendedCommunities: communities.filter((one) => typeof one !== 'number' && one.length === 2),
    largeCommunities: communities.filter((one) => typeof one !== 'number' && one.length === 3),
  }
}

/** Reads a community of any sort: `12076:51006`, `no-export`, `65010:1:2`, `rt:65010:100`. */
export function readCommunity(text: string): Read<AnyCommunity> {
  if (/^(rt|soo):|^0x/.test(text)) return readExtendedCommunity(text)
  return text.split(':').length === 3 ? readLargeCommunity(text) : readStandardCommunity(text)
}

/** `12076:51006`, or the name of a well-known community. */
function readStandardCommunity(text: string): Read<number> {
  const named = numberOf.get(text)
  if (named !== undefined) return read(named)
  const halves = /^(\d{1,9}):(\d{1,9})$/.exec(text) ?? undefined
  if (halves === undefined)
    return refuse(`${quoted(text)} is not a community such as 12076:51006 or no-export`)
  const [high, low] = [Number(halves[1]), Number(halves[2])]
  if (high > 0xffff || low > 0xffff) return refuse(`${quoted(text)} has a half above 65535`)
  return read(high * 0x10000 + low)
}

/** RFC 8092 §4.1: without leading zeros, so that a community has one text. */
function readLargeCommunity(text: string): Read<LargeCommunity> {
  const parts = /^(0|[1-9]\d{0,9}):(0|[1-9]\d{0,9}):(0|[1-9]\d{0,9})$/.exec(text)?.slice(1).map(Number)
  if (parts === undefined) return refuse(`${quoted(text)} is not a large community such as 65010:1:2`)
  if (Math.max(...parts) > largestUint32) return refuse(`${quoted(text)} has a part above ${largestUint32}`)
  return read([wordAt(parts, 0), wordAt(parts, 1), wordAt(parts, 2)])
}

/** RFC 4360 §3: an AS of two octets leaves four for the value; an AS of four octets or an address leaves two. */
function readExtendedCommunity(text: string): Read<ExtendedCommunity> {
  const octets = /^0x([\da-f]{8})([\da-f]{8})$/i.exec(text)?.slice(1) ?? []
  const [high, low] = octets.map((word) => Number.parseInt(word, 16))
  if (high !== undefined && low !== undefined) return read([high, low])
  const [, name, administrator = '', digits] = /^(rt|soo):([\d.]{1,15}):(\d{1,10})$/.exec(text) ?? []
  const subtype = name === 'soo' ? 3 : 2
  const community = digits === undefined ? undefined : administered(subtype, administrator, Number(digits))
  return community === undefined
    ? refuse(`${quoted(text)} is not an extended community such as rt:65010:100`)
    : read(community)
}

function administered(subtype: number, administrator: string, value: number): ExtendedCommunity | undefined {
  const isAddress = administrator.includes('.')
  const number = isAddress
    ? wordAt(readAddress(administrator).value?.words ?? [-1], 0)
    : Number(administrator)
  if (number < 0 || number > largestUint32) return undefined
  const isShort = !isAddress && number <= 0xffff
  if (value > (isShort ? largestUint32 : 0xffff)) return undefined
  if (isShort) return [subtype * 0x10000 + number, value]
  const type = isAddress ? 1 : 2
  return [type * 0x1000000 + subtype * 0x10000 + (number >>> 16), (number & 0xffff) * 0x10000 + value]
}

const largestUint32 = 0xffffffff

/** RFC 8092 §4.1: three decimal numbers without leading zeros. */
export function formatLargeCommunity(community: LargeCommunity): string {
  return community.join(':')
}

/**
 * RFC 4360 §3: a Route Target or Route Origin as `rt:65010:100` or `soo:192.0.2.1:5`; anything else as its eight
 * octets in hexadecimal.
 */
export function formatExtendedCommunity([high, low]: ExtendedCommunity): string {
  const name = extendedNames.get((high >>> 16) & 0xff)
  const value = extendedValue(high >>> 24, high & 0xffff, low)
  if (name !== undefined && value !== undefined) return `${name}:${value}`
  return `0x${[high, low].map((word) => word.toString(16).padStart(8, '0')).join('')}`
}

/** RFC 4360 §4 and §5: the sub-types that name a Route Target and a Route Origin. */
const extendedNames: ReadonlyMap<number, string> = new Map([
  [2, 'rt'],
  [3, 'soo'],
])

/** RFC 4360 §3.1 and §3.2, RFC 5668 §2: who administers the value is told by the type. */
function extendedValue(type: number, middle: number, low: number): string | undefined {
  if (type === 0) return `${middle}:${low}`
  const half = low >>> 16
  const administrator = ((middle << 16) | half) >>> 0
  if (type === 1) return `${formatBgpIdentifier(administrator)}:${low & 0xffff}`
  return type === 2 ? `${administrator}:${low & 0xffff}` : undefined
}
