import type { Profile } from '../bgp/profile.ts'
import type { PeerConfiguration } from '../bgp/speaker-configuration.ts'
import { microsoftAsn } from './asn.ts'
import { derivedIdentifier } from './derived-numbers.ts'
import type { Design } from './design.ts'
import { interfacesOf, neighbourhood } from './expand-sessions.ts'
import type { CustomerEdge, CustomerPeer, ExpandedLink, ExpandedSession } from './expansion.ts'
import { type GracefulRestart, sessionConfiguration } from './session-configuration.ts'

/** What the circuits put on each of the customer's routers. */
export function expandCustomerEdges(
  design: Design,
  links: readonly ExpandedLink[],
  sessions: readonly ExpandedSession[],
): readonly CustomerEdge[] {
  return [...design.routers].map(([name, router], index) => ({
    name,
    asn: router.asn,
    bgpIdentifier: derivedIdentifier('router', index),
    interfaces: interfacesOf(name, links),
    peers: sessions
      .filter(({ ends }) => ends[0].node === name)
      .map((session) => ({
        ...neighbourhood(session, name),
        family: session.family,
        circuit: session.link.circuit,
        path: session.link.path,
        peering: session.link.peering,
        holdTimeSeconds: router.holdTimeSeconds,
        keepaliveSeconds: router.keepaliveSeconds,
      })),
  }))
}

/** What the customer decides about one of its routers' sessions with an MSEE. */
export interface CustomerChoice
  extends Pick<
    PeerConfiguration,
    'import' | 'export' | 'prefixLimit' | 'allowOwnAsn' | 'removePrivateAsns' | 'weight' | 'defaultOriginate'
  > {
  readonly asn: number
  readonly bgpIdentifier: number
  readonly profile: Profile
  readonly gracefulRestart: GracefulRestart | undefined
  readonly enhancedRouteRefresh: boolean
}

/** The customer's side of a session, complete. */
export function customerPeerConfiguration(part: CustomerPeer, choice: CustomerChoice): PeerConfiguration {
  const { family, holdTimeSeconds, keepaliveSeconds } = part
  const settings = {
    localAsn: choice.asn,
    localBgpIdentifier: choice.bgpIdentifier,
    remoteAsn: microsoftAsn,
    family,
    holdTimeSeconds,
    keepaliveSeconds,
    gracefulRestart: choice.gracefulRestart,
    enhancedRouteRefresh: choice.enhancedRouteRefresh,
  }
  return {
    name: part.name,
    remote: part.remote,
    interface: part.interface,
    localAddress: part.localAddress,
    remoteAddress: part.remoteAddress,
    session: sessionConfiguration(settings, choice.profile),
    import: choice.import,
    export: choice.export,
    nextHopSelf: false,
    routeReflectorClient: false,
    defaultOriginate: choice.defaultOriginate,
    prefixLimit: choice.prefixLimit,
    weight: choice.weight,
    allowOwnAsn: choice.allowOwnAsn,
    removePrivateAsns: choice.removePrivateAsns,
  }
}
