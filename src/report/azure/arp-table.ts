import { formatAddress } from '../../net/address-text.ts'
import type { RouterResult } from '../../scenario/result/run-result.ts'
import type { Topology } from '../../scenario/topology.ts'
import { hardwareAddresses } from '../hardware-address.ts'
import type { AzAnswer, AzRow } from './az-answer.ts'
import { type PeeringPath, sessionsOf } from './peering.ts'

/** Model assumption: the MSEE asks anew at the moment at which its table is looked at, so nothing in it has aged. */
const age = 0

/**
 * `az network express-route list-arp-tables`, as ARP23 reads it: both entries where the link works, `Incomplete` where the
 * customer's router does not answer, nothing where the MSEE's own port is down.
 */
export function circuitArpTable(
  msee: RouterResult,
  { expansion, plan }: Topology,
  place: PeeringPath,
): AzAnswer {
  const hardwareAddressOf = hardwareAddresses(plan)
  const sessions = sessionsOf(expansion, place).filter(
    ({ link, family }) => link.kind === 'circuit' && family === 'ipv4',
  )
  const rows = sessions.flatMap(({ link, ends: [customer, microsoft] }): readonly AzRow[] => {
    const port = msee.ports.find((candidate) => candidate.link === link.name)
    if (port?.isUp !== true) return []
    const row = (interfaceName: string, address: string, macAddress: string): AzRow => ({
      age,
      interface: interfaceName,
      ipAddress: address,
      macAddress,
    })
    const resolved = dotted(hardwareAddressOf(customer.node, link.name))
    return [
      row('On-Prem', formatAddress(microsoft.peerAddress), port.isAnswered ? resolved : 'Incomplete'),
      row(
        'Microsoft',
        formatAddress(microsoft.address),
        dotted(hardwareAddressOf(microsoft.node, link.name)),
      ),
    ]
  })
  return { kind: 'list', rows, columns: undefined }
}

/** `02cf.2b02.c22b`. */
function dotted(octets: readonly number[]): string {
  const digits = octets.map((octet) => octet.toString(16).padStart(2, '0')).join('')
  return digits.replace(/(.{4})(?=.)/g, '$1.')
}
