import { rangeOf, reservedEverywhere } from '../../expressroute/asn.ts'
import { circuitBandwidths, formatBandwidth } from '../../expressroute/bandwidth.ts'
import type { Era } from '../../expressroute/design.ts'
import { hasFastPath } from '../../expressroute/fast-path.ts'
import { cloudsAt, peeringLocationNames } from '../../expressroute/locations.ts'
import { azureInternetName, microsoftNetworkName } from '../../expressroute/node-names.ts'
import { regionNames } from '../../expressroute/regions.ts'
import { serviceTags } from '../../expressroute/service-tags.ts'
import { connectivityModels, skuTiers } from '../../expressroute/sku.ts'
import { hubOf } from '../../expressroute/spokes.ts'
import type { FilePath } from '../place.ts'
import { keyProblem, type Problem, problem } from '../problem.ts'
import type { CircuitEntry } from '../schema/circuit.ts'
import type { ConnectionEntry } from '../schema/router.ts'
import { didYouMeanOrList } from '../suggestion.ts'
import { unknownName, unknownPeers } from './check-names.ts'
import { checkSessions } from './check-sessions.ts'
import { gatewaySkuProblems } from './gateway-skus.ts'
import type { KnownNames } from './known-names.ts'
import { declaredProblems, routeFilterProblems } from './route-filters.ts'
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
    ...[...sections.spokes.values].flatMap(([spoke, { hub }]) =>
      unknownName('virtual network', hub, sections.virtualNetworks.names, ['spokes', spoke, 'hub']),
    ),
    ...portPairProblems(sections),
    ...globalReachProblems(sections, era),
    ...serviceProblems(sections, era),
    ...flowProblems(sections),
  ]
}

const reservedNames: ReadonlyMap<string, string> = new Map([
  [microsoftNetworkName, "Microsoft's public network"],
  [azureInternetName, "Azure's own way to the Internet"],
])

/** Routers, sites, circuits, virtual networks and services share one space of names: paths and commands mix them. */
function duplicateNames(sections: Sections): readonly Problem[] {
  const groups = Object.entries(namedSections(sections))
  const places = groups.flatMap(([section, { names }]) => names.map((name) => ({ section, name })))
  return places.flatMap(({ section, name }, index) => {
    const taken = reservedNames.get(name)
    if (taken !== undefined) {
      const message = `"${name}" is the router that stands for ${taken}`
      return [keyProblem('duplicate-name', [section, name], message, 'choose another name')]
    }
    const first = places.slice(0, index).find((other) => other.name === name)
    if (first === undefined) return []
    const message = `"${name}" is also a name under ${first.section}`
    return [keyProblem('duplicate-name', [section, name], message, 'choose another name')]
  })
}

function namedSections({
  circuits,
  routers,
  sites,
  virtualNetworks,
  spokes,
  microsoftServices,
}: Sections): Readonly<Record<string, { readonly names: readonly string[] }>> {
  return { circuits, routers, sites, virtualNetworks, spokes, microsoftServices }
}

