import { type Family, families } from '../net/address.ts'
import { familyNames } from '../net/address-text.ts'
import { type PackedPrefixes, unpackPrefixes } from '../net/packed-prefixes.ts'
import { formatPrefix } from '../net/prefix-text.ts'
import { circuitLinks, usedLinks } from './circuit-links.ts'
import type { Design } from './design.ts'
import { circuitsPerVirtualNetwork, findGatewaySku } from './gateway-sku.ts'
import { connectionPrefixes, customerPrefixes } from './limits.ts'
import { peeringText } from './rules/peerings.ts'
import type { Announcement } from './rules/rule.ts'
import { announcedSpaces } from './spokes.ts'

/** How much of one of Azure's limits is used; more than the limit where Azure is about to say so. */
export interface Usage {
  /** Whose limit it is: `er-amsterdam`, `vnet-weu`, the name of a session. */
  readonly subject: string
  /** What is counted: `links to virtual networks`. */
  readonly counted: string
  readonly used: number
  readonly limit: number
  /** The rule that it is about, where it has one. */
  readonly rule: string | undefined
}

/** Of what is bought and linked: D2, D3 and C8. */
export function designUsage(design: Design): readonly Usage[] {
  return [
    ...[...design.circuits].flatMap(([subject, circuit]) => {
      const limit = circuitLinks(circuit)
      const { networks, joined } = usedLinks(design, subject)
      const counted = joined === 0 ? 'links to virtual networks' : 'links to virtual networks and circuits'
      return limit === undefined ? [] : [{ subject, counted, used: networks + joined, limit, rule: 'D2' }]
    }),
    ...[...design.virtualNetworks.keys()].flatMap((name) => networkUsage(design, name)),
  ]
}

function networkUsage(design: Design, subject: string): readonly Usage[] {
  const network = design.virtualNetworks.get(subject)
  const sku = network === undefined ? undefined : findGatewaySku(network.gatewaySku, design.era)
  const circuits = sku === undefined ? undefined : circuitsPerVirtualNetwork(sku, design.era)
  const spaces = announcedSpaces(design, subject)
  const used = network?.connections.length ?? 0
  return [
    ...(circuits === undefined ? [] : [{ subject, counted: 'circuits', used, limit: circuits, rule: 'D3' }]),
    ...families.flatMap((family) => {
      const own = spaces.filter((prefix) => prefix.family === family).length
      const limit = connectionPrefixes[design.era][family]
      const counted = `${familyNames[family]} address spaces`
      return own === 0 ? [] : [{ subject, counted, used: own, limit, rule: 'C8' }]
    }),
  ]
}

/** Of what the customer's routers are about to announce: C7. */
export function announcedUsage(design: Design, announced: readonly Announcement[]): readonly Usage[] {
  return announced.flatMap(({ router, connection, prefixes }) => {
    const end = design.routers.get(router)?.connections[connection]
    const tier = design.circuits.get(end?.circuit ?? '')?.sku.tier
    if (end === undefined || tier === undefined) return []
    const limits = customerPrefixes(end.peering, tier, design.assumptions)
    const subject = `${router} on ${peeringText({ circuit: end.circuit, kind: end.peering })}, ${end.path} link`
    return families.flatMap((family) => {
      const used = countOf(prefixes, family, limits[family])
      const counted = `${familyNames[family]} prefixes`
      return used === 0 ? [] : [{ subject, counted, used, limit: limits[family], rule: 'C7' }]
    })
  })
}

/** FAQ26: of what gateways are about to learn, from customers and from other networks of their circuits. No rule is about it. */
export function learnedUsage(design: Design, announced: readonly Announcement[]): readonly Usage[] {
  return [...design.virtualNetworks].flatMap(([subject, { gatewaySku, connections }]) => {
    const limit = findGatewaySku(gatewaySku, design.era)?.learnedRoutes
    const isLinked = (circuit: string | undefined): boolean =>
      connections.some((connection) => connection.circuit === circuit)
    const lists = announced.flatMap(({ router, connection, prefixes }) => {
      const end = design.routers.get(router)?.connections[connection]
      return end?.peering === 'private' && isLinked(end.circuit) ? prefixes : []
    })
    const others = [...design.virtualNetworks].flatMap(([name, network]) => {
      const isBeside = name !== subject && network.connections.some(({ circuit }) => isLinked(circuit))
      return isBeside ? announcedSpaces(design, name).map(formatPrefix) : []
    })
    const used = new Set([...prefixTexts([...new Set(lists)]), ...others]).size
    return limit === undefined || used === 0
      ? []
      : [{ subject, counted: 'learned routes', used, limit, rule: undefined }]
  })
}

/** Different prefixes of the family. Lists are without duplicates each; those that cannot reach past the limit are not compared. */
export function countOf(prefixes: readonly PackedPrefixes[], family: Family, limit: number): number {
  const lists = prefixes.filter((list) => list.family === family)
  const written = lists.reduce((sum, { count }) => sum + count, 0)
  return lists.length === 1 || written <= limit ? written : prefixTexts(lists).size
}

export function prefixTexts(lists: readonly PackedPrefixes[]): ReadonlySet<string> {
  return new Set(lists.flatMap(unpackPrefixes).map(formatPrefix))
}
