import type { PolicyPeer, PolicyRouter } from './policy-peer.ts'
import type { Direction } from './route-map.ts'
import { noMark, type RouteMapDialect } from './route-map-dialect.ts'

export const directions: readonly Direction[] = ['in', 'out']

/** Whether some policy asks where a route came from, so that routes have to be marked with it. */
export function asksForSource(router: PolicyRouter): boolean {
  return sourcesAskedFor(router).length > 0
}

/** Whether one asks for a peer, and not only for the router's own routes. */
export function asksForPeer(router: PolicyRouter): boolean {
  return sourcesAskedFor(router).some((from) => from !== 'local')
}

function sourcesAskedFor({ peers }: PolicyRouter): readonly string[] {
  return peers.flatMap(({ configuration }) => configuration.export.flatMap(({ match }) => match.from ?? []))
}

/** Whether the peer needs a route-map in this direction. */
export function hasRouteMap(
  { configuration }: PolicyPeer,
  direction: Direction,
  { marks }: RouteMapDialect,
): boolean {
  if (direction === 'out') return configuration.export.length > 0 || marks.takeOff.length > 0
  return configuration.import.length > 0 || marks.set(1) !== noMark
}
