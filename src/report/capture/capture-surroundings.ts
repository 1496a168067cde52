import type { Topology } from '../../scenario/topology.ts'
import { farPort, type Link } from '../../sim/link.ts'
import { hardwareAddresses } from '../hardware-address.ts'
import type { SessionOctets } from '../trace/session-octets.ts'
import type { Cables } from './end-frames.ts'
import type { CaptureSurroundings } from './tcp-capture.ts'

/** What a capture of a run of the scenario must know. */
export function captureSurroundings(topology: Topology, octets: SessionOctets): CaptureSurroundings {
  return {
    ...cablesOf(topology),
    octetsOf: ({ node, local, remote }, message) =>
      octets.encode(node, octets.peerBetween(node, local, remote).name, message),
  }
}

/** The network of a scenario as its cables show it. */
export function cablesOf({ expansion, plan }: Topology): Cables {
  const links = new Map(plan.links.map((link) => [link.name, link]))
  const tagged = new Map(expansion.links.map((link) => [link.name, link]))
  const cable = (name: string): Link => {
    const known = links.get(name)
    if (known === undefined) throw new Error(`no link ${name}`)
    return known
  }
  return {
    farNode: (node, link) => farPort(cable(link), node).node,
    hardwareAddress: hardwareAddresses(plan),
    vlanId: (node, name) => {
      const link = tagged.get(name)
      return link?.ends[0].node === node ? link.customerVlanId : link?.vlanId
    },
  }
}
