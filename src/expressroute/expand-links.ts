import { type Family, families } from '../net/address.ts'
import { linkAddresses } from './addressing.ts'
import { innerLinkAddresses } from './derived-numbers.ts'
import type { Circuit, Design, GatewayConnection, Path, PrivatePeering, VirtualNetwork } from './design.ts'
import type { ExpandedLink, ExpandedPort } from './expansion.ts'
import { gatewayLatencyMicros } from './latency.ts'
import { circuitLinkName, gatewayInstances, gatewayName, mseeName, paths } from './node-names.ts'

/** Every cable of the design: first those of the circuits, then those inside Microsoft's network. */
export function expandLinks(design: Design): readonly ExpandedLink[] {
  return [...circuitLinks(design), ...gatewayLinks(design)]
}

/** The circuit of this name, which the reader of the file has seen to exist. */
export function circuitOf(design: Design, name: string): Circuit {
  const circuit = design.circuits.get(name)
  if (circuit === undefined) throw new Error(`no circuit ${name} in the design`)
  return circuit
}

/** A path that no router is connected to has no link: its MSEE waits for nobody. */
function circuitLinks(design: Design): readonly ExpandedLink[] {
  return [...design.circuits].flatMap(([name, circuit]) => {
    const peering = circuit.peerings.private
    if (peering === undefined) return []
    return paths.flatMap((path) => {
      const router = routerAt(design, name, path)
      return router === undefined ? [] : [circuitLink(name, circuit, peering, path, router)]
    })
  })
}

function routerAt(design: Design, circuit: string, path: Path): string | undefined {
  return [...design.routers].find(([, { connections }]) => {
    return connections.some((connection) => connection.circuit === circuit && connection.path === path)
  })?.[0]
}

function circuitLink(
  name: string,
  { connectivity, latencyMicros }: Circuit,
  { ipv4, ipv6, vlanId }: PrivatePeering,
  path: Path,
  router: string,
): ExpandedLink {
  const addresses = [ipv4, ipv6].flatMap((subnets) =>
    subnets === undefined ? [] : [linkAddresses(subnets[path])],
  )
  return {
    name: circuitLinkName(name, path),
    kind: 'circuit',
    circuit: name,
    path,
    ends: [
      { node: router, addresses: addresses.map(({ customer, length }) => ({ address: customer, length })) },
      {
        node: mseeName(name, path),
        addresses: addresses.map(({ microsoft, length }) => ({ address: microsoft, length })),
      },
    ],
    delayMicros: latencyMicros,
    carrier: connectivity === 'direct' ? 'direct' : 'layer-2',
    vlanId,
  }
}

function gatewayLinks(design: Design): readonly ExpandedLink[] {
  const cables = [...design.virtualNetworks].flatMap(([name, network]) =>
    network.connections.flatMap((connection) => gatewayCables(design, name, network, connection)),
  )
  return cables.map((cable, index) => gatewayLink(cable, index))
}

interface GatewayCable {
  readonly circuit: string
  readonly path: Path
  readonly gateway: string
  readonly families: readonly Family[]
}

/** Both instances to both MSEEs; IPv6 where the peering has it and the virtual network has addresses of it. */
function gatewayCables(
  design: Design,
  name: string,
  { addressSpace }: VirtualNetwork,
  { circuit }: GatewayConnection,
): readonly GatewayCable[] {
  const peering = circuitOf(design, circuit).peerings.private
  if (peering === undefined) return []
  const carried = families.filter((family) => {
    return (
      family === 'ipv4' ||
      (peering.ipv6 !== undefined && addressSpace.some((prefix) => prefix.family === 'ipv6'))
    )
  })
  return paths.flatMap((path) =>
    gatewayInstances.map((instance) => ({
      circuit,
      path,
      gateway: gatewayName(name, instance),
      families: carried,
    })),
  )
}

function gatewayLink(
  { circuit, path, gateway, families: carried }: GatewayCable,
  index: number,
): ExpandedLink {
  const msee = mseeName(circuit, path)
  const pairs = carried.map((family) => innerLinkAddresses(index, family))
  const lower: ExpandedPort = { node: msee, addresses: pairs.map(([address]) => address) }
  const upper: ExpandedPort = { node: gateway, addresses: pairs.map(([, address]) => address) }
  return {
    name: `${msee}-${gateway}`,
    kind: 'gateway',
    circuit,
    path,
    ends: [lower, upper],
    delayMicros: gatewayLatencyMicros,
    carrier: 'direct',
    vlanId: undefined,
  }
}
