import { formatExtendedCommunity } from '../../bgp/community.ts'
import type { AnyCommunity } from '../../bgp/path-attributes.ts'
import {
  everyRoute,
  type PolicyChange,
  type PolicyMatch,
  type PolicyTerm,
  unchanged,
} from '../../bgp/policy.ts'

/** Whether the term decides about all that come to it, so that none behind it is met. */
export function isEveryRoute({ prefixes, asPath, communities, from }: PolicyMatch): boolean {
  return [prefixes, asPath, communities, from].every((part) => part === undefined)
}

/** What a policy ends in where it does not say. */
export const acceptsTheRest: PolicyTerm = { match: everyRoute, set: unchanged }

/** What of a term a maker has no words for: a match without words leaves the whole term out. */
export interface Unsupported {
  readonly match: readonly string[]
  readonly set: readonly string[]
}

/** What an MSEE does on peerings with public addresses, and only BIRD has words for besides. */
export function unsupportedRemovals(set: PolicyChange | undefined): readonly string[] {
  return [
    ...(set?.removeAllCommunities ? ['the removal of all communities'] : []),
    ...(set?.removePrivateAsns ? ['the removal of private AS numbers from what comes in'] : []),
  ]
}

/** Extended communities have words where they are a Route Target or a Route Origin. */
export function hasWords(community: AnyCommunity): boolean {
  return (
    typeof community === 'number' ||
    community.length === 3 ||
    !formatExtendedCommunity(community).startsWith('0x')
  )
}
