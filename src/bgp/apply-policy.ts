import type { Family } from '../net/address.ts'
import { coversPacked, packedLength } from '../net/packed-cover.ts'
import { type AsPath, prependAsn, removePrivateAsns } from './as-path.ts'
import { type AsPathPattern, parseAsPathPattern } from './as-path-pattern.ts'
import type { AttributeInterner } from './attribute-interner.ts'
import { communitiesOf, sortCommunities } from './community.ts'
import type { AnyCommunity, InternedAttributes, PathAttributes } from './path-attributes.ts'
import type { Policy, PolicyChange, PolicyTerm, PrefixRange } from './policy.ts'

/** A term with what it needs at every route made ready. `key` names its change to the interner. */
interface CompiledTerm {
  readonly term: PolicyTerm
  readonly asPath: AsPathPattern | undefined
  readonly change: { readonly key: string; readonly apply: Change } | 'none' | 'reject'
}

/** The terms that the routes of one peer with one attribute set may meet. */
interface Candidates {
  readonly attributes: PathAttributes
  readonly interned: InternedAttributes
  readonly from: string
  readonly terms: readonly CompiledTerm[]
}

type Change = (attributes: PathAttributes) => PathAttributes

/** Makes a policy ready for routes in bulk; `localAsn` is what it prepends. */
export function compilePolicy(policy: Policy, localAsn: number, interner: AttributeInterner): CompiledPolicy {
  const terms = policy.map((term) => compileTerm(term, localAsn))
  return new CompiledPolicy(terms, interner)
}

/**
 * A policy for routes in bulk. What a term says about attributes and peer is asked once for each
 * attribute set; only prefix lists are looked at for each route.
 */
export class CompiledPolicy {
  /** Whether every route passes as it is. */
  readonly isNoOp: boolean
  /** Whether no route passes, whatever it is. */
  readonly rejectsAll: boolean
  readonly #terms: readonly CompiledTerm[]
  readonly #interner: AttributeInterner
  readonly #readsPeer: boolean
  readonly #candidates = new Map<string, Map<number, readonly CompiledTerm[]>>()
  /** Those that were asked for last, since routes come many with the same attributes. */
  #last: Candidates | undefined

  constructor(terms: readonly CompiledTerm[], interner: AttributeInterner) {
    this.#terms = terms
    this.#interner = interner
    this.#readsPeer = terms.some(({ term }) => term.match.from !== undefined)
    this.isNoOp = terms.every(({ change }) => change === 'none')
    this.rejectsAll = isCatchAll(terms[0]) && terms[0].change === 'reject'
  }

  /**
   * What becomes of a route's attributes, or `undefined` where the route is rejected; a policy that looks at them interns
   * them. `from` is the name of the peer it was learned from, or `local`; the prefix is packed data and the offset
   * where it starts.
   */
  apply<Attributes extends PathAttributes>(
    attributes: Attributes,
    from: string,
    family: Family,
    data: Uint32Array,
    offset: number,
  ): Attributes | InternedAttributes | undefined {
    if (this.isNoOp) return attributes
    const last = this.#last
    const isSame = last?.attributes === attributes && last.from === from
    const { interned, terms } = isSame ? last : this.#turnTo(attributes, from)
    for (const { term, change } of terms) {
      const { prefixes } = term.match
      if (prefixes !== undefined && !inSomeRange(prefixes, family, data, offset)) continue
      if (change === 'reject') return undefined
      if (change === 'none') return interned
      return this.#interner.derive(interned, change.key, () => change.apply(interned))
    }
    return interned
  }

  #turnTo(attributes: PathAttributes, from: string): Candidates {
    const interned = this.#interner.intern(attributes)
    const candidates = { attributes, interned, from, terms: this.#candidatesFor(interned, from) }
    this.#last = candidates
    return candidates
  }

  /** The terms that only the prefix can still rule out. */
  #candidatesFor(attributes: InternedAttributes, from: string): readonly CompiledTerm[] {
    const peer = this.#readsPeer ? from : ''
    let byId = this.#candidates.get(peer)
    if (byId === undefined) {
      byId = new Map()
      this.#candidates.set(peer, byId)
    }
    const known = byId.get(attributes.id)
    if (known !== undefined) return known
    const candidates = this.#terms.filter((term) => mayMatch(term, attributes, from))
    byId.set(attributes.id, candidates)
    return candidates
  }
}

/** Whether every route meets the term. */
function isCatchAll(term: CompiledTerm | undefined): term is CompiledTerm {
  return term !== undefined && Object.values(term.term.match).every((part) => part === undefined)
}

function compileTerm(term: PolicyTerm, localAsn: number): CompiledTerm {
  const { match, set } = term
  return {
    term,
    asPath: match.asPath === undefined ? undefined : parseAsPathPattern(match.asPath),
    change: set === undefined ? 'reject' : compileChange(set, localAsn),
  }
}

function compileChange(set: PolicyChange, localAsn: number): CompiledTerm['change'] {
  if (Object.values(set).every((part) => part === undefined)) return 'none'
  return {
    key: `policy ${localAsn} ${JSON.stringify(set)}`,
    apply: (attributes) => applyChange(attributes, set, localAsn),
  }
}

/** What is removed goes before anything is added, so that a term can replace it. */
export function applyChange(attributes: PathAttributes, set: PolicyChange, localAsn: number): PathAttributes {
  return {
    ...attributes,
    ...sortCommunities([...keptCommunities(attributes, set), ...(set.addCommunities ?? [])]),
    origin: set.origin ?? attributes.origin,
    localPref: set.localPref ?? attributes.localPref,
    multiExitDisc: set.multiExitDisc === 'none' ? undefined : (set.multiExitDisc ?? attributes.multiExitDisc),
    asPath: prependAsn(keptPath(attributes, set), localAsn, set.prepend ?? 0),
    nextHop: set.nextHop ?? attributes.nextHop,
  }
}

function keptCommunities(attributes: PathAttributes, set: PolicyChange): readonly AnyCommunity[] {
  if (set.removeAllCommunities) return []
  const removed = new Set(set.removeCommunities?.map(String))
  return communitiesOf(attributes).filter((community) => !removed.has(String(community)))
}

function keptPath({ asPath }: PathAttributes, set: PolicyChange): AsPath {
  return set.removePrivateAsns ? removePrivateAsns(asPath, undefined) : asPath
}

function mayMatch({ term, asPath }: CompiledTerm, attributes: InternedAttributes, from: string): boolean {
  const { match } = term
  if (match.from !== undefined && match.from !== from) return false
  if (asPath !== undefined && !asPath.matches(attributes.asPath)) return false
  return match.communities?.some((community) => carries(attributes, community)) ?? true
}

function carries(attributes: PathAttributes, community: AnyCommunity): boolean {
  if (typeof community === 'number') return attributes.communities.includes(community)
  return communitiesOf(attributes).some((other) => String(other) === String(community))
}

function inSomeRange(
  ranges: readonly PrefixRange[],
  family: Family,
  data: Uint32Array,
  offset: number,
): boolean {
  const length = packedLength(family, data, offset)
  for (const { prefix, minimumLength, maximumLength } of ranges) {
    if (length < minimumLength || length > maximumLength) continue
    if (coversPacked(prefix, family, data, offset)) return true
  }
  return false
}
