import { formatCommunity } from '../../bgp/community.ts'
import { microsoftAsn } from '../../expressroute/asn.ts'
import type { Circuit, Era, ServiceTag, SkuTier } from '../../expressroute/design.ts'
import { cloudsAt } from '../../expressroute/locations.ts'
import { outOfReach } from '../../expressroute/reach.ts'
import { tagsOf } from '../../expressroute/service-tags.ts'
import type { FilePath } from '../place.ts'
import { type Problem, problem } from '../problem.ts'
import type { CircuitEntry } from '../schema/circuit.ts'
import { declaredTags } from './design.ts'
import type { Sections } from './sections.ts'

/** Communities of a route filter that no document names, and those of what Microsoft never sends to this circuit. */
export function routeFilterProblems(
  communities: readonly number[],
  circuit: string,
  sections: Sections,
  path: FilePath,
): readonly Problem[] {
  if (communities.length === 0) return []
  const era = sections.header?.era ?? 'current'
  const bought = sections.circuits.values.get(circuit)
  const tags = tagsOf({ era, declaredTags: declaredTags(sections, era) })
  return communities.flatMap((community, index) => {
    const tag = tags.find((one) => one.community === community)
    const place = [...path, index]
    if (tag === undefined && isWellFormed(community)) return [unlistedCommunity(community, tags, place)]
    if (tag === undefined) return [unknownCommunity(community, tags, place)]
    const remedy =
      bought === undefined ? undefined : neverSent(tag, bought, tiersOf(circuit, bought, sections), era)
    if (remedy === undefined) return []
    const message = `${circuit} gets nothing of ${tag.name}, which ${formatCommunity(community)} stands for`
    return [{ ...problem('out-of-reach', [...path, index], message, remedy), level: 'warning' }]
  })
}

/** RT26: a region's number is 50 to 55 and three digits, a service's has four digits and begins with 5. */
function isWellFormed(community: number): boolean {
  const value = community & 0xffff
  return (
    community >>> 16 === microsoftAsn &&
    ((value >= 50_000 && value < 60_000) || (value >= 5_000 && value < 6_000))
  )
}

/** Azure may know it: regions come, and the tables end where the documents did that were read. */
function unlistedCommunity(community: number, tags: readonly ServiceTag[], path: FilePath): Problem {
  const near = nearestTag(community, tags)
  const text = formatCommunity(community)
  const message = `no table here says what ${text} stands for, so nothing comes with it`
  const known =
    near === undefined ? '' : `; or did you mean "${formatCommunity(near.community)}", ${near.name}?`
  const hint = `declare it under microsoftServices: { region, community: "${text}", prefixes }${known}`
  return { ...problem('unlisted-community', path, message, hint), level: 'warning' }
}

function unknownCommunity(community: number, tags: readonly ServiceTag[], path: FilePath): Problem {
  const near = nearestTag(community, tags)
  const message = `no region or service of Microsoft is known by the community ${formatCommunity(community)}`
  const hint =
    near === undefined
      ? `those of regions and services begin with ${microsoftAsn}, such as "12076:51004" for East US`
      : `the nearest that is known is "${formatCommunity(near.community)}", ${near.name}`
  return problem('unknown-name', path, message, hint)
}

/** Of Microsoft's own the one with the nearest number; of others, which say nothing, the one with the same number behind the AS. */
function nearestTag(community: number, tags: readonly ServiceTag[]): ServiceTag | undefined {
  if (community >>> 16 !== microsoftAsn)
    return tags.find((tag) => (tag.community & 0xffff) === (community & 0xffff))
  const away = (tag: ServiceTag): number => Math.abs(tag.community - community)
  return tags.reduce((near, tag) => (away(tag) < away(near) ? tag : near))
}

/** What to do about a tag that the circuit gets with no tier that it ever has; `undefined` where it gets it. */
function neverSent(
  tag: ServiceTag,
  circuit: CircuitEntry,
  tiers: readonly SkuTier[],
  era: Era,
): string | undefined {
  const { peeringLocation, cloud = cloudsAt(peeringLocation, era)[0] } = circuit
  const remedies = tiers.map((tier) => {
    const sku: Circuit['sku'] = { tier, family: 'MeteredData' }
    if (tag.isOffice365 && tag.cloud === cloud && tier !== 'Premium')
      return 'buy Premium, which Office 365 takes'
    if (tag.region !== undefined) return outOfReach({ sku, peeringLocation, cloud }, tag.region, era)
    return tag.cloud === cloud ? undefined : 'leave it out: clouds are closed to one another'
  })
  return remedies.includes(undefined) ? undefined : remedies[0]
}

/** The tier at the start, and those that the circuit is updated to. */
function tiersOf(circuit: string, { sku }: CircuitEntry, { timeline }: Sections): readonly SkuTier[] {
  const later = timeline.flatMap(({ value: { action } }) =>
    (action.kind === 'moves' ? action.moves : []).flatMap(({ move }) =>
      move.kind === 'update' && move.circuit === circuit && move.tier !== undefined ? [move.tier] : [],
    ),
  )
  return [sku.tier, ...later]
}

/** A community that a file declares is one of Microsoft's that no table has. */
export function declaredProblems(
  community: number,
  tags: readonly ServiceTag[],
  path: FilePath,
): readonly Problem[] {
  const known = tags.find((tag) => tag.community === community)
  const text = formatCommunity(community)
  if (known !== undefined) {
    const message = `${text} is that of ${known.name}, which has prefixes of its own`
    return [problem('duplicate-name', path, message, 'leave community and prefixes out')]
  }
  if (isWellFormed(community)) return []
  const message = `${text} has not the form of a community of Microsoft`
  return [problem('community', path, message, 'such as "12076:51070" for a region')]
}
