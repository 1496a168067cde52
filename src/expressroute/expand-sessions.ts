import type { InterfaceConfiguration, PeerConfiguration } from '../bgp/speaker-configuration.ts'
import type { Family } from '../net/address.ts'
import type { Design } from './design.ts'
import { circuitOf } from './expand-links.ts'
import type { ExpandedLink, ExpandedSession, SessionEnd } from './expansion.ts'

/** One session for each family of a link: the documents have IPv4 and IPv6 stand and fall apart. */
export function expandSessions(design: Design, links: readonly ExpandedLink[]): readonly ExpandedSession[] {
  return links.flatMap((link) => {
    const [near, far] = link.ends
    const keys = sharedKeys(design, link)
    return near.addresses.flatMap(({ address }, index) => {
      const facing = far.addresses[index]
      if (facing === undefined) throw new Error(`the ends of ${link.name} have different families`)
      const ends: readonly [SessionEnd, SessionEnd] = [
        { node: near.node, address, sharedKey: keys[0] },
        { node: far.node, address: facing.address, sharedKey: keys[1] },
      ]
      return [{ name: sessionName(near.node, far.node, address.family), link, family: address.family, ends }]
    })
  })
}

/** The customer's name or the MSEE's, then the far end's; unique, since two nodes share one link at most. */
function sessionName(near: string, far: string, family: Family): string {
  return `${near}-${far} private ${family}`
}

/** A router that names no key has the one that the peering names. */
function sharedKeys(design: Design, link: ExpandedLink): readonly [string | undefined, string | undefined] {
  if (link.kind === 'gateway') return [undefined, undefined]
  const configured = circuitOf(design, link.circuit).peerings.private?.sharedKey
  const connection = design.routers
    .get(link.ends[0].node)
    ?.connections.find(({ circuit, path }) => circuit === link.circuit && path === link.path)
  return [connection?.sharedKey ?? configured, configured]
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
    remoteAddress: other.address,
  }
}

/** A node's ports, each under the name of its link. */
export function interfacesOf(
  node: string,
  links: readonly ExpandedLink[],
): readonly InterfaceConfiguration[] {
  return links.flatMap(({ name, ends }) =>
    ends.filter((end) => end.node === node).map(({ addresses }) => ({ name, addresses })),
  )
}
