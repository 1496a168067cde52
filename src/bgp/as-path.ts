/** RFC 4271 §4.3 (b) and RFC 5065 §3: one segment of an AS_PATH. */
export interface AsPathSegment {
  readonly kind: 'AS_SEQUENCE' | 'AS_SET' | 'AS_CONFED_SEQUENCE' | 'AS_CONFED_SET'
  readonly asns: readonly number[]
}

/** The nearest AS first. Empty for a route of our own AS. */
export type AsPath = readonly AsPathSegment[]

/** RFC 4271 §4.3 (b): the length of a segment is one octet. */
export const maximumSegmentAsns = 255

/** RFC 4271 §9.1.2.2 (a): an AS_SET counts as one, however many it holds; RFC 5065 §5.3: a confederation's own count as none. */
export function asPathLength(path: AsPath): number {
  return path.reduce((length, segment) => length + segmentLength(segment), 0)
}

function segmentLength({ kind, asns }: AsPathSegment): number {
  if (kind === 'AS_SEQUENCE') return asns.length
  return kind === 'AS_SET' ? 1 : 0
}

/** RFC 4271 §5.1.2: the AS goes in front as often as asked; a full or leading AS_SET segment gets a new one before it. */
export function prependAsn(path: AsPath, asn: number, times: number): AsPath {
  if (times === 0) return path
  const head = path[0]
  const open = head?.kind === 'AS_SEQUENCE' && head.asns.length < maximumSegmentAsns
  const count = Math.min(times, maximumSegmentAsns - (open ? head.asns.length : 0))
  const asns = new Array<number>(count).fill(asn).concat(open ? head.asns : [])
  return prependAsn([{ kind: 'AS_SEQUENCE', asns }, ...path.slice(open ? 1 : 0)], asn, times - count)
}

/** How often the AS stands in the path, sets included: what the check for loops asks (RFC 4271 §9.1.2). */
export function countAsn(path: AsPath, asn: number): number {
  let count = 0
  for (const { asns } of path) for (const other of asns) if (other === asn) count++
  return count
}

/** The neighbouring AS as the path tells it; `undefined` where it is empty or begins with an AS_SET. */
export function firstAsn(path: AsPath): number | undefined {
  const head = path[0]
  return head?.kind === 'AS_SEQUENCE' ? head.asns[0] : undefined
}

/** RFC 6996 §5: the two ranges for private use. */
export function isPrivateAsn(asn: number): boolean {
  return (asn >= 64512 && asn <= 65534) || (asn >= 4200000000 && asn <= 4294967294)
}

/** Takes every private AS number but `kept` out, wherever it stands, and the segments that this empties. */
export function removePrivateAsns(path: AsPath, kept: number | undefined): AsPath {
  const stays = (asn: number): boolean => asn === kept || !isPrivateAsn(asn)
  return path
    .map(({ kind, asns }): AsPathSegment => ({ kind, asns: asns.filter(stays) }))
    .filter(({ asns }) => asns.length > 0)
}

/** As routers print it: `65010 65010 {1,2}`, and a confederation's own as `(65001 65002)` and `[65001,65002]`. */
export function formatAsPath(path: AsPath): string {
  return path.map(formatSegment).join(' ')
}

function formatSegment({ kind, asns }: AsPathSegment): string {
  switch (kind) {
    case 'AS_SEQUENCE':
      return asns.join(' ')
    case 'AS_SET':
      return `{${asns.join(',')}}`
    case 'AS_CONFED_SEQUENCE':
      return `(${asns.join(' ')})`
    case 'AS_CONFED_SET':
      return `[${asns.join(',')}]`
    default:
      throw new Error(`no text for a segment of kind ${kind satisfies never}`)
  }
}
