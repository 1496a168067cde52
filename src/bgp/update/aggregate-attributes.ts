import { type AsPath, type AsPathSegment, maximumSegmentAsns } from '../as-path.ts'
import { noOptionalAttributes, type Origin, type PathAttributes } from '../path-attributes.ts'

/** Who aggregates: what AGGREGATOR says (RFC 4271 §5.1.7), and the next hop of the aggregate. */
export interface Aggregator {
  readonly asn: number
  readonly bgpIdentifier: number
  readonly nextHop: PathAttributes['nextHop']
}

/**
 * RFC 4271 §9.2.2.2: the attributes of the aggregate of routes with these sets. With an AS_SET the path tells of
 * every AS behind it and the communities are those of all (RFC 1997); without, the path begins here, and
 * ATOMIC_AGGREGATE says that it may hide something (§5.1.6).
 */
export function aggregateAttributes(
  sets: readonly PathAttributes[],
  asSet: boolean,
  { asn, bgpIdentifier, nextHop }: Aggregator,
): PathAttributes {
  return {
    ...noOptionalAttributes,
    origin: worstOrigin(sets),
    asPath: asSet ? aggregatePath(sets.map(({ asPath }) => asPath)) : [],
    nextHop,
    atomicAggregate: !asSet || sets.some(({ atomicAggregate }) => atomicAggregate),
    aggregator: { asn, address: { family: 'ipv4', words: [bgpIdentifier] } },
    ...(asSet ? allCommunities(sets) : {}),
  }
}

function allCommunities(
  sets: readonly PathAttributes[],
): Pick<PathAttributes, 'communities' | 'extendedCommunities' | 'largeCommunities'> {
  return {
    communities: sets.flatMap(({ communities }) => communities),
    extendedCommunities: sets.flatMap(({ extendedCommunities }) => extendedCommunities),
    largeCommunities: sets.flatMap(({ largeCommunities }) => largeCommunities),
  }
}

function worstOrigin(sets: readonly PathAttributes[]): Origin {
  const origins = new Set(sets.map(({ origin }) => origin))
  if (origins.has('INCOMPLETE')) return 'INCOMPLETE'
  return origins.has('EGP') ? 'EGP' : 'IGP'
}

/** An AS of a path with the kind of its segment: the tuple of RFC 4271 §9.2.2.2. */
interface Tuple {
  readonly kind: AsPathSegment['kind']
  readonly asn: number
}

/**
 * The algorithm that RFC 4271 §9.2.2.2 asks for at the least: what all paths begin with stays a sequence, and every
 * other AS is in one set behind it.
 */
function aggregatePath(paths: readonly AsPath[]): AsPath {
  const tuples = paths.map(tuplesOf)
  const [first = []] = tuples
  const differs = first.findIndex((tuple, index) => tuples.some((other) => !sameTuple(other[index], tuple)))
  const common = differs < 0 ? first.length : differs
  const leading = first.slice(0, common)
  const known = new Set(leading.map(({ asn }) => asn))
  const rest = new Set(tuples.flatMap((path) => path.slice(common).map(({ asn }) => asn)))
  const set = [...rest].filter((asn) => !known.has(asn)).sort((a, b) => a - b)
  return merged([...leading, ...set.map((asn): Tuple => ({ kind: 'AS_SET', asn }))])
}

function tuplesOf(path: AsPath): readonly Tuple[] {
  return path.flatMap(({ kind, asns }) => asns.map((asn) => ({ kind, asn })))
}

function sameTuple(a: Tuple | undefined, b: Tuple): boolean {
  return a?.kind === b.kind && a.asn === b.asn
}

/** Neighbours of one kind are one segment, of 255 at the most. */
function merged(tuples: readonly Tuple[]): AsPath {
  const segments: { kind: Tuple['kind']; asns: number[] }[] = []
  for (const { kind, asn } of tuples) {
    const last = segments.at(-1)
    if (last?.kind === kind && last.asns.length < maximumSegmentAsns) last.asns.push(asn)
    else segments.push({ kind, asns: [asn] })
  }
  return segments
}
