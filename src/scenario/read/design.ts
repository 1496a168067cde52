import type { Profile } from '../../bgp/profile.ts'
import { defaultProfile, profiles } from '../../bgp/profiles.ts'
import { privatePrefixes } from '../../expressroute/content-rules.ts'
import type {
  Circuit,
  CustomerRouter,
  Design,
  Era,
  GlobalReach,
  PublicTraffic,
  ServiceTag,
  VirtualNetwork,
} from '../../expressroute/design.ts'
import {
  circuitLatencyMicros,
  gatewayLatencyMicros,
  globalReachLatencyMicros,
} from '../../expressroute/latency.ts'
import { cloudsAt } from '../../expressroute/locations.ts'
import { areaOfRegion } from '../../expressroute/regions.ts'
import { unpackPrefixes } from '../../net/packed-prefixes.ts'
import { covers } from '../../net/prefix.ts'
import type { Timers } from '../scenario.ts'
import type { CircuitEntry } from '../schema/circuit.ts'
import type { VirtualNetworkEntry } from '../schema/network.ts'
import type { RouterEntry } from '../schema/router.ts'
import type { Inherited } from './inherited.ts'
import type { Sections } from './sections.ts'

/** The part of the file that the rules of ExpressRoute speak about. What refers to nothing is left out. */
export function designOf(sections: Sections, inherited: Inherited): Design {
  const { circuits, routers, virtualNetworks, spokes, registrations } = sections
  const isKnown = ({ circuit }: { readonly circuit: string }): boolean => circuits.values.has(circuit)
  return {
    era: inherited.era,
    circuits: mapValues(circuits.values, (entry) => circuitOf(entry, inherited)),
    routers: mapValues(routers.values, (entry) => routerOf(entry, inherited, isKnown)),
    virtualNetworks: mapValues(virtualNetworks.values, (entry) => virtualNetworkOf(entry, isKnown)),
    spokes: spokes.values,
    globalReach: globalReachOf(sections),
    registrations: registrations.map(({ value }) => value),
    publicTraffic: publicTraffic(sections),
    declaredTags: declaredTags(sections, inherited.era),
    assumptions: inherited.assumptions,
  }
}

/** Pairs of which a circuit is not there, or has no private peering, are left out. */
function globalReachOf({ globalReach, circuits }: Sections): readonly GlobalReach[] {
  return globalReach
    .map(({ value }) => ({ ...value, latencyMicros: value.latencyMicros ?? globalReachLatencyMicros }))
    .filter(({ circuits: [a, b] }) => a !== b)
    .filter((pair) => pair.circuits.every((name) => circuits.values.get(name)?.peerings.has('private')))
}

/** What the file says of communities that no table has. */
export function declaredTags(
  { microsoftServices }: Pick<Sections, 'microsoftServices'>,
  era: Era,
): readonly ServiceTag[] {
  return [...microsoftServices.values.values()].flatMap(({ tag: name, region, declared }) => {
    if (declared === undefined) return []
    const cloud = region === undefined ? 'public' : (areaOfRegion(region, era)?.cloud ?? 'public')
    return [{ name, region, cloud, isOffice365: false, ...declared }]
  })
}

function publicTraffic({ flows, sites, microsoftServices }: Sections): readonly PublicTraffic[] {
  return [...flows.values].flatMap(([flow, { from, to, family }]) => {
    const site = sites.values.get(from) ?? sites.values.get(to)
    if (site === undefined || ![from, to].some((end) => microsoftServices.values.has(end))) return []
    const own = site.prefixes.filter((prefixes) => prefixes.family === family)
    return [{ flow, customerPrefixes: own.flatMap(unpackPrefixes) }]
  })
}

export function mapValues<In, Out>(
  map: ReadonlyMap<string, In>,
  change: (value: In, name: string) => Out,
): ReadonlyMap<string, Out> {
  return new Map([...map].map(([name, value]) => [name, change(value, name)]))
}

/** Whose habits the router has. */
export function profileOf(entry: Pick<RouterEntry, 'profile'>, { defaults }: Inherited): Profile['name'] {
  return entry.profile ?? defaults.profile ?? defaultProfile
}

/** What the router says, or the file's defaults, or the profile; where nobody chose one, the timers that Microsoft uses. */
export function timersOf(entry: Pick<RouterEntry, 'timers' | 'profile'>, { defaults }: Inherited): Timers {
  const chosen = entry.profile ?? defaults.profile
  const usual = profiles[chosen ?? 'msee']
  return {
    holdTimeSeconds: entry.timers.holdTimeSeconds ?? defaults.timers.holdTimeSeconds ?? usual.holdTimeSeconds,
    keepaliveSeconds:
      entry.timers.keepaliveSeconds ?? defaults.timers.keepaliveSeconds ?? usual.keepaliveSeconds,
  }
}

function circuitOf(entry: CircuitEntry, { defaults, era }: Inherited): Circuit {
  return {
    ...entry,
    cloud: entry.cloud ?? cloudsAt(entry.peeringLocation, era)[0],
    latencyMicros: entry.latencyMicros ?? defaults.latencyMicros ?? circuitLatencyMicros,
  }
}

type IsKnown = (connection: { readonly circuit: string }) => boolean

function routerOf(entry: RouterEntry, inherited: Inherited, isKnown: IsKnown): CustomerRouter {
  const connections = entry.connect.filter(isKnown)
  return {
    asn: entry.asn,
    connections: connections.map(
      ({ index, circuit, path, peering, sharedKey, bfd, vlanId, swapsAddresses }) => ({
        ...{ index, circuit, path, peering, sharedKey, bfd, vlanId, swapsAddresses },
      }),
    ),
    isInternet: entry.internet,
    translates: entry.nat.filter(isPublic).flatMap(({ sources }) => sources),
    isFirewall: entry.firewall,
    ...timersOf(entry, inherited),
  }
}

function isPublic({ pool }: RouterEntry['nat'][number]): boolean {
  return !privatePrefixes.some((outer) => covers(outer, pool))
}

function virtualNetworkOf(entry: VirtualNetworkEntry, isKnown: IsKnown): VirtualNetwork {
  const { vpnGateway, ...network } = entry
  const connections = entry.connections
    .filter(isKnown)
    .map((one) => ({ ...one, latencyMicros: one.latencyMicros ?? gatewayLatencyMicros }))
  return { ...network, connections, hasVpnGateway: vpnGateway !== undefined }
}
