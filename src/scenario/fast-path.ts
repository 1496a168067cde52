import type { Design, VirtualNetwork } from '../expressroute/design.ts'
import { bypassesGateway } from '../expressroute/fast-path.ts'
import { gatewayLatencyMicros } from '../expressroute/latency.ts'
import { gatewayInstances, gatewayName, mseeName, paths } from '../expressroute/node-names.ts'
import { type PackedPrefixes, packByFamily } from '../net/packed-prefixes.ts'
import type { Shortcut } from '../sim/forwarding/shortcuts.ts'
import type { Link } from '../sim/link.ts'

/** A way of packets from an MSEE to the hosts of a network, past its gateway. */
export interface FastPath {
  readonly msee: string
  readonly shortcut: Shortcut
  readonly link: Link
}

export function fastPathsOf(design: Design): readonly FastPath[] {
  return [...design.virtualNetworks].flatMap(([name, network]) => {
    const spokes = [...design.spokes].filter(([, { hub }]) => hub === name)
    return [
      ...past(design, name, network, { name, prefixes: packByFamily(network.addressSpace), isSpoke: false }),
      ...spokes.flatMap(([spoke, { addressSpace }]) =>
        past(design, name, network, { name: spoke, prefixes: addressSpace, isSpoke: true }),
      ),
    ]
  })
}

interface Hosts {
  readonly name: string
  readonly prefixes: readonly PackedPrefixes[]
  readonly isSpoke: boolean
}

function past(
  design: Design,
  hub: string,
  { connections }: VirtualNetwork,
  { name, prefixes, isSpoke }: Hosts,
): readonly FastPath[] {
  return connections
    .filter((connection) => bypassesGateway(design, connection, isSpoke))
    .flatMap(({ circuit }) =>
      paths.map((path) => {
        const msee = mseeName(circuit, path, 'private')
        const link = `${msee}-${name}`
        return {
          msee,
          shortcut: {
            prefixes,
            past: gatewayInstances.map((instance) => gatewayName(hub, instance)),
            to: name,
            link,
          },
          link: {
            name: link,
            ends: [
              { node: msee, addresses: [] },
              { node: name, addresses: [] },
            ],
            delayMicros: gatewayLatencyMicros,
            carrier: 'direct',
          },
        }
      }),
    )
}
