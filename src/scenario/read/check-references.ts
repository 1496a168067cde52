import { forbiddenAsns, rangeOf } from '../../expressroute/asn.ts'
import { circuitBandwidths, formatBandwidth } from '../../expressroute/bandwidth.ts'
import type { Era } from '../../expressroute/design.ts'
import { findGatewaySku, gatewaySkuNames } from '../../expressroute/gateway-sku.ts'
import { peeringLocationNames } from '../../expressroute/locations.ts'
import { regionNames } from '../../expressroute/regions.ts'
import { connectivityModels, skuTiers } from '../../expressroute/sku.ts'
import type { FilePath } from '../place.ts'
import { keyProblem, type Problem, problem } from '../problem.ts'
import type { CircuitEntry } from '../schema/circuit.ts'
import { unknownName, unknownPeers } from './check-names.ts'
import { checkSessions } from './check-sessions.ts'
import type { KnownNames } from './known-names.ts'
import type { Sections } from './sections.ts'

/** Everything that circuits, routers, sessions, sites, virtual networks and flows refer to. */
export function checkReferences(sections: Sections, era: Era, known: KnownNames): readonly Problem[] {
  return [
    ...duplicateNames(sections),
    ...[...sections.circuits.values.keys()].flatMap((name) => circuitProblems(sections, name, era)),
    ...[...sections.routers.values.keys()].flatMap((name) => routerProblems(sections, name, known)),
    ...checkSessions(sections, known.nodes),
    ...[...sections.sites.values].flatMap(([site, { behind }]) =>
      behind.flatMap((router, index) =>
        unknownName('router', router, sections.routers.names, ['sites', site, 'behind', index]),
      ),
    ),
    ...[...sections.virtualNetworks.values.keys()].flatMap((name) =>
      virtualNetworkProblems(sections, name, era),
    ),
    ...flowProblems(sections),
  ]
}

/** Routers, sites, circuits and virtual networks share one space of names: paths and commands mix them. */
function duplicateNames({ circuits, routers, sites, virtualNetworks }: Sections): readonly Problem[] {
  const groups = Object.entries({ circuits, routers, sites, virtualNetworks })
  const places = groups.flatMap(([section, { names }]) => names.map((name) => ({ section, name })))
  return places.flatMap(({ section, name }, index) => {
    const first = places.slice(0, index).find((other) => other.name === name)
    if (first === undefined) return []
    const message = `"${name}" is also a name under ${first.section}`
    return [keyProblem('duplicate-name', [section, name], message, 'choose another name')]
  })
}

function circuitProblems({ circuits }: Sections, name: string, era: Era): readonly Problem[] {
  const circuit = circuits.values.get(name)
  if (circuit === undefined) return []
  const path = ['circuits', name]
  const bandwidths = circuitBandwidths(circuit.connectivity)
  return [
    ...unknownName('peering location', circuit.peeringLocation, peeringLocationNames(era), [
      ...path,
      'peeringLocation',
    ]),
    ...notInEra(
      `connectivity ${circuit.connectivity}`,
      connectivityModels[era].includes(circuit.connectivity),
      era,
      [...path, 'connectivity'],
    ),
    ...notInEra(`the tier ${circuit.sku.tier}`, skuTiers[era].includes(circuit.sku.tier), era, [
      ...path,
      'sku',
      'tier',
    ]),
    ...(bandwidths.includes(circuit.bandwidthMbps)
      ? []
      : [
          problem(
            'bandwidth',
            [...path, 'bandwidth'],
            `a circuit with connectivity ${circuit.connectivity} is not sold with ${formatBandwidth(circuit.bandwidthMbps)}`,
            `choose ${bandwidths.map(formatBandwidth).join(', ')}`,
          ),
        ]),
  ]
}

function notInEra(what: string, isKnown: boolean, era: Era, path: FilePath): readonly Problem[] {
  if (isKnown) return []
  return [problem('era', path, `the rules of ${era} do not know ${what}`, 'choose another, or era: current')]
}

function routerProblems(
  { routers, circuits }: Sections,
  name: string,
  known: KnownNames,
): readonly Problem[] {
  const router = routers.values.get(name)
  if (router === undefined) return []
  const path = ['routers', name]
  return [
    ...router.connect.flatMap((connection, index) => {
      const place = [...path, 'connect', index]
      return [
        ...unknownName('circuit', connection.circuit, circuits.names, [...place, 'circuit']),
        ...peerAsnProblems(
          name,
          router.asn,
          circuits.values.get(connection.circuit),
          place,
          connection.circuit,
        ),
        ...unknownPeers(connection.import ?? [], known.nodes, [...place, 'import']),
        ...unknownPeers(connection.export ?? [], known.nodes, [...place, 'export']),
      ]
    }),
    ...reservedAsn(router.asn, [...path, 'asn']),
    ...unknownPeers(router.import, known.nodes, [...path, 'import']),
    ...unknownPeers(router.export, known.nodes, [...path, 'export']),
  ]
}

/** Numbers that name no AS at all; what Azure keeps for itself is a matter of its own rule, B1. */
function reservedAsn(asn: number, path: FilePath): readonly Problem[] {
  const reserved = rangeOf(
    asn,
    forbiddenAsns.filter(({ first, last }) => first === last),
  )
  if (reserved === undefined) return []
  return [problem('asn-range', path, `AS ${asn} ${reserved.why}`, 'choose another, such as 65010')]
}

/** Carried out in the run: the MSEE refuses the OPEN. */
function peerAsnProblems(
  router: string,
  asn: number,
  circuit: CircuitEntry | undefined,
  path: FilePath,
  circuitName: string,
): readonly Problem[] {
  const expected = circuit?.privatePeering?.peerAsn
  if (expected === undefined || expected === asn) return []
  const message = `${router} is AS ${asn}, and ${circuitName} expects peerAsn ${expected}: the session cannot come up`
  return [{ ...problem('asn-mismatch', path, message, 'give both the same number'), level: 'warning' }]
}

function virtualNetworkProblems(
  { virtualNetworks, circuits }: Sections,
  name: string,
  era: Era,
): readonly Problem[] {
  const network = virtualNetworks.values.get(name)
  if (network === undefined) return []
  const path = ['virtualNetworks', name]
  const linked = network.connections.map(({ circuit }) => circuit)
  const sku = network.gatewaySku
  return [
    ...unknownName('region', network.region, regionNames(era), [...path, 'region']),
    ...(findGatewaySku(sku, era) === undefined
      ? unknownName('gateway SKU', sku, gatewaySkuNames(era), [...path, 'gateway', 'sku'])
      : []),
    ...linked.flatMap((circuit, index) => {
      const place = [...path, 'connections', index, 'circuit']
      if (linked.indexOf(circuit) === index) return unknownName('circuit', circuit, circuits.names, place)
      return [
        problem(
          'duplicate-name',
          place,
          `${name} is linked to ${circuit} already`,
          'one connection per circuit',
        ),
      ]
    }),
  ]
}

function flowProblems({ flows, sites, virtualNetworks }: Sections): readonly Problem[] {
  const ends = [...sites.names, ...virtualNetworks.names]
  return [...flows.values].flatMap(([name, { from, to }]) => [
    ...unknownName('site or virtual network', from, ends, ['flows', name, 'from']),
    ...unknownName('site or virtual network', to, ends, ['flows', name, 'to']),
    ...(from === to
      ? [problem('ends', ['flows', name, 'to'], `a flow joins two places, not ${from} with itself`)]
      : []),
  ])
}
