import { quoted, type Read, read, refuse } from '../net/read.ts'

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
