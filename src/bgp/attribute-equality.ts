import type { Address } from '../net/address.ts'
import type { AsPath } from './as-path.ts'
import type { Origin, PathAttributes } from './path-attributes.ts'

/** A number below 2^30 that equal sets share, and others hardly ever; lists count in their order. */
export function hashAttributes(attributes: PathAttributes): number {
  const { multiExitDisc, localPref, aggregator, communities } = attributes
  let hash = mixed(originNumber[attributes.origin], attributes.atomicAggregate ? 1 : 0)
  hash = mixedPath(hash, attributes.asPath)
  hash = mixedAll(hash, attributes.nextHop.words)
  hash = mixed(mixed(hash, multiExitDisc ?? -1), localPref ?? -1)
  hash = mixedAll(hash, communities)
  if (aggregator !== undefined) hash = mixedAll(mixed(hash, aggregator.asn), aggregator.address.words)
  return mixedRare(hash, attributes) >>> 2
}

/** Whether two sets say the same, lists compared in their order. */
export function sameAttributes(a: PathAttributes, b: PathAttributes): boolean {
  return (
    a.origin === b.origin &&
    a.multiExitDisc === b.multiExitDisc &&
    a.localPref === b.localPref &&
    a.atomicAggregate === b.atomicAggregate &&
    samePath(a.asPath, b.asPath) &&
    sameOptionalAddress(a.nextHop, b.nextHop) &&
    sameNumbers(a.communities, b.communities) &&
    a.aggregator?.asn === b.aggregator?.asn &&
    sameOptionalAddress(a.aggregator?.address, b.aggregator?.address) &&
    sameRare(a, b)
  )
}

const originNumber: Readonly<Record<Origin, number>> = { IGP: 1, EGP: 2, INCOMPLETE: 3 }

function mixed(hash: number, value: number): number {
  const product = Math.imul(hash ^ value, 0x9e3779b1)
  return product ^ (product >>> 15)
}

function mixedAll(hash: number, values: readonly number[]): number {
  let result = mixed(hash, values.length)
  for (let index = 0; index < values.length; index++) result = mixed(result, values[index] ?? 0)
  return result
}

function mixedPath(hash: number, path: AsPath): number {
  let result = hash
  for (const { kind, asns } of path) result = mixedAll(mixed(result, kind.length), asns)
  return result
}

/** Most routes have none of these. */
function mixedRare(hash: number, attributes: PathAttributes): number {
  const { linkLocalNextHop, originatorId, clusterList, onlyToCustomer } = attributes
  let result = hash
  if (linkLocalNextHop !== undefined) result = mixedAll(result, linkLocalNextHop.words)
  if (originatorId !== undefined) result = mixed(mixed(result, 9), originatorId)
  if (onlyToCustomer !== undefined) result = mixed(mixed(result, 35), onlyToCustomer)
  if (clusterList.length > 0) result = mixedAll(mixed(result, 10), clusterList)
  for (const community of attributes.extendedCommunities) result = mixedAll(result, community)
  for (const community of attributes.largeCommunities) result = mixedAll(result, community)
  for (const { type, flags, value } of attributes.unrecognized) {
    result = mixedAll(mixed(mixed(result, type), flags), value)
  }
  return result
}

function sameRare(a: PathAttributes, b: PathAttributes): boolean {
  return (
    a.originatorId === b.originatorId &&
    a.onlyToCustomer === b.onlyToCustomer &&
    sameOptionalAddress(a.linkLocalNextHop, b.linkLocalNextHop) &&
    sameNumbers(a.clusterList, b.clusterList) &&
    sameLists(a.extendedCommunities, b.extendedCommunities, sameNumbers) &&
    sameLists(a.largeCommunities, b.largeCommunities, sameNumbers) &&
    sameLists(a.unrecognized, b.unrecognized, (one, other) => {
      return one.type === other.type && one.flags === other.flags && sameNumbers(one.value, other.value)
    })
  )
}

function samePath(a: AsPath, b: AsPath): boolean {
  return sameLists(a, b, (one, other) => one.kind === other.kind && sameNumbers(one.asns, other.asns))
}

function sameOptionalAddress(a: Address | undefined, b: Address | undefined): boolean {
  if (a === b) return true
  return a !== undefined && b !== undefined && a.family === b.family && sameNumbers(a.words, b.words)
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false
  return true
}

function sameLists<Item>(
  a: readonly Item[],
  b: readonly Item[],
  same: (a: Item, b: Item) => boolean,
): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  return a.every((item, index) => {
    const other = b[index]
    return other !== undefined && same(item, other)
  })
}
