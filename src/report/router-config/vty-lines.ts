import type {
  AggregateConfiguration,
  PeerConfiguration,
  SpeakerConfiguration,
} from '../../bgp/speaker-configuration.ts'
import { formatAddress } from '../../net/address-text.ts'
import type { PolicyPeer, PolicyRouter } from './policy-peer.ts'
import { routeMap, routeMapName } from './route-map.ts'
import type { RouteMapDialect } from './route-map-dialect.ts'
import { directions, hasRouteMap } from './route-map-needs.ts'

/** Where the command lines of FRR and IOS, which are otherwise alike, have words of their own. */
export interface VtyWords {
  readonly passive: string
  readonly nextHopSelfOfAll: string
  readonly removePrivateAsns: string
}

export const frrWords: VtyWords = {
  passive: 'passive',
  nextHopSelfOfAll: 'next-hop-self force',
  removePrivateAsns: 'remove-private-AS all',
}

export const iosWords: VtyWords = {
  passive: 'transport connection-mode passive',
  nextHopSelfOfAll: 'next-hop-self all',
  removePrivateAsns: 'remove-private-as all',
}

export function neighborOf({ remoteAddress }: Pick<PeerConfiguration, 'remoteAddress'>): string {
  return `neighbor ${formatAddress(remoteAddress)}`
}

/** What settles a session. */
export function sessionLines(
  configuration: PeerConfiguration,
  sharedKey: string | undefined,
  { passive }: VtyWords,
): readonly string[] {
  const { session } = configuration
  const neighbor = neighborOf(configuration)
  return [
    `${neighbor} remote-as ${session.remoteAsn}`,
    `${neighbor} timers ${session.keepaliveSeconds} ${session.holdTimeSeconds}`,
    ...(session.passive ? [`${neighbor} ${passive}`] : []),
    ...(sharedKey === undefined ? [] : [`${neighbor} password ${sharedKey}`]),
  ]
}

/** What a router decides about the routes of a session, but for policies and the prefix limit. */
export function choiceLines(configuration: PeerConfiguration, words: VtyWords): readonly string[] {
  const neighbor = neighborOf(configuration)
  const { nextHopSelf, allowOwnAsn, removePrivateAsns, weight } = configuration
  return [
    ...(nextHopSelf === false
      ? []
      : [`${neighbor} ${nextHopSelf === 'all' ? words.nextHopSelfOfAll : 'next-hop-self'}`]),
    ...(configuration.routeReflectorClient ? [`${neighbor} route-reflector-client`] : []),
    ...(configuration.defaultOriginate ? [`${neighbor} default-originate`] : []),
    ...(allowOwnAsn === 0 ? [] : [`${neighbor} allowas-in ${allowOwnAsn}`]),
    ...(removePrivateAsns ? [`${neighbor} ${words.removePrivateAsns}`] : []),
    ...(weight === 0 ? [] : [`${neighbor} weight ${weight}`]),
  ]
}

/** What follows the prefix of an aggregate. */
export function aggregateWords({ asSet, summaryOnly }: AggregateConfiguration): readonly string[] {
  return [...(asSet ? ['as-set'] : []), ...(summaryOnly ? ['summary-only'] : [])]
}

/** How the decision process differs from what both come with. */
export function decisionLines({ profile, maximumPaths }: SpeakerConfiguration): readonly string[] {
  return [
    ...(profile.preferOldestExternal ? [] : ['bgp bestpath compare-routerid']),
    'bgp deterministic-med',
    ...(profile.comparesMed === 'always' ? ['bgp always-compare-med'] : []),
    ...(maximumPaths > 1 ? ['bgp bestpath as-path multipath-relax'] : []),
  ]
}

/** Every route-map that some peer needs. */
export function routeMaps(router: PolicyRouter, dialect: RouteMapDialect): readonly string[] {
  return router.peers.flatMap((peer) =>
    directions
      .filter((direction) => hasRouteMap(peer, direction, dialect))
      .flatMap((direction) => routeMap(router, peer, direction, dialect)),
  )
}

/** Where the peer's are used. */
export function routeMapCalls(peer: PolicyPeer, dialect: RouteMapDialect): readonly string[] {
  return directions
    .filter((direction) => hasRouteMap(peer, direction, dialect))
    .map(
      (direction) =>
        `${neighborOf(peer.configuration)} route-map ${routeMapName(direction, peer)} ${direction}`,
    )
}
