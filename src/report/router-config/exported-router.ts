import type { BfdConfiguration } from '../../bfd/session.ts'
import { everyRoute, type Policy } from '../../bgp/policy.ts'
import type { Profile } from '../../bgp/profile.ts'
import type {
  InterfaceConfiguration,
  PeerConfiguration,
  SpeakerConfiguration,
} from '../../bgp/speaker-configuration.ts'
import type { Design } from '../../expressroute/design.ts'
import type { ExpandedLink, PeeringLink } from '../../expressroute/expansion.ts'
import { circuitCableName, portCableName, vpnGatewayName } from '../../expressroute/node-names.ts'
import { type Address, type Family, families } from '../../net/address.ts'
import { type PackedPrefixes, unpackPrefixes } from '../../net/packed-prefixes.ts'
import type { Prefix } from '../../net/prefix.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { Topology } from '../../scenario/topology.ts'
import { bfdAtStart } from '../../sim/plan.ts'
import { labAddress } from './lab-address.ts'
import type { PolicyPeer } from './policy-peer.ts'

/** A router of a scenario as a person is to configure it: what every maker's configuration is written from. */
export interface ExportedRouter {
  readonly name: string
  /** That of the scenario. */
  readonly title: string
  readonly speaker: SpeakerConfiguration
  readonly ports: readonly ExportedPort[]
  readonly peers: readonly ExportedPeer[]
  /** What it announces of its own, in the order of the families. */
  readonly own: readonly Prefix[]
  /** What it forwards by configuration, whatever BGP says, and is not announced for that. */
  readonly statics: readonly ExportedStatic[]
  /** The sites behind it, which some of these prefixes are in. */
  readonly sites: readonly string[]
  /** What the router does besides BGP, in words. */
  readonly besides: readonly string[]
}

/** A port with a cable; makers give it a name by its place in the list. */
export interface ExportedPort {
  readonly cable: string
  readonly units: readonly ExportedUnit[]
}

/** An interface with addresses: the port itself, or a VLAN of it. */
export interface ExportedUnit {
  readonly link: string
  /** What it is for, in words. */
  readonly purpose: string
  /** What frames carry, the outer tag first; none where they have no tag. */
  readonly tags: readonly number[]
  /** Tells it from the others of its port. */
  readonly number: number
  readonly addresses: InterfaceConfiguration['addresses']
  /** The scenario names no addresses, so that these stand in. */
  readonly isDerived: boolean
  /** It is a tunnel through the Internet, and no cable. */
  readonly isTunnel: boolean
  /** Frames have an outer tag that the file does not name. */
  readonly lacksOuterTag: boolean
}

/** A route to the far end of a link. */
export interface ExportedStatic {
  readonly prefix: Prefix
  readonly via: Address
  readonly port: number
  readonly unit: ExportedUnit
}

export interface ExportedPeer extends PolicyPeer {
  /** `undefined` where nobody watches the session (RFC 5882). */
  readonly bfd: BfdConfiguration | undefined
  readonly sharedKey: string | undefined
  /** It has a key with signs that a command line may take for something else, and which is left out. */
  readonly hasStrangeKey: boolean
}

/** The router of this name, which is one of the customer's. */
export function exportedRouter(
  { title, design }: Pick<Scenario, 'title' | 'design'>,
  { plan, expansion }: Topology,
  name: string,
): ExportedRouter {
  const router = plan.routers.find(({ speaker }) => speaker.name === name)
  if (router === undefined) throw new Error(`no router ${name}`)
  const { speaker, sharedKeys, announces, statics } = router
  const behind = plan.networks.filter((network) => network.behind.some((end) => end.router === name))
  const peers = speaker.peers.map((peer) => peerAsWritten(peer, speaker.profile))
  const ports = portsOf(speaker, expansion.links, design)
  const planned = statics.flatMap(({ link, prefixes }) =>
    prefixes.flatMap(unpackPrefixes).map((prefix) => ({ link, prefix })),
  )
  return {
    name,
    title,
    speaker,
    ports,
    peers: labelled(peers).map((peer) => ({
      ...peer,
      ...keyOf(sharedKeys.get(peer.configuration.name)),
      bfd: bfdAtStart(router, peer.configuration.name),
    })),
    own: distinct([...announces, ...behind.flatMap(({ prefixes }) => prefixes)]),
    statics: planned.flatMap((one) => staticTo(one, ports, peers) ?? []),
    sites: behind.map((network) => network.name),
    besides: [
      ...besidesOf(design, name),
      ...planned
        .filter((one) => staticTo(one, ports, peers) === undefined)
        .map(({ link, prefix }) => `its static route to ${formatPrefix(prefix)} over ${link}`),
    ],
  }
}

function besidesOf({ routers }: Design, name: string): readonly string[] {
  const router = routers.get(name)
  return [
    ...(router?.isFirewall ? ['what it drops as a stateful firewall'] : []),
    ...(router === undefined || router.translates.length === 0 ? [] : ['its address translation']),
  ]
}

interface PlannedStatic {
  readonly link: string
  readonly prefix: Prefix
}

/** The far end of a link is whom the router has a session with there; with nobody in the family, its address is not known. */
function staticTo(
  { link, prefix }: PlannedStatic,
  ports: readonly ExportedPort[],
  peers: readonly PeerConfiguration[],
): ExportedStatic | undefined {
  const units = ports.flatMap((exported, port) => exported.units.map((unit) => ({ port, unit })))
  const place = units.find(({ unit }) => unit.link === link)
  const peer = peers.find((one) => one.interface === link && one.remoteAddress.family === prefix.family)
  return place === undefined || peer === undefined ? undefined : { prefix, via: peer.remoteAddress, ...place }
}

