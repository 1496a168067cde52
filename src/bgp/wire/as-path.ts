import { type AsPath, type AsPathSegment, asPathLength, maximumSegmentAsns } from '../as-path.ts'
import type { OctetReader, OctetWriter } from './octets.ts'

/** RFC 4271 §4.3 (b) and RFC 5065 §3. */
const segmentTypes = {
  AS_SET: 1,
  AS_SEQUENCE: 2,
  AS_CONFED_SEQUENCE: 3,
  AS_CONFED_SET: 4,
} as const satisfies Readonly<Record<AsPathSegment['kind'], number>>

const segmentKinds: readonly (AsPathSegment['kind'] | undefined)[] = [
  undefined,
  'AS_SET',
  'AS_SEQUENCE',
  'AS_CONFED_SEQUENCE',
  'AS_CONFED_SET',
]

/** A path, or in words why it is none. */
export type ReadAsPath =
  | { readonly kind: 'path'; readonly path: AsPath }
  | { readonly kind: 'wrong'; readonly problem: string; readonly section?: string }

/** RFC 7606 §7.2: segments of a known type that fit and are not empty; RFC 7607 §2: none of them names AS 0. */
export function readAsPath(reader: OctetReader, asnOctets: 2 | 4): ReadAsPath {
  const path: AsPathSegment[] = []
  while (reader.left > 0) {
    if (reader.left < 2) return { kind: 'wrong', problem: 'ends inside a segment' }
    const type = reader.uint8()
    const kind = segmentKinds[type]
    if (kind === undefined) return { kind: 'wrong', problem: `has a segment of type ${type}` }
    const count = reader.uint8()
    if (count === 0) return { kind: 'wrong', problem: 'has an empty segment' }
    if (count * asnOctets > reader.left) return { kind: 'wrong', problem: 'ends inside a segment' }
    const asns = readAsns(reader, count, asnOctets)
    if (asns.includes(0)) return { kind: 'wrong', problem: 'names AS 0', section: 'RFC 7607 §2' }
    path.push({ kind, asns })
  }
  // What is pushed onto has room for more; a path is kept for long and gets none.
  return { kind: 'path', path: path.slice() }
}

function readAsns(reader: OctetReader, count: number, asnOctets: 2 | 4): readonly number[] {
  const asns = new Array<number>(count)
  for (let index = 0; index < count; index++)
    asns[index] = asnOctets === 4 ? reader.uint32() : reader.uint16()
  return asns
}

export function asPathOctets(path: AsPath, asnOctets: 2 | 4): number {
  let octets = 0
  for (const { asns } of path) octets += 2 + asnOctets * asns.length
  return octets
}

/** `asnOf` says what stands for an AS. */
export function writeAsPath(
  writer: OctetWriter,
  path: AsPath,
  asnOctets: 2 | 4,
  asnOf: (asn: number) => number,
): void {
  for (const { kind, asns } of path) {
    if (asns.length === 0 || asns.length > maximumSegmentAsns) {
      throw new Error(`a segment of ${asns.length} AS numbers cannot be written`)
    }
    writer.uint8(segmentTypes[kind])
    writer.uint8(asns.length)
    for (const asn of asns) {
      if (asnOctets === 4) writer.uint32(asnOf(asn))
      else writer.uint16(asnOf(asn))
    }
  }
}

/** RFC 5065 §3: the segments of a confederation's own. */
export function isConfederationSegment({ kind }: AsPathSegment): boolean {
  return kind === 'AS_CONFED_SEQUENCE' || kind === 'AS_CONFED_SET'
}

/**
 * RFC 6793 §4.2.3: the path that two octets told, its end replaced by what AS4_PATH tells of it. An AS4_PATH longer than
 * the path is of another route, and ignored. Segments of a confederation that lead, or stand next to what is kept, are kept.
 */
export function mergeAs4Path(path: AsPath, as4Path: AsPath): AsPath {
  const surplus = asPathLength(path) - asPathLength(as4Path)
  if (surplus < 0) return path
  const kept: AsPathSegment[] = []
  let left = surplus
  for (const segment of path) {
    const isConfederations = isConfederationSegment(segment)
    if (left === 0 && !isConfederations) break
    if (isConfederations || segment.kind === 'AS_SET') {
      kept.push(segment)
      if (!isConfederations) left--
      continue
    }
    const asns = segment.asns.slice(0, left)
    kept.push({ kind: 'AS_SEQUENCE', asns })
    left -= asns.length
    if (asns.length < segment.asns.length) break
  }
  return join(kept, as4Path)
}

/** Two sequences that meet are one, where it can hold both. */
function join(before: AsPath, after: AsPath): AsPath {
  const last = before.at(-1)
  const [first, ...rest] = after
  const meet = last?.kind === 'AS_SEQUENCE' && first?.kind === 'AS_SEQUENCE'
  if (!meet || last.asns.length + first.asns.length > maximumSegmentAsns) return [...before, ...after]
  return [...before.slice(0, -1), { kind: 'AS_SEQUENCE', asns: [...last.asns, ...first.asns] }, ...rest]
}