function circuitProblems(sections: Sections, name: string, era: Era): readonly Problem[] {
  const circuit = sections.circuits.values.get(name)
  if (circuit === undefined) return []
  const path = ['circuits', name]
  const routeFilter = circuit.peerings.get('microsoft')?.publicSide?.routeFilter
  const filterPath = [...path, 'peerings', 'microsoft', 'routeFilter']
  const bandwidths = circuitBandwidths(circuit.connectivity)
  return [
    ...unknownName('peering location', circuit.peeringLocation, peeringLocationNames(era), [
      ...path,
      'peeringLocation',
    ]),
    ...cloudProblems(circuit, era, [...path, 'cloud']),
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
    ...(era === '2017'
      ? notInEra('route filters, which came on 2017-08-01', routeFilter === undefined, era, filterPath)
      : routeFilterProblems(routeFilter ?? [], name, sections, filterPath)),
    ...[...circuit.peerings].flatMap(([kind, { bfd }]) =>
      notInEra('BFD, which came in August 2018', era !== '2017' || !bfd, era, [
        ...path,
        'peerings',
        kind,
        'bfd',
      ]),
    ),
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

/** What two circuits say of one port pair, whose name is a name among all others. */
function portPairProblems(sections: Sections): readonly Problem[] {
  const placed = [...sections.circuits.values].flatMap(([name, { portPair }]) =>
    portPair === undefined ? [] : [{ ...portPair, path: ['circuits', name, 'expressRoutePort'] }],
  )
  return placed.flatMap(({ name, encapsulation, stag, path }, index) => {
    const others = placed.slice(0, index).filter((other) => other.name === name)
    const isTaken = Object.values(namedSections(sections)).some(({ names }) => names.includes(name))
    return [
      ...(isTaken
        ? [
            problem(
              'duplicate-name',
              [...path, 'name'],
              `"${name}" is the name of something else`,
              'choose another',
            ),
          ]
        : []),
      ...(others.some((other) => other.encapsulation !== encapsulation)
        ? [problem('combination', [...path, 'encapsulation'], `${name} has another encapsulation above`)]
        : []),
      ...(stag !== undefined && others.some((other) => other.stag === stag)
        ? [problem('combination', [...path, 'stag'], `${name} has a circuit with S-tag ${stag} above`)]
        : []),
    ]
  })
}

function cloudProblems(
  { cloud, peeringLocation }: CircuitEntry,
  era: Era,
  path: FilePath,
): readonly Problem[] {
  const clouds = cloudsAt(peeringLocation, era)
  if (cloud === undefined || clouds.includes(cloud)) return []
  const message = `${peeringLocation} is no peering location of ${cloud}`
  return [problem('value', path, message, `known there: ${clouds.join(', ')}`)]
}

function notInEra(what: string, isKnown: boolean, era: Era, path: FilePath): readonly Problem[] {
  if (isKnown) return []
  return [problem('era', path, `the rules of ${era} do not know ${what}`, 'choose another, or era: current')]
}

function routerProblems(sections: Sections, name: string, known: KnownNames): readonly Problem[] {
  const { routers, circuits } = sections
  const router = routers.values.get(name)
  if (router === undefined) return []
  const path = ['routers', name]
  return [
    ...router.connect.flatMap((connection) => {
      const place = [...path, 'connect', connection.index]
      return [
        ...unknownName('circuit', connection.circuit, circuits.names, [...place, 'circuit']),
        ...peeringProblems(connection, circuits.values.get(connection.circuit), place),
        ...unknownPeers(connection.import ?? [], known.nodes, [...place, 'import']),
        ...unknownPeers(connection.export ?? [], known.nodes, [...place, 'export']),
      ]
    }),
    ...router.nat.flatMap(({ towards }, index) =>
      unknownNeighbours(name, towards, [...path, 'nat', index, 'towards'], sections, known),
    ),
    ...router.statics.flatMap(({ link }, index) => {
      const own = [...known.links].flatMap(([other, ends]) => (ends.includes(name) ? [other] : []))
      return known.isPartial
        ? []
        : unknownName(`link of ${name}`, link, own, [...path, 'static', index, 'via'])
    }),
    ...reservedAsn(router.asn, [...path, 'asn']),
    ...unknownPeers(router.import, known.nodes, [...path, 'import']),
    ...unknownPeers(router.export, known.nodes, [...path, 'export']),
  ]
}

/** Translation takes place on the way to a neighbour, so there has to be a link. */
function unknownNeighbours(
  router: string,
  towards: readonly string[],
  path: FilePath,
  { sites }: Sections,
  known: KnownNames,
): readonly Problem[] {
  if (known.isPartial) return []
  const behind = [...sites.values].flatMap(([site, entry]) => (entry.behind.includes(router) ? [site] : []))
  const linked = [...known.links.values()]
    .filter((ends) => ends.includes(router))
    .flatMap((ends) => ends.filter((end) => end !== router))
  const neighbours = [...new Set([...linked, ...behind])]
  return towards.flatMap((name, index) => {
    if (neighbours.includes(name)) return []
    const message = `${router} has no link to "${name}"`
    return [problem('unknown-name', [...path, index], message, didYouMeanOrList(name, neighbours))]
  })
}

/** Numbers that name no AS at all; what Azure keeps for itself is a matter of its own rule, B1. */
function reservedAsn(asn: number, path: FilePath): readonly Problem[] {
  const reserved = rangeOf(asn, reservedEverywhere)
  if (reserved === undefined) return []
  return [problem('asn-range', path, `AS ${asn} ${reserved.why}`, 'choose another, such as 65010')]
}

function peeringProblems(
  { circuit: name, peering: kind }: ConnectionEntry,
  circuit: CircuitEntry | undefined,
  path: FilePath,
): readonly Problem[] {
  if (circuit === undefined) return []
  const [other] = circuit.peerings.keys()
  if (circuit.peerings.has(kind) || other === undefined) return []
  const message = `${name} has no ${kind} peering`
  return [problem('unknown-name', path, message, `add peering: ${other}, which it has`)]
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
    ...gatewaySkuProblems(sku, era, [...path, 'gateway', 'sku']),
    ...notInEra(
      'summarizedGatewayPrefixes, which came in 2026',
      era !== '2017' || network.summarizedGatewayPrefixes.length === 0,
      era,
      [...path, 'summarizedGatewayPrefixes'],
    ),
    ...notInEra(
      'custom communities, which came in 2021',
      era !== '2017' || network.community === undefined,
      era,
      [...path, 'community'],
    ),
    ...network.connections.flatMap(({ fastPath }, index) => {
      const place = [...path, 'connections', index, 'fastPath']
      if (fastPath && era === '2017') return notInEra('FastPath', false, era, place)
      if (!fastPath || hasFastPath(sku, era)) return []
      const message = `FastPath takes a larger gateway than ${sku}`
      return [problem('combination', place, message, 'take UltraPerformance or ErGw3AZ')]
    }),
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

function globalReachProblems({ globalReach, circuits }: Sections, era: Era): readonly Problem[] {
  return globalReach.flatMap(({ path, value }, index) => {
    if (era === '2017') return notInEra('Global Reach', false, era, path)
    const [a, b] = value.circuits
    const before = globalReach.slice(0, index).map((other) => other.value.circuits)
    const isRepeated = before.some((other) => other.includes(a) && other.includes(b))
    const place = [...path, 'circuits']
    if (a === b) return [problem('ends', place, `Global Reach joins two circuits, not ${a} with itself`)]
    if (isRepeated) return [problem('duplicate-name', place, `${a} and ${b} are joined already`)]
    return value.circuits.flatMap((name, end) => {
      const peerings = circuits.values.get(name)?.peerings
      const peering = peerings?.get('private')
      if (peerings === undefined) return unknownName('circuit', name, circuits.names, [...place, end])
      if (peering !== undefined) {
        if (value.ipv6AddressPrefix === undefined || peering.ipv6 !== undefined) return []
        const message = `${name} has no IPv6 on its private peering, which Global Reach could join`
        const remedy = 'add ipv6: to the peering, or leave ipv6AddressPrefix out'
        return [problem('combination', [...path, 'ipv6AddressPrefix'], message, remedy)]
      }
      const message = `${name} has no private peering, which is what Global Reach joins`
      return [problem('unknown-name', [...place, end], message, 'add private: under its peerings')]
    })
  })
}

function serviceProblems({ microsoftServices }: Sections, era: Era): readonly Problem[] {
  if (microsoftServices.values.size === 0) return []
  const tags = serviceTags(era)
  const names = tags.map((tag) => tag.name)
  return [...microsoftServices.values].flatMap(([name, { tag, region, declared }]) => {
    const path = ['microsoftServices', name]
    if (declared === undefined) return unknownName('service of Microsoft', tag, names, path)
    return [
      ...(region === undefined ? [] : unknownName('region', region, regionNames(era), [...path, 'region'])),
      ...declaredProblems(declared.community, tags, [...path, 'community']),
    ]
  })
}

function flowProblems(sections: Sections): readonly Problem[] {
  const { flows, sites, virtualNetworks, spokes, microsoftServices } = sections
  const ends = [...sites.names, ...virtualNetworks.names, ...spokes.names, ...microsoftServices.names]
  return [...flows.values].flatMap(([name, { from, to }]) => [
    ...unknownName('site, virtual network or service', from, ends, ['flows', name, 'from']),
    ...unknownName('site, virtual network or service', to, ends, ['flows', name, 'to']),
    ...(from === to
      ? [problem('ends', ['flows', name, 'to'], `a flow joins two places, not ${from} with itself`)]
      : []),
    ...(from !== to && hubOf(spokes.values, from) === hubOf(spokes.values, to)
      ? [
          problem(
            'ends',
            ['flows', name, 'to'],
            `${from} and ${to} share one gateway: virtual network peering joins them, which is not modelled`,
          ),
        ]
      : []),
  ])
}