/** PEER19: Azure takes letters and digits alone. */
function keyOf(key: string | undefined): Pick<ExportedPeer, 'sharedKey' | 'hasStrangeKey'> {
  const isPlain = key === undefined || /^[A-Za-z0-9]+$/.test(key)
  return { sharedKey: isPlain ? key : undefined, hasStrangeKey: !isPlain }
}

/** With the addresses that stand in, and with what the profile makes of the rest said outright. */
function peerAsWritten(peer: PeerConfiguration, profile: Profile): PeerConfiguration {
  return {
    ...peer,
    localAddress: labAddress(peer.localAddress),
    remoteAddress: labAddress(peer.remoteAddress),
    import: policyAsWritten(peer.import, peer, profile),
    export: policyAsWritten(peer.export, peer, profile),
    weight: profile.weight ? peer.weight : 0,
  }
}

/** RFC 8212: without a policy nothing passes on an external session, for the profiles that keep to it. */
function policyAsWritten(policy: Policy, { session }: PeerConfiguration, profile: Profile): Policy {
  const isExternal = session.localAsn !== session.remoteAsn
  const isShut = profile.externalNeedsPolicy && isExternal && policy.length === 0
  return isShut ? [{ match: everyRoute, set: undefined }] : policy
}

/** Letters, digits and underscores, and not too many of them, since some daemons take no other names. */
function labelled(peers: readonly PeerConfiguration[]): readonly PolicyPeer[] {
  const plain = peers.map(({ remote, session }) => {
    const [family] = session.families
    return `${remote.replace(/[^A-Za-z0-9]/g, '_').slice(0, 40)}_${family}`
  })
  return peers.map((configuration, index) => {
    const label = plain[index] ?? ''
    const earlier = plain.slice(0, index).filter((other) => other === label).length
    return { label: earlier === 0 ? label : `${label}_${earlier + 1}`, configuration }
  })
}

function portsOf(
  { interfaces }: SpeakerConfiguration,
  links: readonly ExpandedLink[],
  design: Design,
): readonly ExportedPort[] {
  const cables = new Map<string, ExportedUnit[]>()
  for (const own of interfaces) {
    const link = links.filter(isOfCircuit).find(({ name }) => name === own.name)
    const cable = link === undefined ? own.name : cableOf(link, design)
    const before = cables.get(cable) ?? []
    const unit = link === undefined ? untagged(own, design) : tagged(own, link, design)
    cables.set(cable, [...before, { ...unit, number: freeNumber(unit, before) }])
  }
  return [...cables].map(([cable, units]) => ({ cable, units }))
}

function isOfCircuit(link: ExpandedLink): link is PeeringLink {
  return link.kind === 'circuit'
}

/** The circuits of one port pair come over one cable. */
function cableOf({ circuit, path }: PeeringLink, { circuits }: Design): string {
  const pair = circuits.get(circuit)?.portPair
  return pair === undefined ? circuitCableName(circuit, path) : portCableName(pair.name, path)
}

type Unit = Omit<ExportedUnit, 'number'>

function untagged({ name, addresses }: InterfaceConfiguration, { virtualNetworks }: Design): Unit {
  return {
    link: name,
    purpose: name,
    tags: [],
    addresses: addresses.map(({ address, length }) => ({ address: labAddress(address), length })),
    isDerived: true,
    isTunnel: [...virtualNetworks.keys()].some(
      (network) =>
        name.endsWith(`-${vpnGatewayName(network)}`) || name.startsWith(`${vpnGatewayName(network)}-`),
    ),
    lacksOuterTag: false,
  }
}

/** The VLAN is that of the router's end, wrong or not. */
function tagged({ name, addresses }: InterfaceConfiguration, link: PeeringLink, { circuits }: Design): Unit {
  const { customerVlanId: vlanId } = link
  const pair = circuits.get(link.circuit)?.portPair
  const outer = pair?.stag === undefined ? [] : [pair.stag]
  return {
    link: name,
    purpose: `${link.circuit} ${link.path}, ${link.peering} peering`,
    tags: vlanId === undefined ? outer : [...outer, vlanId],
    addresses,
    isDerived: false,
    isTunnel: false,
    lacksOuterTag: pair?.encapsulation === 'QinQ' && pair.stag === undefined,
  }
}

/** That of the peering's VLAN; where another circuit has the same inside another outer tag, one that no VLAN has. */
function freeNumber({ tags }: Unit, others: readonly ExportedUnit[]): number {
  const own = tags.at(-1) ?? 0
  return others.some(({ number }) => number === own) ? largestVlanId + 1 + others.length : own
}

const largestVlanId = 4094

/** A prefix of the router's own may be one of a site too. */
function distinct(lists: readonly PackedPrefixes[]): readonly Prefix[] {
  const prefixes = new Map<string, Prefix>()
  for (const prefix of lists.flatMap(unpackPrefixes)) prefixes.set(formatPrefix(prefix), prefix)
  return families.flatMap((family) => [...prefixes.values()].filter((prefix) => prefix.family === family))
}

/** The family's own prefixes, for what is written family by family. */
export function ownOf({ own }: ExportedRouter, family: Family): readonly Prefix[] {
  return own.filter((prefix) => prefix.family === family)
}
