import type { Topology } from '../../scenario/topology.ts'
import { farPort } from '../../sim/link.ts'
import type { SessionOctets } from '../session-octets.ts'
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

/** The network of a scenario as its cables show it. Hardware addresses are made up: locally administered, a port each. */
export function cablesOf({ expansion, plan }: Topology): Cables {
  const links = new Map(plan.links.map((link, index) => [link.name, { link, index }]))
  const vlanIds = new Map(expansion.links.map(({ name, vlanId }) => [name, vlanId]))
  const nodes = new Map(plan.routers.map(({ speaker }, index) => [speaker.name, index]))
  const cable = (name: string): { readonly link: (typeof plan.links)[number]; readonly index: number } => {
    const known = links.get(name)
    if (known === undefined) throw new Error(`no link ${name}`)
    return known
  }
  return {
    farNode: (node, link) => farPort(cable(link).link, node).node,
    hardwareAddress: (node, link) => [2, 0, ...pair(nodes.get(node) ?? 0), ...pair(cable(link).index)],
    vlanId: (link) => vlanIds.get(link),
  }
}

function pair(number: number): readonly number[] {
  return [(number >> 8) & 0xff, number & 0xff]
}
