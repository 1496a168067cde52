import { addressBits, type Family, wordAt } from '../../net/address.ts'
import { isRoutablePrefix } from '../../net/host-address.ts'
import { emptyPrefixes, type PackedPrefixes, prefixStride } from '../../net/packed-prefixes.ts'
import {
  readPackedPrefix,
  readPackedPrefixes,
  writePackedPrefix,
  writePackedPrefixes,
} from '../../net/prefix-octets.ts'
import type { UpdateMessage } from '../message.ts'
import type { IgnoredNetwork, ReadingHabits } from '../profile.ts'
import { uselessNetwork } from '../update/ignored-networks.ts'
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

/** Those of a message without any. */
export const noPathIds: ReadonlyMap<UpdateMessage, PathIds> = new Map()

/** What a field of NLRI held. */
export interface Nlri {
  readonly prefixes: PackedPrefixes
  /** One for each prefix, where the session has them. */
  readonly pathIds: Uint32Array | undefined
  /** RFC 4271 §6.3: prefixes that no route may lead to, which were left out. */
  readonly ignored: number
}

/** No prefixes: every UPDATE has an empty field or two. */
export const noNlri: Readonly<Record<Family, Nlri>> = {
  ipv4: { prefixes: emptyPrefixes('ipv4'), pathIds: undefined, ignored: 0 },
  ipv6: { prefixes: emptyPrefixes('ipv6'), pathIds: undefined, ignored: 0 },
}

/** All that is left to read; `undefined` where it is no list of prefixes (RFC 7606 §5.3). */
export function readNlri(
  reader: OctetReader,
  family: Family,
  withPathIds: boolean,
  { ignoredNetworks }: Pick<ReadingHabits, 'ignoredNetworks'>,
): Nlri | undefined {
  const { view, at, end } = reader
  if (at === end && !withPathIds) return noNlri[family]
  const before = withPathIds ? pathIdOctets : 0
  const count = countPrefixes(view, at, end, addressBits[family], before)
  if (count === undefined) return undefined
  reader.part(reader.left)
  const stride = prefixStride[family]
  const data = new Uint32Array(count * stride)
  if (!withPathIds) {
    readPackedPrefixes(view, at, family, data)
    return routable(family, data, count, ignoredNetworks)
  }
  const pathIds = new Uint32Array(count)
  let kept = 0
  for (let next = at; next < end; next = next + before + octetsOf(view.getUint8(next + before))) {
    readPackedPrefix(view, next + before, family, data, kept * stride)
    pathIds[kept] = view.getUint32(next)
    if (isKept(ignoredNetworks, family, data, kept * stride)) kept++
  }
  const prefixes = { family, count: kept, data: data.slice(0, kept * stride) }
  return { prefixes, pathIds: pathIds.slice(0, kept), ignored: count - kept }
}

/** What is left of prefixes without those that no route may lead to, of which there are hardly ever any. */
function routable(
  family: Family,
  data: Uint32Array,
  count: number,
  ignored: readonly IgnoredNetwork[],
): Nlri {
  const stride = prefixStride[family]
  let kept = 0
  for (let offset = 0; offset < data.length; offset += stride) {
    if (!isKept(ignored, family, data, offset)) continue
    if (offset > kept) data.copyWithin(kept, offset, offset + stride)
    kept += stride
  }
  if (kept === data.length) return { prefixes: { family, count, data }, pathIds: undefined, ignored: 0 }
  const prefixes = { family, count: kept / stride, data: data.slice(0, kept) }
  return { prefixes, pathIds: undefined, ignored: count - prefixes.count }
}

/** Hardly any prefix needs the closer look. */
function isKept(
  ignored: readonly IgnoredNetwork[],
  family: Family,
  data: Uint32Array,
  offset: number,
): boolean {
  if (isRoutablePrefix(family, data, offset)) return true
  const network = uselessNetwork(family, data, offset)
  return network !== undefined && !ignored.includes(network)
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
  const { view } = writer
  if (!withPathIds) return writer.moveTo(writePackedPrefixes(view, writer.at, prefixes))
  const { family, data } = prefixes
  const stride = prefixStride[family]
  let at = writer.at
  let index = 0
  for (let offset = 0; offset < data.length; offset += stride) {
    view.setUint32(at, pathIds === undefined ? solePathId : wordAt(pathIds, index++))
    at = writePackedPrefix(view, at + pathIdOctets, family, data, offset)
  }
  writer.moveTo(at)
}
