import { formatAddress } from '../../net/address-text.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import type { ExportedRouter, ExportedUnit } from './exported-router.ts'

/** Daemons on Linux use the interfaces that they find: `eth0`, or `eth0.100` for a VLAN of it. */
export function linuxInterface(port: number, { tags }: Pick<ExportedUnit, 'tags'>): string {
  return [`eth${port}`, ...tags].join('.')
}

/** The commands that make the VLANs. */
export function linuxLinkLines({ ports }: ExportedRouter): readonly string[] {
  const lines = ports.flatMap(({ units }, port) =>
    units.flatMap(({ tags }) =>
      tags.flatMap((tag, index) => {
        const [below, own] = [index, index + 1].map((count) =>
          linuxInterface(port, { tags: tags.slice(0, count) }),
        )
        return [`ip link add link ${below} name ${own} type vlan id ${tag}`, `ip link set ${own} up`]
      }),
    ),
  )
  // The interface of an outer tag is there once, whatever is inside.
  return [...new Set(lines)]
}

/** The commands that give the interfaces their addresses, for a daemon that leaves them alone. */
export function linuxAddressLines({ ports }: ExportedRouter): readonly string[] {
  return ports.flatMap(({ units }, port) =>
    units.flatMap((unit) =>
      unit.addresses.map(
        ({ address, length }) =>
          `ip address add ${formatAddress(address)}/${length} dev ${linuxInterface(port, unit)}`,
      ),
    ),
  )
}

/** The commands that set static routes beside a daemon's table, where they do not hide what BGP tells others. */
export function linuxRouteLines({ statics }: ExportedRouter): readonly string[] {
  return statics.map(
    ({ prefix, via, port, unit }) =>
      `ip route add ${formatPrefix(prefix)} via ${formatAddress(via)} dev ${linuxInterface(port, unit)}`,
  )
}
