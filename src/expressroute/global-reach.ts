import { everyRoute, type Policy, unchanged } from '../bgp/policy.ts'
import { halves, linkAddresses } from './addressing.ts'
import type { Circuit, Design, GlobalReach, Path } from './design.ts'
import type { ExpandedPort, ExpandedSession, ExpansionOptions, GlobalReachLink } from './expansion.ts'
import { areasOf } from './locations.ts'
import { mseeName, paths } from './node-names.ts'

/** FAQ26: why Azure does not join the two circuits, and what to do about it; `undefined` where it does. */
export function globalReachRefusal(
  { circuits, era }: Design,
  { circuits: [a, b] }: GlobalReach,
): { readonly message: string; readonly fix: string } | undefined {
  const [one, other] = [circuits.get(a), circuits.get(b)]
  if (one === undefined || other === undefined) return undefined
  const local = [one, other].find(({ sku }) => sku.tier === 'Local')
  if (local !== undefined)
    return {
      message: `${local === one ? a : b} is a Local circuit, which has no Global Reach`,
      fix: 'buy Standard or Premium',
    }
  if (one.peeringLocation === other.peeringLocation) {
    const message = `${a} and ${b} are both at ${one.peeringLocation}, and Global Reach joins different peering locations`
    return { message, fix: 'take a circuit of another peering location' }
  }
  if (shareAnArea(one, other, era) || [one, other].every(({ sku }) => sku.tier === 'Premium'))
    return undefined
  const message = `${a} and ${b} are in different geopolitical areas, and are not both Premium`
  return { message, fix: 'buy Premium for both' }
}

/** Where the documents do not say in which area a location is, nothing is refused. */
function shareAnArea(one: Circuit, other: Circuit, era: Design['era']): boolean {
  const [near, far] = [areasOf(one, era), areasOf(other, era)]
  return near.length === 0 || far.length === 0 || near.some((area) => far.includes(area))
}

/**
 * Both MSEEs of one circuit with those of the other, each with its like, where some SKU that they have or come to have allows it. GR19: what joins two circuits joins no third, which is what
 * becomes of routes over iBGP. Model assumption: the lower half of the /29 is for the primary MSEEs, and of each half the first address for
 * the circuit that is named first.
 */
export function globalReachLinks(
  design: Design,
  tiersToCome: ExpansionOptions['tiersToCome'],
): readonly GlobalReachLink[] {
  return design.globalReach
    .filter((joined) => isEverJoined(design, joined, tiersToCome))
    .flatMap(({ circuits, latencyMicros, ...prefixes }) =>
      paths.map((path): GlobalReachLink => {
        const [near, far] = [mseeName(circuits[0], path, 'private'), mseeName(circuits[1], path, 'private')]
        return {
          kind: 'global-reach',
          circuits,
          path,
          name: `${near}-${far}`,
          ends: [
            { node: near, addresses: addressesOf(prefixes, path, 'customer') },
            { node: far, addresses: addressesOf(prefixes, path, 'microsoft') },
          ],
          delayMicros: latencyMicros,
          carrier: 'direct',
          vlanId: undefined,
          customerVlanId: undefined,
          mismatch: undefined,
        }
      }),
    )
}

function isEverJoined(
  { circuits, ...design }: Design,
  joined: GlobalReach,
  tiersToCome: ExpansionOptions['tiersToCome'],
): boolean {
  const forms = (name: string): readonly Circuit[] => {
    const own = circuits.get(name)
    if (own === undefined) return []
    return [own.sku.tier, ...(tiersToCome.get(name) ?? [])].map((tier) => ({
      ...own,
      sku: { ...own.sku, tier },
    }))
  }
  const [a, b] = joined.circuits
  return forms(a).some((one) =>
    forms(b).some((other) => {
      const both = new Map([
        [a, one],
        [b, other],
      ])
      return globalReachRefusal({ ...design, circuits: both }, joined) === undefined
    }),
  )
}

function addressesOf(
  { addressPrefix, ipv6AddressPrefix }: Pick<GlobalReach, 'addressPrefix' | 'ipv6AddressPrefix'>,
  path: Path,
  end: 'customer' | 'microsoft',
): ExpandedPort['addresses'] {
  return [addressPrefix, ipv6AddressPrefix].flatMap((prefix) => {
    if (prefix === undefined) return []
    const { length, ...address } = prefix
    const addresses = linkAddresses(halves({ address, length })[path])
    return [{ address: addresses[end], length: addresses.length }]
  })
}

/** Model assumption: customers hear of each other, and not of each other's virtual networks, which hear of neither's far customer. */
export function customersOnly(node: string, sessions: readonly ExpandedSession[]): Policy {
  const customers = sessions.flatMap(({ link, ends: [near, far] }) =>
    link.kind === 'circuit' && far.node === node ? [near.node] : [],
  )
  return [
    ...[...new Set(customers)].map((from) => ({ match: { ...everyRoute, from }, set: unchanged })),
    { match: everyRoute, set: undefined },
  ]
}

/** What a gateway is told: nothing that came from another circuit. */
export function notOverGlobalReach(node: string, sessions: readonly ExpandedSession[]): Policy {
  return sessions.flatMap(({ link, ends }) =>
    link.kind === 'global-reach'
      ? ends
          .filter((end) => end.node !== node)
          .map((end) => ({ match: { ...everyRoute, from: end.node }, set: undefined }))
      : [],
  )
}
