import { profiles } from '../../bgp/profiles.ts'
import { vpnGatewayName } from '../../expressroute/node-names.ts'
import { mseeHoldTimeSeconds, mseeKeepaliveSeconds } from '../../expressroute/timers.ts'
import {
  vpnGatewayAsn,
  vpnGatewayExport,
  vpnGatewayImport,
  vpnGatewayMaximumPaths,
} from '../../expressroute/vpn-gateway.ts'
import { unpackPrefixes } from '../../net/packed-prefixes.ts'
import type { Prefix } from '../../net/prefix.ts'
import { timersOfProfile } from '../profile-timers.ts'
import type { RouterEntry } from '../schema/router.ts'
import type { Sections } from './sections.ts'

/**
 * A VPN gateway becomes an ordinary router, and a tunnel to it is a session like any other: `between: [edge, vnet-weu.vpn]`.
 * Model assumption: its one active instance is all that there is to see of it, with the timers and habits of an MSEE.
 */
export function withVpnGateways(sections: Sections): Sections {
  const gateways = [...sections.virtualNetworks.values].flatMap(([name, { vpnGateway }]) =>
    vpnGateway === undefined
      ? []
      : [[vpnGatewayName(name), gateway(vpnGateway.asn, addressSpaces(name, sections))] as const],
  )
  if (gateways.length === 0) return sections
  const { values, names } = sections.routers
  return {
    ...sections,
    routers: {
      values: new Map([...values, ...gateways]),
      names: [...names, ...gateways.map(([name]) => name)],
    },
  }
}

function addressSpaces(hub: string, { virtualNetworks, spokes }: Sections): readonly Prefix[] {
  const own = virtualNetworks.values.get(hub)?.addressSpace ?? []
  const others = [...spokes.values.values()].filter((spoke) => spoke.hub === hub)
  return [...own, ...others.flatMap(({ addressSpace }) => addressSpace.flatMap(unpackPrefixes))]
}

function gateway(asn: number | undefined, addressSpace: readonly Prefix[]): RouterEntry {
  return {
    asn: asn ?? vpnGatewayAsn,
    bgpIdentifier: undefined,
    clusterId: undefined,
    profile: 'msee',
    timers: {
      holdTimeSeconds: mseeHoldTimeSeconds,
      keepaliveSeconds: mseeKeepaliveSeconds,
      ofProfile: timersOfProfile(profiles.msee),
    },
    gracefulRestart: undefined,
    enhancedRouteRefresh: false,
    connect: [],
    import: vpnGatewayImport(addressSpace),
    export: vpnGatewayExport,
    prefixLimit: undefined,
    maximumPaths: vpnGatewayMaximumPaths,
    aggregate: [],
    advertise: [],
    statics: [],
    internet: false,
    firewall: false,
    nat: [],
  }
}
