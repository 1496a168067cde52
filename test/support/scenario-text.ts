import { parseScenario } from '../../src/scenario/parse.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'

/** A circuit with two routers, a site, a virtual network and a flow; `more` is added at the top level. */
export function scenario(more: string, ce1 = ''): Scenario {
  return parseScenario(`version: 1
title: Test
circuits:
  er:
    peeringLocation: Amsterdam
    sku: { tier: Standard }
    bandwidth: 1 Gbps
    peerings:
      private:
        vlanId: 100
        peerAsn: 65010
        peerAddressPrefix: 172.16.0.0/29
        ipv6: { peerAddressPrefix: "2001:db8::/125" }
routers:
  ce1: { asn: 65010, connect: { circuit: er, path: primary }${ce1} }
  ce2: { asn: 65010, connect: [{ circuit: er, path: secondary }] }
sites:
  office: { behind: [ce1, ce2], prefixes: [10.1.0.0/16] }
virtualNetworks:
  vnet:
    region: West Europe
    addressSpace: [10.200.0.0/16]
    gateway: { sku: ErGw1AZ }
    connections: [{ circuit: er }]
flows:
  web: { from: office, to: vnet }
${more}`)
}

/** Private and Microsoft peering side by side, each with a router on both links. */
export function twoPeerings(more: string): Scenario {
  return parseScenario(`version: 1
title: Test
circuits:
  er:
    peeringLocation: Amsterdam
    sku: { tier: Standard }
    bandwidth: 1 Gbps
    peerings:
      private: { vlanId: 100, peerAsn: 65551, peerAddressPrefix: 172.16.0.0/29 }
      microsoft: { vlanId: 200, peerAsn: 65551, peerAddressPrefix: 203.0.113.0/29 }
routers:
  ce1: { asn: 65551, connect: [{ circuit: er, path: primary }, { circuit: er, path: primary, peering: microsoft }] }
  ce2: { asn: 65551, connect: [{ circuit: er, path: secondary }, { circuit: er, path: secondary, peering: microsoft }] }
${more}`)
}
