import type { Design, LinkSubnets } from '../../expressroute/design.ts'
import { expandLinks } from '../../expressroute/expand-links.ts'
import { expandSessions } from '../../expressroute/expand-sessions.ts'
import { linkLocations } from '../../expressroute/metro.ts'
import { domainsOf } from '../../expressroute/msee.ts'
import {
  azureInternetName,
  gatewayInstances,
  gatewayName,
  microsoftNetworkName,
  mseeBoxName,
  mseeName,
  paths,
  providerEdgeName,
} from '../../expressroute/node-names.ts'
import type { Family } from '../../net/address.ts'
import { parseAddress } from '../../net/address-text.ts'
import { tiersToCome } from '../life-cycle-run.ts'
import { customerSessionName } from '../session-names.ts'
import { mapValues } from './design.ts'
import { knownCables } from './known-cables.ts'
import type { Sections } from './sections.ts'

/** Every name that a timeline or an expectation can refer to. */
export interface KnownNames {
  /** What speaks BGP. */
  readonly nodes: readonly string[]
  /** The MSEEs and providers' edges as boxes, each with the nodes that are its routing domains. */
  readonly boxes: ReadonlyMap<string, readonly string[]>
  /** By name, the two nodes at the ends. */
  readonly links: ReadonlyMap<string, readonly [string, string]>
  /** The cables of circuits and of port pairs, each with the links that it carries. */
  readonly cables: ReadonlyMap<string, readonly string[]>
  /** The links of circuits, which are a VLAN each. */
  readonly vlans: readonly string[]
  /** The links behind a layer-2 provider, whose ports do not see that the far end is gone. */
  readonly layer2: ReadonlySet<string>
  /** By peering location the boxes that stand there. */
  readonly boxesAt: ReadonlyMap<string, readonly string[]>
  readonly sessions: ReadonlyMap<string, readonly [string, string]>
  /** Those of them that can be configured for BFD. */
  readonly watchable: ReadonlySet<string>
  /** Links of circuits that no router is connected to: bought, but with nothing on them to break. */
  readonly unconnectedLinks: readonly string[]
  /** Whether some link or session may be missing here, because what makes it could not be read. */
  readonly isPartial: boolean
  /** Whether something is connected to a circuit that does not exist, and so perhaps to another than was meant. */
  readonly hasLooseEnds: boolean
}

export interface CustomerLink {
  readonly link: string
  readonly between: readonly [string, string]
  readonly families: readonly Family[]
}

export function knownNames(
  design: Design,
  customerLinks: readonly CustomerLink[],
  sections: Sections,
): KnownNames {
  const timeline = sections.timeline.map(({ value }) => value)
  const links = expandLinks(withSoundSubnets(design), tiersToCome({ timeline }))
  const sessions = expandSessions(withSoundSubnets(design), links)
  const { circuits, routers, virtualNetworks } = sections
  const boxes = new Map([...mseeBoxes(design, sections), ...providerBoxes(design)])
  const cables = knownCables(circuits.names, design, links)
  return {
    nodes: [
      ...new Set([...routers.names, ...[...boxes.values()].flat()]),
      ...[microsoftNetworkName, azureInternetName].filter((name) =>
        links.some(({ ends: [, far] }) => far.node === name),
      ),
      ...virtualNetworks.names.flatMap((name) => gatewayInstances.map((index) => gatewayName(name, index))),
    ],
    boxes,
    cables,
    vlans: links.filter(({ kind }) => kind === 'circuit').map(({ name }) => name),
    layer2: new Set(links.filter(({ carrier }) => carrier === 'layer-2').map(({ name }) => name)),
    boxesAt: boxesByLocation(design),
    links: new Map([
      ...links.map(({ name, ends: [a, b] }) => [name, [a.node, b.node]] as const),
      ...customerLinks.map(({ link, between }) => [link, between] as const),
    ]),
    sessions: new Map([
      ...sessions.map(({ name, ends: [a, b] }) => [name, [a.node, b.node]] as const),
      ...customerLinks.flatMap(({ link, between, families }) =>
        families.map((family) => [customerSessionName(link, family), between] as const),
      ),
    ]),
    watchable: new Set([
      ...sessions.filter(({ ends }) => ends[0].bfd !== undefined).map(({ name }) => name),
      ...customerLinks.flatMap(({ link, families }) =>
        families.map((family) => customerSessionName(link, family)),
      ),
    ]),
    unconnectedLinks: [...cables].filter(([, carried]) => carried.length === 0).map(([cable]) => cable),
    isPartial: isPartial(sections),
    hasLooseEnds: hasLooseEnds(sections),
  }
}

/** A circuit that could not be read may have any peering, and so counts as one with private peering alone. */
function mseeBoxes(design: Design, { circuits }: Sections): ReadonlyMap<string, readonly string[]> {
  return new Map(
    circuits.names.flatMap((name) =>
      paths.map((path) => {
        const kinds = domainsOf([...(design.circuits.get(name)?.peerings.keys() ?? [])])
        return [mseeBoxName(name, path), kinds.map((kind) => mseeName(name, path, kind))] as const
      }),
    ),
  )
}

function boxesByLocation({ circuits }: Design): ReadonlyMap<string, readonly string[]> {
  const boxes = new Map<string, readonly string[]>()
  for (const [name, { peeringLocation }] of circuits) {
    const ends = linkLocations(peeringLocation)
    for (const path of paths) {
      boxes.set(ends[path], [...(boxes.get(ends[path]) ?? []), mseeBoxName(name, path)])
    }
  }
  return boxes
}

function providerBoxes({ circuits }: Design): readonly (readonly [string, readonly string[]])[] {
  return [...circuits].flatMap(([name, { isManaged, peerings }]) =>
    isManaged
      ? paths.map((path) => {
          const edges = [...peerings.keys()].map((kind) => providerEdgeName(name, path, kind))
          return [providerEdgeName(name, path, 'private'), edges] as const
        })
      : [],
  )
}

function isPartial({ circuits, routers, virtualNetworks }: Sections): boolean {
  return [circuits, routers, virtualNetworks].some(({ values, names }) => values.size < names.length)
}

function hasLooseEnds({ circuits, routers, virtualNetworks }: Sections): boolean {
  const ends = [
    ...[...routers.values.values()].flatMap(({ connect }) => connect),
    ...[...virtualNetworks.values.values()].flatMap(({ connections }) => connections),
  ]
  return ends.some(({ circuit }) => !circuits.names.includes(circuit))
}

/** Names do not depend on addresses, so that faulty addresses need not keep names from being known. */
function withSoundSubnets(design: Design): Design {
  const circuits = mapValues(design.circuits, (circuit) => ({
    ...circuit,
    peerings: new Map(
      [...circuit.peerings].map(([kind, peering]) => {
        return [kind, { ...peering, ipv4: soundIpv4, ipv6: peering.ipv6 && soundIpv6 }] as const
      }),
    ),
  }))
  return { ...design, circuits }
}

const soundIpv4: LinkSubnets = soundSubnets('192.0.2.0', '192.0.2.4', 30)
const soundIpv6: LinkSubnets = soundSubnets('2001:db8::', '2001:db8::4', 126)

function soundSubnets(primary: string, secondary: string, length: number): LinkSubnets {
  return {
    primary: { address: parseAddress(primary), length },
    secondary: { address: parseAddress(secondary), length },
  }
}
