import { addressBits, type Family, wordAt } from '../../net/address.ts'
import { isRoutablePrefix } from '../../net/host-address.ts'
import { type PackedPrefixes, prefixStride } from '../../net/packed-prefixes.ts'
import { readPackedPrefix, writePackedPrefix } from '../../net/prefix-octets.ts'
import type { OctetReader, OctetWriter } from './octets.ts'

/** RFC 7911 §3: a Path Identifier before each prefix. */
export const pathIdOctets = 4

/** RFC 7911 leaves the number to whoever sends: the one of a prefix that has one path. */
const solePathId = 1

/** RFC 7911 §3: the Path Identifiers of a message's prefixes, in their order. */
export interface PathIds {
  readonly withdrawn: Uint32Array
  readonly announced: Uint32Array
}

/** What a field of NLRI held. */
export interface Nlri {
  readonly prefixes: PackedPrefixes
  /** One for each prefix, where the session has them. */
  readonly pathIds: Uint32Array | undefined
  /** RFC 4271 §6.3: prefixes that no route may lead to, which were left out. */
  readonly ignored: number
}

/** All that is left to read; `undefined` where it is no list of prefixes (RFC 7606 §5.3). */
export function readNlri(reader: OctetReader, family: Family, withPathIds: boolean): Nlri | undefined {
  const { view, at, end } = reader
  const before = withPathIds ? pathIdOctets : 0
  const count = countPrefixes(view, at, end, addressBits[family], before)
  if (count === undefined) return undefined
  reader.part(reader.left)
  const stride = prefixStride[family]
  const data = new Uint32Array(count * stride)
  const pathIds = withPathIds ? new Uint32Array(count) : undefined
  let kept = 0
  for (let next = at; next < end; next = next + before + octetsOf(view.getUint8(next + before))) {
    readPackedPrefix(view, next + before, family, data, kept * stride)
    if (pathIds !== undefined) pathIds[kept] = view.getUint32(next)
    if (isRoutablePrefix(family, data, kept * stride)) kept++
  }
  if (kept === count) return { prefixes: { family, count, data }, pathIds, ignored: 0 }
  const prefixes = { family, count: kept, data: data.slice(0, kept * stride) }
  return { prefixes, pathIds: pathIds?.slice(0, kept), ignored: count - kept }
}

function countPrefixes(
  view: DataView,
  at: number,
  end: number,
  bits: number,
  before: number,
): number | undefined {
  let count = 0
  let next = at
  while (next < end) {
    if (next + before >= end) return undefined
    const length = view.getUint8(next + before)
    if (length > bits) return undefined
    next += before + octetsOf(length)
    count++
  }
  return next === end ? count : undefined
}

/** A prefix with its length. */
function octetsOf(length: number): number {
  return 1 + ((length + 7) >>> 3)
}

export function writeNlri(
  writer: OctetWriter,
  prefixes: PackedPrefixes,
  pathIds: Uint32Array | undefined,
  withPathIds: boolean,
): void {
  const { family, data } = prefixes
  const { view } = writer
  const stride = prefixStride[family]
  let at = writer.at
  let index = 0
  for (let offset = 0; offset < data.length; offset += stride) {
    if (withPathIds) {
      view.setUint32(at, pathIds === undefined ? solePathId : wordAt(pathIds, index++))
      at += pathIdOctets
    }
    at = writePackedPrefix(view, at, family, data, offset)
  }
  writer.moveTo(at)
}
