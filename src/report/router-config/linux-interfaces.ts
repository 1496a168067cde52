import { formatAddress } from '../../net/address-text.ts'
import type { ExportedRouter, ExportedUnit } from './exported-router.ts'

/** Daemons on Linux use the interfaces that they find: `eth0`, or `eth0.100` for a VLAN of it. */
export function linuxInterface(port: number, { vlanId }: ExportedUnit): string {
  return vlanId === undefined ? `eth${port}` : `eth${port}.${vlanId}`
}

/** The commands that make the VLANs. */
export function linuxLinkLines({ ports }: ExportedRouter): readonly string[] {
  return ports.flatMap(({ units }, port) =>
    units.flatMap((unit) =>
      unit.vlanId === undefined
        ? []
        : [
            `ip link add link eth${port} name ${linuxInterface(port, unit)} type vlan id ${unit.vlanId}`,
            `ip link set ${linuxInterface(port, unit)} up`,
          ],
    ),
  )
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
