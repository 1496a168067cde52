import { everyRoute, exactly, gracefulShutdown, type Policy, unchanged } from '../bgp/policy.ts'
import type { PeerConfiguration } from '../bgp/speaker-configuration.ts'
import type { Prefix } from '../net/prefix.ts'
import { microsoftAsn, microsoftNetworkAsn } from './asn.ts'
import { azurePeer } from './azure-peer.ts'
import { derivedIdentifier } from './derived-numbers.ts'
import type { Circuit, Design, Era, Peering, PeeringKind, ServiceTag } from './design.ts'
import { circuitOf } from './expand-links.ts'
import { interfacesOf } from './expand-sessions.ts'
import type {
  ExpandedLink,
  ExpandedSession,
  ExpansionOptions,
  MicrosoftNetwork,
  PeeringLink,
} from './expansion.ts'
import { microsoftNetworkName } from './node-names.ts'
import { reachesRegion } from './reach.ts'
import { tagsOf } from './service-tags.ts'

/** Model assumption: as many equal ways back to a customer as a gateway uses. */
const maximumPaths = 8

/** The router behind the MSEEs of all peerings with public addresses; `undefined` where there is none. */
export function expandMicrosoftNetwork(
  design: Design,
  links: readonly ExpandedLink[],
  sessions: readonly ExpandedSession[],
  { profile, tiersToCome }: ExpansionOptions,
): MicrosoftNetwork | undefined {
  const own = sessions.filter(({ ends }) => ends.some(({ node }) => node === microsoftNetworkName))
  if (own.length === 0) return undefined
  const bgpIdentifier = derivedIdentifier('microsoft', 0)
  const tags = tagsOf(design)
  const end = {
    node: microsoftNetworkName,
    localAsn: microsoftNetworkAsn,
    localBgpIdentifier: bgpIdentifier,
    profile,
  }
  return {
    announces: announced(design, tags, tiersToCome),
    speaker: {
      name: microsoftNetworkName,
      asn: microsoftNetworkAsn,
      bgpIdentifier,
      clusterId: bgpIdentifier,
      aggregates: [],
      profile,
      maximumPaths,
      interfaces: interfacesOf(microsoftNetworkName, links),
      drain: gracefulShutdown,
      peers: own.map((session) => ({
        ...azurePeer(session, { ...end, remoteAsn: neighbourAsn(design, session) }),
        ...policies(design, tags, session.link),
      })),
    },
  }
}

function neighbourAsn({ routers }: Design, { link, ends: [near] }: ExpandedSession): number {
  return link.kind === 'internet' ? (routers.get(near.node)?.asn ?? 0) : microsoftAsn
}

/** ASYM16: of two equally long prefixes of a customer, Microsoft uses the one that it heard over ExpressRoute. */
const lessThanExpressRoute: Policy = [{ match: everyRoute, set: { ...unchanged, localPref: 50 } }]

/** Microsoft carries nobody's traffic from the Internet to a customer, or back: providers hear of what is its own. */
const ownRoutes: Policy = [
  { match: { ...everyRoute, from: 'local' }, set: unchanged },
  { match: everyRoute, set: undefined },
]

function policies(
  design: Design,
  tags: readonly ServiceTag[],
  link: ExpandedLink,
): Pick<PeerConfiguration, 'import' | 'export'> {
  if (!('circuit' in link)) return { import: lessThanExpressRoute, export: ownRoutes }
  return { import: [], export: exportPolicy(design, tags, link) }
}

/** What one MSEE is told as the design is; nothing where it has no such peering. */
export function microsoftExport(design: Design, link: PeeringLink): Policy {
  const isThere = design.circuits.get(link.circuit)?.peerings.has(link.peering) === true
  return isThere ? exportPolicy(design, tagsOf(design), link) : nothing
}

const nothing: Policy = [{ match: everyRoute, set: undefined }]

/** Every prefix that some circuit's SKU ever reaches, whatever its route filter says. */
function announced(
  design: Design,
  tags: readonly ServiceTag[],
  tiersToCome: ExpansionOptions['tiersToCome'],
): readonly Prefix[] {
  const peerings = [...design.circuits].flatMap(([name, bought]) => {
    const tiers = new Set([bought.sku.tier, ...(tiersToCome.get(name) ?? [])])
    const circuits = [...tiers].map((tier) => ({ ...bought, sku: { ...bought.sku, tier } }))
    return circuits.flatMap((circuit) => [...circuit.peerings.keys()].map((kind) => ({ circuit, kind })))
  })
  return tags
    .filter((tag) => peerings.some(({ circuit, kind }) => isOffered(tag, circuit, kind, design.era)))
    .flatMap(({ prefixes }) => prefixes)
}

/**
 * What one MSEE is told, each prefix under its community. Model assumption: the route filter works here, on Microsoft's side of the
 * MSEE, so that its table has what the customer gets.
 */
function exportPolicy(design: Design, tags: readonly ServiceTag[], link: PeeringLink): Policy {
  return [
    ...tagsTold(design, link, tags).map(({ prefixes, community }) => ({
      match: { ...everyRoute, prefixes: prefixes.map(exactly) },
      set: { ...unchanged, addCommunities: [community] },
    })),
    ...nothing,
  ]
}

/** What passes the route filter of what the SKU reaches. */
export function tagsTold(
  design: Design,
  { circuit: name, peering: kind }: Pick<PeeringLink, 'circuit' | 'peering'>,
  tags: readonly ServiceTag[] = tagsOf(design),
): readonly ServiceTag[] {
  const circuit = circuitOf(design, name)
  const peering = circuit.peerings.get(kind)
  if (peering === undefined) throw new Error(`${name} has no ${kind} peering`)
  return tags.filter(
    (tag) => isOffered(tag, circuit, kind, design.era) && passesFilter(tag, kind, peering, design.era),
  )
}

/**
 * FAQ26, PUB23: what the SKU reaches, on the peering that leads there. In 2017 public peering leads to Azure's regions and
 * Microsoft peering to Office 365 and CRM Online (SEED, RT16).
 */
function isOffered(tag: ServiceTag, circuit: Circuit, kind: PeeringKind, era: Era): boolean {
  if (kind === 'private') return false
  if (era === '2017' && (kind === 'public') !== (tag.region !== undefined)) return false
  if (tag.isOffice365 && circuit.sku.tier !== 'Premium') return false
  return tag.region === undefined ? tag.cloud === circuit.cloud : reachesRegion(circuit, tag.region, era)
}

/** RF23, FAQ26: without a filter nothing comes; PEER19, GH121050: what was set up before there were any has Office 365. */
function passesFilter(
  { community, isOffice365 }: ServiceTag,
  kind: PeeringKind,
  { publicSide }: Peering,
  era: Era,
): boolean {
  if (era === '2017' || kind === 'public') return true
  if (publicSide?.routeFilter !== undefined) return publicSide.routeFilter.includes(community)
  return isOffice365 && publicSide?.setUpBeforeFilters === true
}
