import { compilePolicy } from '../../bgp/apply-policy.ts'
import { AttributeInterner } from '../../bgp/attribute-interner.ts'
import { noOptionalAttributes, type PathAttributes } from '../../bgp/path-attributes.ts'
import type { Policy } from '../../bgp/policy.ts'
import type { AggregateConfiguration } from '../../bgp/speaker-configuration.ts'
import type { Design } from '../../expressroute/design.ts'
import { sameEnd } from '../../expressroute/expand-links.ts'
import type { Announcement, InternetAnnouncement } from '../../expressroute/rules/rule.ts'
import type { Family } from '../../net/address.ts'
import { parseAddress } from '../../net/address-text.ts'
import { coversPacked, packedLength } from '../../net/packed-cover.ts'
import { type PackedPrefixes, PrefixPacker, packPrefixes, prefixOffsets } from '../../net/packed-prefixes.ts'
import type { Prefix } from '../../net/prefix.ts'
import { formatPrefix, parsePrefix } from '../../net/prefix-text.ts'
import { customerLinks } from './plans.ts'
import type { Sections } from './sections.ts'

/** RFC 4271 §9.1.4: what a peer is told whom `defaultOriginate` means, past every policy. */
const defaultRoute: PackedPrefixes = packPrefixes('ipv4', [parsePrefix('0.0.0.0/0')])

/** A list of prefixes that a router knows, and from whom: `local` or a neighbour, as policies name them. */
interface Known {
  /** Tells the list from all others of the file. */
  readonly key: string
  readonly from: string
  readonly prefixes: PackedPrefixes
}

/**
 * What each router would tell each MSEE at the start of the run: its own and its sites' prefixes, and those of the
 * routers it has an iBGP session with, whose own routes go no further inside the AS (RFC 4271 §9.2), summed up where
 * it aggregates. Model assumption: what a router hears over eBGP from another one of the customer's is left out.
 */
export function announcements(design: Design, sections: Sections): readonly Announcement[] {
  const shared = new Map<string, readonly PackedPrefixes[]>()
  return [...design.routers].flatMap(([router, { connections }]) => {
    const entry = sections.routers.values.get(router)
    if (entry === undefined) return []
    const known = summedUp(knownBy(router, sections), entry.aggregate)
    // Routers that know the same share one list, so that it is plain that they announce the same.
    const key = JSON.stringify(known.map((each) => each.key).sort())
    const prefixes = shared.get(key) ?? known.map((each) => each.prefixes)
    shared.set(key, prefixes)
    return connections.map((placed, connection) => {
      const end = entry.connect.find((each) => sameEnd(each, placed))
      const policy = end?.export ?? entry.export
      const rejects = policy.some(({ set }) => set === undefined)
      const told = rejects ? exported(known, policy, entry.asn) : prefixes
      return { router, connection, prefixes: end?.defaultOriginate ? [...told, defaultRoute] : told }
    })
  })
}

/** What the Internet hears: from the customer's routers that have a session with a provider, and from the providers themselves. */
export function internetAnnouncements(sections: Sections): readonly InternetAnnouncement[] {
  const { routers, sessions } = sections
  const isProvider = (name: string): boolean => routers.values.get(name)?.internet === true
  const providers = [...routers.values.keys()].filter(isProvider)
  return [
    ...providers.map((router) => ({
      router,
      prefixes: ownLists(router, 'local', sections).map(({ prefixes }) => prefixes),
    })),
    ...sessions.flatMap(({ value: { between, ends } }) => {
      const [router, ...others] = between.filter((name) => !isProvider(name))
      const entry = routers.values.get(router ?? '')
      if (router === undefined || entry === undefined || others.length > 0) return []
      const known = summedUp(knownBy(router, sections), entry.aggregate)
      return [{ router, prefixes: exported(known, ends.get(router)?.export ?? entry.export, entry.asn) }]
    }),
  ]
}

