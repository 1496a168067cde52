import { type PolicyChange, unchanged } from '../bgp/policy.ts'
import type { PeerConfiguration } from '../bgp/speaker-configuration.ts'
import { gatewayAsn, microsoftAsn } from './asn.ts'
import { derivedIdentifier } from './derived-numbers.ts'
import type { Design, Path } from './design.ts'
import { circuitOf } from './expand-links.ts'
import { interfacesOf, neighbourhood } from './expand-sessions.ts'
import type { ExpandedLink, ExpandedSession, ExpansionOptions, Msee } from './expansion.ts'
import { customerPrefixLimit, gatewayPrefixLimit } from './limits.ts'
import { mseeName, paths } from './node-names.ts'
import { sessionConfiguration } from './session-configuration.ts'
import { mseeHoldTimeSeconds, mseeKeepaliveSeconds } from './timers.ts'

/** Model assumption: each virtual network has two gateway instances, and an MSEE spreads flows over both. */
const mseeMaximumPaths = 2

/** PM23: before maintenance 12076 is prepended eight times, towards both sides. Model assumption: besides the one that is always there. */
const maintenance: PolicyChange = { ...unchanged, prepend: 8 }

/** The two MSEEs of every circuit. No session between them is documented, and none is modelled. */
export function expandMsees(
  design: Design,
  links: readonly ExpandedLink[],
  sessions: readonly ExpandedSession[],
  options: ExpansionOptions,
): readonly Msee[] {
  const places = [...design.circuits.keys()].flatMap((circuit) => paths.map((path) => ({ circuit, path })))
  return places.map((place, index) => {
    const name = mseeName(place.circuit, place.path)
    const bgpIdentifier = derivedIdentifier('msee', index)
    const own = sessions.filter(({ ends }) => ends.some(({ node }) => node === name))
    return {
      ...place,
      speaker: {
        name,
        asn: microsoftAsn,
        bgpIdentifier,
        clusterId: bgpIdentifier,
        aggregates: [],
        drain: maintenance,
        profile: options.profile,
        maximumPaths: mseeMaximumPaths,
        interfaces: interfacesOf(name, links),
        peers: own.map((session) => mseePeer(design, place, session, bgpIdentifier, options)),
      },
    }
  })
}

function mseePeer(
  design: Design,
  place: { readonly circuit: string; readonly path: Path },
  session: ExpandedSession,
  localBgpIdentifier: number,
  { profile, allowOwnAsn }: ExpansionOptions,
): PeerConfiguration {
  const { sku, peerings } = circuitOf(design, place.circuit)
  const customer = session.link.kind === 'circuit' ? peerings.private : undefined
  const settings = {
    localAsn: microsoftAsn,
    localBgpIdentifier,
    remoteAsn: customer?.peerAsn ?? gatewayAsn,
    family: session.family,
    holdTimeSeconds: mseeHoldTimeSeconds,
    keepaliveSeconds: mseeKeepaliveSeconds,
    // Model assumption: no document mentions it.
    gracefulRestart: undefined,
    enhancedRouteRefresh: false,
  }
  return {
    ...neighbourhood(session, mseeName(place.circuit, place.path)),
    session: sessionConfiguration(settings, profile),
    import: [],
    export: [],
    nextHopSelf: false,
    routeReflectorClient: false,
    defaultOriginate: false,
    prefixLimit: customer === undefined ? gatewayPrefixLimit(design.era) : customerPrefixLimit(sku.tier),
    weight: 0,
    allowOwnAsn: customer === undefined ? 0 : allowOwnAsn,
    removePrivateAsns: customer !== undefined,
  }
}
