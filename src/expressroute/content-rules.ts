import {
  everyRoute,
  exactly,
  orLonger,
  type Policy,
  type PolicyChange,
  type PolicyMatch,
  type PrefixRange,
  unchanged,
} from '../bgp/policy.ts'
import type { Prefix } from '../net/prefix.ts'
import { parsePrefix } from '../net/prefix-text.ts'
import type { Era, Peering, PeeringKind } from './design.ts'

/** What an MSEE does not take from a customer, under the id of the rule that says so. */
export interface ContentRule {
  readonly id: 'B3' | 'C1' | 'C2' | 'C3'
  /** The routes that the rule is about, as far as no rule before it has them. */
  readonly match: PolicyMatch
}

const defaultRoutes: readonly PrefixRange[] = ['0.0.0.0/0', '::/0'].map(parsePrefix).map(exactly)

/** RFC 1918; model assumption: unique local addresses (RFC 4193) are to IPv6 what these are to IPv4. */
export const privatePrefixes: readonly Prefix[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  'fc00::/7',
].map(parsePrefix)

/** RFC 5398's first range, anywhere in the path. RT23 names it; the second, of four octets, it does not. */
const documentationAsns = '_(6449[6-9]|6450[0-9]|6451[01])_'

/**
 * RT16, RT26: what may not come in over public or Microsoft peering. Nothing is written about what an MSEE does with it; model
 * assumption: the route is not taken, and the session stands. On private peering everything may come.
 */
function contentRules(kind: PeeringKind, era: Era): readonly ContentRule[] {
  const byPath: ContentRule = { id: 'B3', match: { ...everyRoute, asPath: documentationAsns } }
  return [
    { id: 'C1', match: { ...everyRoute, prefixes: defaultRoutes } },
    { id: 'C2', match: { ...everyRoute, prefixes: privatePrefixes.map(orLonger) } },
    ...(looksAtAsns(kind, era) ? [byPath] : []),
  ]
}

/** RT18, RT23, RT26: what is said of AS numbers in paths is said of Microsoft peering, and in no text of 2017. */
function looksAtAsns(kind: PeeringKind, era: Era): boolean {
  return kind === 'microsoft' && era === 'current'
}

/** RT26: prefixes that nobody listed are kept out by the ACLs of Microsoft's core routers. */
const unlisted: ContentRule = { id: 'C3', match: everyRoute }

/**
 * What an MSEE makes of the routes of a customer. RT26: private AS numbers are taken out on Microsoft peering, so that prepending with
 * one has no effect; communities are ignored, which is, as a model assumption, that they are taken off.
 */
export function customerImport({ publicSide }: Peering, kind: PeeringKind, era: Era): Policy {
  if (publicSide === undefined) return []
  const taken: PolicyChange = {
    ...unchanged,
    removeAllCommunities: true,
    removePrivateAsns: looksAtAsns(kind, era) ? true : undefined,
  }
  return [
    ...contentRules(kind, era).map(({ match }) => ({ match, set: undefined })),
    { match: { ...everyRoute, prefixes: publicSide.advertisedPublicPrefixes.map(orLonger) }, set: taken },
    { match: unlisted.match, set: undefined },
  ]
}

/** The rules, each as a policy that refuses what it is about; the last is what is left when nothing listed a prefix. */
export function refusals(
  { publicSide }: Peering,
  kind: PeeringKind,
  era: Era,
): readonly { readonly id: ContentRule['id']; readonly policy: Policy }[] {
  if (publicSide === undefined) return []
  const listed = publicSide.advertisedPublicPrefixes.map(orLonger)
  const others: Policy = [
    { match: { ...everyRoute, prefixes: listed }, set: unchanged },
    { match: unlisted.match, set: undefined },
  ]
  return [
    ...contentRules(kind, era).map(({ id, match }) => ({ id, policy: [{ match, set: undefined }] })),
    { id: unlisted.id, policy: others },
  ]
}