function knownBy(router: string, sections: Sections): readonly Known[] {
  const known = new Map<string, Known>()
  for (const each of [...ownLists(router, 'local', sections), ...heardInside(router, sections)]) {
    if (!known.has(each.key)) known.set(each.key, each)
  }
  return [...known.values()]
}

/** RFC 4271 §9.2.2.2: with the aggregates that there is something inside, and without what they hide. */
function summedUp(known: readonly Known[], configured: readonly AggregateConfiguration[]): readonly Known[] {
  const aggregates = configured.filter(({ prefix }) =>
    known.some(({ prefixes }) => without(prefixes, [prefix]).count < prefixes.count),
  )
  const hiding = aggregates.filter(({ summaryOnly }) => summaryOnly).map(({ prefix }) => prefix)
  const left = hiding.length === 0 ? '' : ` without ${hiding.map(formatPrefix).join(' ')}`
  return [
    ...known.map(({ key, from, prefixes }) => ({
      key: `${key}${left}`,
      from,
      prefixes: left === '' ? prefixes : without(prefixes, hiding),
    })),
    ...aggregates.map(({ prefix }) => ({
      key: `aggregate ${formatPrefix(prefix)}`,
      from: 'local',
      prefixes: packPrefixes(prefix.family, [prefix]),
    })),
  ]
}

/** The prefixes that lie inside none of these. */
function without(prefixes: PackedPrefixes, outer: readonly Prefix[]): PackedPrefixes {
  const { family, data } = prefixes
  const packer = new PrefixPacker(family)
  for (const offset of prefixOffsets(prefixes)) {
    const length = packedLength(family, data, offset)
    const isInside = outer.some((one) => length > one.length && coversPacked(one, family, data, offset))
    if (!isInside) packer.append(data, offset)
  }
  return packer.finish()
}

function ownLists(router: string, from: string, { routers, sites }: Sections): readonly Known[] {
  const named = (name: string, lists: readonly PackedPrefixes[]): readonly Known[] =>
    lists.map((prefixes) => ({ key: `${name} ${prefixes.family}`, from, prefixes }))
  return [
    ...[...sites.values]
      .filter(([, { behind }]) => behind.includes(router))
      .flatMap(([name, { prefixes }]) => named(`site ${name}`, prefixes)),
    ...named(`router ${router}`, routers.values.get(router)?.advertise ?? []),
  ]
}

/** No policy stands between two routers of one AS. */
function heardInside(router: string, sections: Sections): readonly Known[] {
  return customerLinks(sections).flatMap(({ between, families }) => {
    const [a, b] = between
    const neighbour = a === router ? b : b === router ? a : undefined
    if (neighbour === undefined || asnOf(neighbour, sections) !== asnOf(router, sections)) return []
    return ownLists(neighbour, neighbour, sections).filter(({ prefixes }) => carries(families, prefixes))
  })
}

function asnOf(router: string, { routers }: Sections): number | undefined {
  return routers.values.get(router)?.asn
}

function carries(families: readonly Family[], { family }: PackedPrefixes): boolean {
  return families.includes(family)
}

/** The prefixes that the policy lets through. */
function exported(known: readonly Known[], policy: Policy, asn: number): readonly PackedPrefixes[] {
  const interner = new AttributeInterner()
  const compiled = compilePolicy(policy, asn, interner)
  const attributes = interner.intern(routeOfTheAs)
  return known.map(({ from, prefixes: { family, data }, prefixes }) => {
    const packer = new PrefixPacker(family)
    for (const offset of prefixOffsets(prefixes)) {
      const result = compiled.apply(attributes, from, family, data, offset)
      if (result !== undefined) packer.append(data, offset)
    }
    return packer.finish()
  })
}

const routeOfTheAs: PathAttributes = {
  ...noOptionalAttributes,
  origin: 'IGP',
  asPath: [],
  nextHop: parseAddress('0.0.0.0'),
}
