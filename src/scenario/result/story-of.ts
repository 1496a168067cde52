import { vpnGatewayName } from '../../expressroute/node-names.ts'
import { sessionsOf } from '../judge/evidence.ts'
import type { Topology } from '../topology.ts'
import { StoryLines } from './story-lines.ts'

/** The story of a run of this topology, before anything has happened. */
export function storyOf(topology: Topology): StoryLines {
  return new StoryLines(
    sessionsOf(topology).map(({ name }) => name),
    landmarks(topology),
  )
}

/** By these a way into Azure is told: the MSEEs, VPN gateways, providers, and Azure's own way to the Internet. */
export function landmarks({ design, expansion: { msees, azureInternet } }: Topology): readonly string[] {
  return [
    ...msees.map(({ speaker }) => speaker.name),
    ...[...design.virtualNetworks].flatMap(([name, { hasVpnGateway }]) =>
      hasVpnGateway ? [vpnGatewayName(name)] : [],
    ),
    ...[...design.routers].flatMap(([name, { isInternet }]) => (isInternet ? [name] : [])),
    ...(azureInternet === undefined ? [] : [azureInternet.speaker.name]),
  ]
}
