import { quoted, type Read, read, refuse } from '../net/read.ts'
import { formatBgpIdentifier } from './identifiers.ts'
import type { ExtendedCommunity, LargeCommunity } from './path-attributes.ts'

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

/** Reads `12076:51006` or the name of a well-known community. */
export function readCommunity(text: string): Read<number> {
  const named = numberOf.get(text)
  if (named !== undefined) return read(named)
  const halves = /^(\d{1,9}):(\d{1,9})$/.exec(text) ?? undefined
  if (halves === undefined)
    return refuse(`${quoted(text)} is not a community such as 12076:51006 or no-export`)
  const [high, low] = [Number(halves[1]), Number(halves[2])]
  if (high > 0xffff || low > 0xffff) return refuse(`${quoted(text)} has a half above 65535`)
  return read(high * 0x10000 + low)
}

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
