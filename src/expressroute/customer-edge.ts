import type { Profile } from '../bgp/profile.ts'
import type { PeerConfiguration } from '../bgp/speaker-configuration.ts'
import { azureInternetAsn, microsoftAsn, microsoftNetworkAsn } from './asn.ts'
import { azurePeer } from './azure-peer.ts'
import { derivedIdentifier } from './derived-numbers.ts'
import type { BfdTimers, CustomerRouter, Design } from './design.ts'
import { interfacesOf, neighbourhood } from './expand-sessions.ts'
import type {
  CustomerEdge,
  CustomerPeer,
  ExpandedLink,
  ExpandedSession,
  ExpansionOptions,
} from './expansion.ts'
import { azureInternetName } from './node-names.ts'
import { type GracefulRestart, sessionConfiguration } from './session-configuration.ts'

/** What the circuits put on each of the customer's routers. */
export function expandCustomerEdges(
  design: Design,
  links: readonly ExpandedLink[],
  sessions: readonly ExpandedSession[],
  options: ExpansionOptions,
): readonly CustomerEdge[] {
  return [...design.routers].map(([name, router], index) => ({
    name,
    asn: router.asn,
    bgpIdentifier: derivedIdentifier('router', index),
    interfaces: interfacesOf(name, links),
    peers: sessions
      .filter(({ ends }) => ends[0].node === name)
      .flatMap((session) => customerPeer(name, router, session)),
    internetPeers: sessions
      .filter(({ ends, link }) => ends[0].node === name && link.kind === 'internet')
      .map((session) => internetPeer(name, router.asn, index, session, options)),
  }))
}

function customerPeer(
  name: string,
  { holdTimeSeconds, keepaliveSeconds }: CustomerRouter,
  session: ExpandedSession,
): readonly CustomerPeer[] {
  const { family, link } = session
  if (link.kind !== 'circuit') return []
  const { circuit, path, peering } = link
  const place = { circuit, path, peering }
  return [{ ...neighbourhood(session, name), family, ...place, holdTimeSeconds, keepaliveSeconds }]
}

/** Model assumption: a provider tells Microsoft everything it knows, and Azure that all the rest of the Internet is behind it. */
function internetPeer(
  node: string,
  localAsn: number,
  index: number,
  session: ExpandedSession,
  { profile }: ExpansionOptions,
): PeerConfiguration {
  const localBgpIdentifier = derivedIdentifier('router', index)
  const isOutbound = session.ends[1].node === azureInternetName
  const remoteAsn = isOutbound ? azureInternetAsn : microsoftNetworkAsn
  const end = { node, localAsn, localBgpIdentifier, remoteAsn, profile }
  return { ...azurePeer(session, end), defaultOriginate: isOutbound }
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
  readonly bfd: BfdTimers | undefined
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
    bfd: choice.bfd,
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
