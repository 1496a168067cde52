import { formatAsPath, prependAsn } from '../../src/bgp/as-path.ts'
import type { AnyCommunity, PathAttributes } from '../../src/bgp/path-attributes.ts'
import type { Policy } from '../../src/bgp/policy.ts'
import { covers, type Prefix } from '../../src/net/prefix.ts'

interface GivenRoute {
  readonly attributes: PathAttributes
  readonly from: string
  readonly prefix: Prefix
}

/** The slow twin of a compiled policy: `policy.ts` read aloud, for the few AS_PATH patterns of the laws. */
export function slowPolicy(
  policy: Policy,
  localAsn: number,
  { attributes: before, from, prefix }: GivenRoute,
): PathAttributes | undefined {
  const term = policy.find(({ match: wanted }) => {
    const inList = wanted.prefixes?.some(
      (entry) =>
        covers(entry.prefix, prefix) &&
        prefix.length >= entry.minimumLength &&
        prefix.length <= entry.maximumLength,
    )
    const path = ` ${formatAsPath(before.asPath)} `
    const pattern = { _1_: / 1 /, '^2': /^ 2/, '^$': /^ {2}$/ }[wanted.asPath ?? '']
    const shared = wanted.communities?.some((community) => allOf(before).some(is(community)))
    return (
      (inList ?? true) && (pattern?.test(path) ?? true) && (shared ?? true) && (wanted.from ?? from) === from
    )
  })
  if (term === undefined) return before
  if (term.set === undefined) return undefined
  const { origin, localPref, multiExitDisc, prepend, addCommunities, removeCommunities, nextHop } = term.set
  const kept = allOf(before).filter((community) => !removeCommunities?.some(is(community)))
  const isPrivate = (asn: number): boolean =>
    (asn > 64511 && asn < 65535) || (asn > 4199999999 && asn < 2 ** 32 - 1)
  const path = term.set.removePrivateAsns
    ? before.asPath
        .map(({ kind, asns }) => ({ kind, asns: asns.filter((asn) => !isPrivate(asn)) }))
        .filter(({ asns }) => asns.length > 0)
    : before.asPath
  const after = [...(term.set.removeAllCommunities ? [] : kept), ...(addCommunities ?? [])]
  return {
    ...before,
    origin: origin ?? before.origin,
    localPref: localPref ?? before.localPref,
    multiExitDisc: multiExitDisc === 'none' ? undefined : (multiExitDisc ?? before.multiExitDisc),
    asPath: prepend === undefined ? path : prependAsn(path, localAsn, prepend),
    nextHop: nextHop ?? before.nextHop,
    communities: after.flatMap((one) => (typeof one === 'number' ? [one] : [])),
    extendedCommunities: after.flatMap((one) => (typeof one !== 'number' && one.length === 2 ? [one] : [])),
    largeCommunities: after.flatMap((one) => (typeof one !== 'number' && one.length === 3 ? [one] : [])),
  }
}

function allOf(route: PathAttributes): readonly AnyCommunity[] {
  return [...route.communities, ...route.extendedCommunities, ...route.largeCommunities]
}

function is(community: AnyCommunity): (other: AnyCommunity) => boolean {
  return (other) => JSON.stringify(other) === JSON.stringify(community)
}
