import type { SimulationPlan } from '../sim/plan.ts'

/** The six octets of a port's hardware address, by its node and link. */
export type HardwareAddressOf = (node: string, link: string) => readonly number[]

/** They are made up: locally administered, one for each port, the same in captures and in ARP tables. */
export function hardwareAddresses({ routers, links }: SimulationPlan): HardwareAddressOf {
  const nodes = new Map(routers.map(({ speaker }, index) => [speaker.name, index]))
  const cables = new Map(links.map(({ name }, index) => [name, index]))
  return (node, link) => {
    const cable = cables.get(link)
    if (cable === undefined) throw new Error(`no link ${link}`)
    return [2, 0, ...pair(nodes.get(node) ?? 0), ...pair(cable)]
  }
}

function pair(number: number): readonly number[] {
  return [(number >> 8) & 0xff, number & 0xff]
}
