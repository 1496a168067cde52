/** What a scenario of any size has more of than the smallest. */
export interface Size {
  readonly circuits?: number
  /** Of the one site. */
  readonly prefixes?: number
  readonly bfd?: boolean
  /** Entries, after one that waits for convergence and has the label `steady`. */
  readonly timeline?: readonly string[]
}

/** A site behind two routers for each circuit, and a virtual network that is linked with the first four. */
export function sizedScenario({ circuits = 1, prefixes = 10, bfd = false, timeline = [] }: Size): string {
  const numbers = Array.from({ length: circuits }, (_, number) => number)
  const lines = (line: (number: number) => string): string => numbers.map(line).join('\n')
  return `version: 1
title: of a size
circuits:
${lines(
  (number) => `  er${number}:
    peeringLocation: Amsterdam
    connectivity: cloud-exchange
    sku: { tier: Premium, family: MeteredData }
    bandwidth: 1 Gbps
    peerings:
      private:
        vlanId: 100
        peerAsn: 65010
        bfd: ${bfd}
        primaryPeerAddressPrefix: 172.16.${number}.0/30
        secondaryPeerAddressPrefix: 172.16.${number}.4/30`,
)}
routers:
${lines(
  (number) => `  cea${number}: { asn: 65010, connect: { circuit: er${number}, path: primary } }
  ceb${number}: { asn: 65010, connect: { circuit: er${number}, path: secondary } }`,
)}
sites:
  s0:
    behind: [${numbers.map((number) => `cea${number}, ceb${number}`).join(', ')}]
    prefixes: [{ generate: { within: 10.0.0.0/10, length: 26, count: ${prefixes} } }]
virtualNetworks:
  v0:
    region: West Europe
    addressSpace: [10.200.0.0/16]
    gateway: { sku: ErGw3AZ }
    connections: [${numbers
      .slice(0, 4)
      .map((number) => `{ circuit: er${number}, weight: 0 }`)
      .join(', ')}]
flows:
  web: { from: s0, to: v0, probe: 10 per second }
timeline:
  - { when: converged, label: steady }
${timeline.map((entry) => `  - { ${entry} }\n`).join('')}`
}
