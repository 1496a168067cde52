import { formatAddress } from '../../net/address-text.ts'
import { linkAddresses } from '../addressing.ts'
import type { Design } from '../design.ts'
import { connectionsByLink } from './connections.ts'
import type { Breach } from './rule.ts'

/** A3: one customer address is one router. */
export function sharedLinks(design: Design): readonly Breach[] {
  return connectionsByLink(design).flatMap(({ circuit, path, connections }) => {
    const [first, ...others] = connections
    return others.map(({ router, index }) => ({
      path: ['routers', router, 'connect', index],
      message: `${router} and ${first?.router} are both connected to ${circuit}.${path}, which has one customer address`,
      fix: 'connect one router to each link; a second router takes the other link or another circuit',
    }))
  })
}

/** A3: a router that calls itself what the MSEE is called. */
export function swappedAddresses(design: Design): readonly Breach[] {
  return connectionsByLink(design).flatMap(({ circuit, path, peering, connections }) => {
    const subnets = design.circuits.get(circuit)?.peerings.get(peering)?.ipv4
    if (subnets === undefined) return []
    const { customer, microsoft } = linkAddresses(subnets[path])
    const [own, taken] = [customer, microsoft].map(formatAddress)
    return connections
      .filter(({ connection }) => connection.swapsAddresses)
      .map(({ router, index }) => ({
        path: ['routers', router, 'connect', index, 'swapAddresses'],
        message: `${router} has ${taken} on ${circuit}.${path}, which is the MSEE's address: ARP finds nobody, and nothing gets through`,
        fix: `give ${router} the first address, ${own}: leave swapAddresses out`,
      }))
  })
}

/** A8: a router that sends its frames to another VLAN. */
export function otherVlans(design: Design): readonly Breach[] {
  return connectionsByLink(design).flatMap(({ circuit, path, peering, connections }) => {
    const configured = design.circuits.get(circuit)?.peerings.get(peering)?.vlanId
    return connections
      .filter(({ connection: { vlanId } }) => vlanId !== undefined && vlanId !== configured)
      .map(({ router, index, connection: { vlanId } }) => ({
        path: ['routers', router, 'connect', index, 'vlanId'],
        message: `${router} is on VLAN ${vlanId} of ${circuit}.${path}, where the MSEE is on ${configured}: ARP finds nobody, and nothing gets through`,
        fix: `give ${router} VLAN ${configured}: leave vlanId out`,
      }))
  })
}

/** B10: a router of another AS than the MSEE is configured for. */
export function otherAsns(design: Design): readonly Breach[] {
  return connectionsByLink(design).flatMap(({ circuit, path, peering, connections }) => {
    const expected = design.circuits.get(circuit)?.peerings.get(peering)?.peerAsn
    return connections
      .filter(({ settings: { asn } }) => asn !== expected)
      .map(({ router, index, settings: { asn } }) => ({
        path: ['routers', router, 'connect', index],
        message: `${router} is AS ${asn} on ${circuit}.${path}, where peerAsn is ${expected}: the MSEE refuses its OPEN, and the session cannot come up`,
        fix: `write asn: ${expected} at ${router}, or peerAsn: ${asn} at the peering`,
      }))
  })
}
