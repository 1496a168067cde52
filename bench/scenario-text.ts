/** What differs from run to run of the large scenario. */
export interface LargeScenario {
  /** How many prefixes each customer edge announces. */
  readonly prefixes: number
  /** Whether both announce the same ones, or each its own. */
  readonly share: 'same' | 'distinct'
}

/** A scenario in which each customer edge announces so many prefixes, and the primary link is cut silently. */
export function largeScenario({ prefixes, share }: LargeScenario): string {
  const sites =
    share === 'same'
      ? site('head-office', 'ce1, ce2', '10.16.0.0/12', prefixes)
      : site('head-office', 'ce1', '10.16.0.0/12', prefixes) + site('branch', 'ce2', '10.32.0.0/12', prefixes)
  return `version: 1
title: The primary link is cut, ${prefixes} prefixes from each customer edge
era: current
seed: 1
circuits:
  er-amsterdam:
    peeringLocation: Amsterdam
    connectivity: cloud-exchange
    sku: { tier: Premium, family: MeteredData }
    bandwidth: 1 Gbps
    peerings:
      private:
        vlanId: 100
        peerAsn: 65010
        primaryPeerAddressPrefix: 172.16.0.0/30
        secondaryPeerAddressPrefix: 172.16.0.4/30
routers:
  ce1: { asn: 65010, connect: { circuit: er-amsterdam, path: primary } }
  ce2: { asn: 65010, connect: { circuit: er-amsterdam, path: secondary } }
sites:
${sites}virtualNetworks:
  vnet-weu:
    region: West Europe
    addressSpace: [10.200.0.0/16]
    gateway: { sku: ErGw1AZ }
    connections: [{ circuit: er-amsterdam, weight: 0 }]
flows:
  web: { from: head-office, to: vnet-weu, probe: 10 per second }
timeline:
  - { when: converged, label: steady }
  - { at: steady + 10s, cut: er-amsterdam.primary, silently: true, label: cut, for: 10m }
expect:
  - { sessions: all, are: Established, at: steady }
  - { loops: none, always: true }
`
}

function site(name: string, behind: string, within: string, count: number): string {
  return `  ${name}:
    behind: [${behind}]
    prefixes: [{ generate: { within: ${within}, length: 28, count: ${count} } }]
`
}
