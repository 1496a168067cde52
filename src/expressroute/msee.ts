import { type Policy, type PolicyChange, unchanged } from '../bgp/policy.ts'
import type { PeerConfiguration } from '../bgp/speaker-configuration.ts'
import { gatewayAsn, microsoftAsn, microsoftNetworkAsn } from './asn.ts'
import { azurePeer } from './azure-peer.ts'
import { customerImport } from './content-rules.ts'
import { derivedIdentifier } from './derived-numbers.ts'
import type { Assumptions, Design, PeeringKind } from './design.ts'
import { circuitOf } from './expand-links.ts'
import { interfacesOf } from './expand-sessions.ts'
import type { ExpandedLink, ExpandedSession, ExpansionOptions, Msee, PeeringLink } from './expansion.ts'
import { customersOnly, notOverGlobalReach } from './global-reach.ts'
import { customerPrefixLimit, gatewayPrefixLimit } from './limits.ts'
import { mseeName, paths } from './node-names.ts'

/** Model assumption: each virtual network has two gateway instances, and an MSEE spreads flows over both. */
const mseeMaximumPaths = 2

/**
 * PM23: before maintenance 12076 is prepended eight times, towards both sides. Model assumption: besides the one that is always there,
 * unless the file says otherwise.
 */
function maintenance({ drainedPathLength }: Assumptions): PolicyChange {
  return { ...unchanged, prepend: Number(drainedPathLength) - 1 }
}

/** LAB26, CT22: a VNet's prefix that the customer sends back is accepted once, and loses. */
const acceptedOwnAsns = { accepted: 1, refused: 0 } as const

/** The two MSEEs of every circuit, a router for each peering. No session between the boxes is documented, and none is modelled. */
export function expandMsees(
  design: Design,
  links: readonly ExpandedLink[],
  sessions: readonly ExpandedSession[],
  options: ExpansionOptions,
): readonly Msee[] {
  const places = [...design.circuits].flatMap(([circuit, { peerings }]) =>
    paths.flatMap((path) => domainsOf([...peerings.keys()]).map((peering) => ({ circuit, path, peering }))),
  )
  return places.map((place, index) => {
    const name = mseeName(place.circuit, place.path, place.peering)
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
        drain: maintenance(design.assumptions),
        profile: options.profile,
        maximumPaths: mseeMaximumPaths,
        interfaces: interfacesOf(name, links),
        peers: own.map((session) => mseePeer(design, name, session, own, bgpIdentifier, options)),
      },
    }
  })
}

/** A circuit without any peering has its MSEEs all the same: private peering is what they wait for. */
export function domainsOf(configured: readonly PeeringKind[]): readonly PeeringKind[] {
  return configured.length === 0 ? ['private'] : configured
}

function mseePeer(
  design: Design,
  node: string,
  session: ExpandedSession,
  own: readonly ExpandedSession[],
  localBgpIdentifier: number,
  { profile }: ExpansionOptions,
): PeerConfiguration {
  const { kind } = session.link
  const remote = remoteSide(design, session.link)
  const end = { node, localAsn: microsoftAsn, localBgpIdentifier, remoteAsn: remote.asn, profile }
  return {
    ...azurePeer(session, end),
    import: remote.import,
    export: exportTo(kind, node, own),
    nextHopSelf: kind === 'global-reach',
    prefixLimit: remote.prefixLimit,
    allowOwnAsn: remote.allowOwnAsn,
    removePrivateAsns: kind === 'circuit',
  }
}

function exportTo(kind: ExpandedLink['kind'], node: string, own: readonly ExpandedSession[]): Policy {
  if (kind === 'global-reach') return customersOnly(node, own)
  return kind === 'gateway' ? notOverGlobalReach(node, own) : []
}

/** What an MSEE knows of the neighbour, and asks of it. */
interface RemoteSide extends Pick<PeerConfiguration, 'import' | 'prefixLimit' | 'allowOwnAsn'> {
  readonly asn: number
}

function remoteSide(design: Design, link: ExpandedLink): RemoteSide {
  const nothingAsked = { import: [], prefixLimit: undefined, allowOwnAsn: 0 }
  switch (link.kind) {
    case 'circuit':
      return customerSide(design, link)
    case 'gateway':
      return { ...nothingAsked, asn: gatewayAsn, prefixLimit: gatewayPrefixLimit(design) }
    case 'microsoft':
      return { ...nothingAsked, asn: microsoftNetworkAsn }
    case 'global-reach':
      return { ...nothingAsked, asn: microsoftAsn }
    case 'internet':
      throw new Error(`${link.name} ends at an MSEE, and no provider meets one`)
    default:
      throw new Error(`unknown link ${link satisfies never}`)
  }
}

function customerSide(design: Design, { circuit, peering: kind }: PeeringLink): RemoteSide {
  const { sku, peerings } = circuitOf(design, circuit)
  const peering = peerings.get(kind)
  if (peering === undefined) throw new Error(`${circuit} has no ${kind} peering`)
  return {
    asn: peering.peerAsn,
    import: customerImport(peering, kind, design.era),
    prefixLimit: customerPrefixLimit(kind, sku.tier, design.assumptions),
    allowOwnAsn: kind === 'private' ? acceptedOwnAsns[design.assumptions.ownAsn] : 0,
  }
}
