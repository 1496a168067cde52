import type { Design } from '../expressroute/design.ts'
import type { Expansion } from '../expressroute/expansion.ts'
import {
  azureInternetName,
  gatewayInstances,
  gatewayName,
  microsoftNetworkName,
  vpnGatewayName,
} from '../expressroute/node-names.ts'
import { packByFamily } from '../net/packed-prefixes.ts'
import type { Link } from '../sim/link.ts'
import type { NetworkPlan } from '../sim/plan.ts'
import type { Scenario } from './scenario.ts'

/** Model assumption: hosts reach their own routers within a tenth of a millisecond. */
const hostLatencyMicros = 100

/** The hosts of a scenario: those of sites, of virtual networks and their spokes, and of Microsoft's services. */
export function hostNetworks(scenario: Scenario, expansion: Expansion): readonly NetworkPlan[] {
  return [
    ...siteNetworks(scenario),
    ...virtualNetworks(scenario, expansion),
    ...spokeNetworks(scenario, expansion),
    ...microsoftNetworks(scenario, expansion),
  ]
}

/** Hosts of the services that flows name; where no circuit leads there, nothing stands behind them. */
function microsoftNetworks(
  { microsoftServices }: Scenario,
  { microsoftNetwork }: Expansion,
): readonly NetworkPlan[] {
  const behind = microsoftNetwork === undefined ? [] : [microsoftNetworkName]
  return [...microsoftServices].map(([name, { tag }]) => ({
    name,
    prefixes: packByFamily(tag.prefixes),
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
function virtualNetworks({ design }: Scenario, expansion: Expansion): readonly NetworkPlan[] {
  return [...design.virtualNetworks].map(([name, { addressSpace }]) => ({
    ...behindGateways(name, name, design, expansion),
    prefixes: packByFamily(addressSpace),
  }))
}

/** The hub's gateway announces them beside its own (FAQ26), and their hosts follow it. */
function spokeNetworks({ design }: Scenario, expansion: Expansion): readonly NetworkPlan[] {
  return [...design.spokes].map(([name, { hub, addressSpace }]) => ({
    ...behindGateways(name, hub, design, expansion),
    prefixes: addressSpace,
  }))
}

/** VPN23, CO18: for the same prefix ExpressRoute is preferred to a VPN; and either to Azure's own default route (RT26). */
function behindGateways(
  name: string,
  hub: string,
  { virtualNetworks: networks }: Design,
  { azureInternet }: Expansion,
): Omit<NetworkPlan, 'prefixes'> {
  const standby = [
    ...(networks.get(hub)?.hasVpnGateway ? [vpnGatewayName(hub)] : []),
    ...(azureInternet === undefined ? [] : [azureInternetName]),
  ]
  const routers = [...gatewayInstances.map((instance) => gatewayName(hub, instance)), ...standby]
  return {
    name,
    behind: routers.map((router) => ({ router, link: hostLinkName(name, router) })),
    standby,
    convergenceMicros: 0,
  }
}

function hostLinkName(network: string, router: string): string {
  return `${network}-${router}`
}

export function hostLinks({ name, behind }: NetworkPlan): readonly Link[] {
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
