import type { Profile } from '../bgp/profile.ts'
import { profiles } from '../bgp/profiles.ts'
import type { Design } from '../expressroute/design.ts'
import { expandDesign } from '../expressroute/expand-design.ts'
import type { Expansion } from '../expressroute/expansion.ts'
import { stoppedEnds } from '../expressroute/life-cycle/standing.ts'
import {
  gatewayInstances,
  gatewayName,
  microsoftNetworkName,
  vpnGatewayName,
} from '../expressroute/node-names.ts'
import { families } from '../net/address.ts'
import { packPrefixes } from '../net/packed-prefixes.ts'
import { type Prefix, samePrefix } from '../net/prefix.ts'
import type { Link } from '../sim/link.ts'
import type { NetworkPlan, RouterPlan as SimRouterPlan, SimulationPlan } from '../sim/plan.ts'
import { circuitBfd, customerLink, customerRouter, sharedKeysOf } from './customer-router.ts'
import { estateAtStart, tiersToCome } from './life-cycle-run.ts'
import type { Scenario } from './scenario.ts'

/** Model assumption: hosts reach their own routers within a tenth of a millisecond. */
const hostLatencyMicros = 100

/** What a scenario becomes: the routers, cables and hosts that are simulated, and what was inferred on the way. */
export interface Topology {
  readonly design: Design
  readonly expansion: Expansion
  readonly plan: SimulationPlan
}

export function buildTopology(scenario: Scenario): Topology {
  const expansion = expandDesign(scenario.design, {
    profile: mseeProfile(scenario.design),
    tiersToCome: tiersToCome(scenario),
  })
  const stopped = stoppedEnds(estateAtStart(scenario), expansion.sessions)
  const shutAt = (router: string): readonly string[] =>
    stopped.filter(({ node }) => node === router).map(({ session }) => session)
  const customerLinks = scenario.sessions.map(customerLink)
  const networks = [
    ...siteNetworks(scenario),
    ...virtualNetworks(scenario),
    ...spokeNetworks(scenario),
    ...microsoftNetworks(scenario, expansion),
  ]
  return {
    design: scenario.design,
    expansion,
    plan: {
      seed: scenario.seed,
      wire: scenario.wire,
      routers: [
        ...expansion.customerEdges.map((edge) => customerRouter(scenario, expansion, edge, customerLinks)),
        ...expansion.msees.map(({ speaker }) => ({
          speaker,
          sharedKeys: sharedKeysOf(speaker.name, expansion),
          bfd: circuitBfd(speaker.name, expansion),
          announces: [],
          shut: shutAt(speaker.name),
        })),
        ...expansion.gateways.map(({ speaker }) => ({
          ...plainRouter,
          speaker,
          shut: shutAt(speaker.name),
        })),
        ...microsoftRouter(scenario, expansion, shutAt(microsoftNetworkName)),
      ],
      networks,
      links: [...expansion.links, ...customerLinks, ...networks.flatMap(hostLinks)],
      flows: [...scenario.flows].map(([name, flow]) => ({ name, ...flow })),
      middleboxes: new Map(
        [...scenario.routers].flatMap(([name, { middlebox }]) =>
          middlebox === undefined ? [] : [[name, middlebox]],
        ),
      ),
    },
  }
}

/** The profile has what is measured; the file has the last word where documents are silent. */
function mseeProfile({ assumptions }: Design): Profile {
  return assumptions.med === 'ignored' ? { ...profiles.msee, comparesMed: 'never' } : profiles.msee
}

const plainRouter = {
  sharedKeys: new Map<string, string>(),
  bfd: new Map(),
  announces: [],
  shut: [],
} as const

/** Microsoft's public network announces by itself what no host of the scenario stands for. */
function microsoftRouter(
  { microsoftServices }: Scenario,
  { microsoftNetwork }: Expansion,
  shut: readonly string[],
): readonly SimRouterPlan[] {
  if (microsoftNetwork === undefined) return []
  const named = [...microsoftServices.values()].flatMap(({ tag }) => tag.prefixes)
  const others = microsoftNetwork.announces.filter((prefix) => !named.some((one) => samePrefix(one, prefix)))
  return [{ ...plainRouter, speaker: microsoftNetwork.speaker, announces: byFamily(others), shut }]
}

/** Hosts of the services that flows name; where no circuit leads there, nothing stands behind them. */
function microsoftNetworks(
  { microsoftServices }: Scenario,
  { microsoftNetwork }: Expansion,
): readonly NetworkPlan[] {
  const behind = microsoftNetwork === undefined ? [] : [microsoftNetworkName]
  return [...microsoftServices].map(([name, { tag }]) => ({
    name,
    prefixes: byFamily(tag.prefixes),
    behind: behind.map((router) => ({ router, link: hostLinkName(name, router) })),
    standby: [],
    convergenceMicros: 0,
  }))
}

function siteNetworks({ sites }: Scenario): readonly NetworkPlan[] {
  return [...sites].map(([name, { prefixes, behind, convergenceMicros }]) => ({
    name,
    prefixes,
    behind: behind.map((router) => ({ router, link: hostLinkName(name, router) })),
    standby: [],
    convergenceMicros,
  }))
}

/** A virtual network's hosts follow its gateway's instances at once (model assumption). */
function virtualNetworks({ design }: Scenario): readonly NetworkPlan[] {
  return [...design.virtualNetworks].map(([name, { addressSpace }]) =>
    behindGateways(design, name, name, byFamily(addressSpace)),
  )
}

/** The hub's gateway announces them beside its own (FAQ26), and their hosts follow it. */
function spokeNetworks({ design }: Scenario): readonly NetworkPlan[] {
  return [...design.spokes].map(([name, { hub, addressSpace }]) =>
    behindGateways(design, name, hub, addressSpace),
  )
}

/** VPN23, CO18: for the same prefix ExpressRoute is preferred to a VPN. */
function behindGateways(
  { virtualNetworks: networks }: Design,
  name: string,
  hub: string,
  prefixes: NetworkPlan['prefixes'],
): NetworkPlan {
  const standby = networks.get(hub)?.hasVpnGateway ? [vpnGatewayName(hub)] : []
  const routers = [...gatewayInstances.map((instance) => gatewayName(hub, instance)), ...standby]
  return {
    name,
    prefixes,
    behind: routers.map((router) => ({ router, link: hostLinkName(name, router) })),
    standby,
    convergenceMicros: 0,
  }
}

function byFamily(prefixes: readonly Prefix[]): NetworkPlan['prefixes'] {
  return families.flatMap((family) => {
    const own = prefixes.filter((prefix) => prefix.family === family)
    return own.length === 0 ? [] : [packPrefixes(family, own)]
  })
}

function hostLinkName(network: string, router: string): string {
  return `${network}-${router}`
}

function hostLinks({ name, behind }: NetworkPlan): readonly Link[] {
  return behind.map(({ router, link }) => ({
    name: link,
    ends: [
      { node: name, addresses: [] },
      { node: router, addresses: [] },
    ],
    delayMicros: hostLatencyMicros,
    carrier: 'direct',
  }))
}
