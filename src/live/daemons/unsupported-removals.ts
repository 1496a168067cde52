import type { PolicyChange } from '../../bgp/policy.ts'

/** What an MSEE does on peerings with public addresses, and no daemon is configured for here. */
export function unsupportedRemovals(set: PolicyChange | undefined): readonly string[] {
  return [
    ...(set?.removeAllCommunities ? ['the removal of all communities'] : []),
    ...(set?.removePrivateAsns ? ['the removal of private AS numbers from what comes in'] : []),
  ]
}
