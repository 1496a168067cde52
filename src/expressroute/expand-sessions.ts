import type { InterfaceConfiguration, PeerConfiguration } from '../bgp/speaker-configuration.ts'
import type { Family } from '../net/address.ts'
import { mseeBfd, usualBfd } from './bfd.ts'
import type { Design, RouterConnection } from './design.ts'
import { circuitOf, sameEnd } from './expand-links.ts'
import type { BfdOfEnd, ExpandedLink, ExpandedSession, PeeringLink, SessionEnd } from './expansion.ts'
import { mseeBoxName } from './node-names.ts'

/** One session for each family of a link: the documents have IPv4 and IPv6 stand and fall apart. */
export function expandSessions(design: Design, links: readonly ExpandedLink[]): readonly ExpandedSession[] {
  return links.flatMap((link) => {
    const [near, far] = link.ends
    const keys = sharedKeys(design, link)
    const bfd = bfdOfEnds(design, link)
    return near.addresses.flatMap(({ address }, index) => {
      const facing = far.addresses[index]
      if (facing === undefined) throw new Error(`the ends of ${link.name} have different families`)
      const [lower, upper] = [address, facing.address]
      const [own, peer] = link.mismatch === 'addresses' ? [upper, lower] : [lower, upper]
      const ends: readonly [SessionEnd, SessionEnd] = [
        { node: near.node, address: own, peerAddress: peer, sharedKey: keys[0], bfd: bfd?.[0] },
        { node: far.node, address: upper, peerAddress: lower, sharedKey: keys[1], bfd: bfd?.[1] },
      ]
      return [{ name: sessionName(link, address.family), link, family: address.family, ends }]
    })
  })
}

/** `ce1-er-amsterdam.msee1 private ipv4`: both ends, an MSEE by the name of its box, and what runs between them. */
function sessionName(link: ExpandedLink, family: Family): string {
  if (link.kind === 'internet') return `${link.name} ${family}`
  if (link.kind === 'global-reach') return `${link.name} global-reach ${family}`
  const { kind, circuit, path, peering, ends } = link
  const box = mseeBoxName(circuit, path)
  const pair = kind === 'circuit' ? `${ends[0].node}-${box}` : `${box}-${ends[1].node}`
  return `${pair} ${peering} ${family}`
}

/** A router that names no key has the one that the peering names. */
function sharedKeys(design: Design, link: ExpandedLink): readonly [string | undefined, string | undefined] {
  if (link.kind !== 'circuit') return [undefined, undefined]
  const configured = circuitOf(design, link.circuit).peerings.get(link.peering)?.sharedKey
  return [connectionOf(design, link)?.sharedKey ?? configured, configured]
}

/** BFD18: the MSEE offers it on the peering, and the customer has to configure it besides. */
function bfdOfEnds(design: Design, link: ExpandedLink): readonly [BfdOfEnd, BfdOfEnd] | undefined {
  if (link.kind !== 'circuit') return undefined
  const isOffered = circuitOf(design, link.circuit).peerings.get(link.peering)?.bfd === true
  const own = connectionOf(design, link)?.bfd
  return [
    { timers: own || usualBfd, isOn: isOffered && own !== false },
    { timers: mseeBfd(design.assumptions), isOn: isOffered },
  ]
}

function connectionOf(design: Design, link: PeeringLink): RouterConnection | undefined {
  return design.routers.get(link.ends[0].node)?.connections.find((connection) => sameEnd(connection, link))
}

/** The part of a peer's configuration that the session alone settles, seen from one of its ends. */
export type Neighbourhood = Pick<
  PeerConfiguration,
  'name' | 'remote' | 'interface' | 'localAddress' | 'remoteAddress'
>

export function neighbourhood(
  { name, link, ends: [near, far] }: ExpandedSession,
  node: string,
): Neighbourhood {
  const [own, other] = near.node === node ? [near, far] : [far, near]
  return {
    name,
    remote: other.node,
    interface: link.name,
    localAddress: own.address,
    remoteAddress: own.peerAddress,
  }
}

/** A node's ports, each under the name of its link, with the addresses that it is configured with. */
export function interfacesOf(
  node: string,
  links: readonly ExpandedLink[],
): readonly InterfaceConfiguration[] {
  return links.flatMap(({ name, ends: [near, far], mismatch }) => {
    if (near.node === node) return [{ name, addresses: (mismatch === 'addresses' ? far : near).addresses }]
    return far.node === node ? [{ name, addresses: far.addresses }] : []
  })
}
