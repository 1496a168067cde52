/** The documents behind tables and rules, by the keys that comments here use; dates are those of the text read. */
const sources = {
  ALERT23: 'Microsoft, how-to-custom-route-alert, 2023-12-28',
  ARP23: 'Microsoft, expressroute-troubleshooting-arp-resource-manager, 2023-06-30',
  ASYM16: 'Microsoft, expressroute-asymmetric-routing, 2016-08-23',
  BFD18: 'Microsoft, expressroute-bfd, 2018-08-17',
  COST20: 'Microsoft, plan-manage-cost, 2020-11-30',
  COM21: 'Microsoft, how-to-configure-custom-bgp-communities, 2021-10-18',
  BW25: 'Microsoft, about-upgrade-circuit-bandwidth, 2025-01-31',
  CMP19: 'Microsoft, expressroute-peering-comparison, 2019-12-13',
  CO18: 'Microsoft, expressroute-howto-coexist-resource-manager, 2018-06-05',
  CP22: 'Microsoft, expressroute-circuit-peerings, 2022-09-19',
  CT21: 'blog.cloudtrooper.net, CLI-based analysis of an ExpressRoute private peering, 2021-07-12',
  CT22: 'blog.cloudtrooper.net, Azure VMware Solution networking, 2022-05-16',
  DIR19: 'Microsoft, expressroute-erdirect-about, 2019-07-10',
  FAQ17: 'Microsoft, ExpressRoute FAQ, 2017-03-29',
  FAQ26: 'Microsoft, ExpressRoute FAQ, 2026-03-31',
  GEO24: 'Microsoft, expressroute-azure-regions-geopolitical-region, 2024-04-05',
  GR19: 'Microsoft, expressroute-global-reach, 2019-02-25',
  GW17: 'Microsoft, expressroute-about-virtual-network-gateways, 2017-07-05',
  GW23: 'Microsoft, expressroute-about-virtual-network-gateways, 2023-10-05',
  HA19: 'Microsoft, designing-for-high-availability-with-expressroute, 2019-06-28',
  HA24: 'Microsoft, designing-for-high-availability-with-expressroute, 2024-11-18',
  GH121050: 'MicrosoftDocs/azure-docs issue 121050',
  LAB26: 'erjosito/net-lab-builder, labs/expressroute-megaport-bgp, captured output, 2026',
  LIM23: 'Microsoft, expressroute-limits, 2023-10-09',
  LINK20: 'Microsoft, expressroute-howto-linkvnet-arm, 2020-10-06',
  LOC16: 'Microsoft, expressroute-locations-providers, 2016-07-28',
  LOC26: 'Microsoft, expressroute-locations-providers, 2026-04-28',
  METRO24: 'Microsoft, metro, 2024-06-03',
  MODEL20: 'Microsoft, expressroute-connectivity-models, 2020-10-07',
  NAT16: 'Microsoft, expressroute-nat, 2016-10-10',
  OPT23: 'Microsoft, expressroute-optimize-routing, 2023-06-15',
  PEER19: 'Microsoft, expressroute-howto-routing-portal-resource-manager, 2019-02-13',
  PM23: 'Microsoft, planned-maintenance, 2023-05-10',
  QOS15: 'Microsoft, expressroute-qos, 2015-10-06',
  QOS23: 'Microsoft, expressroute-qos, 2023-06-30',
  RATE23: 'Microsoft, rate-limit, 2023-11-15',
  RT16: 'Microsoft, expressroute-routing, 2016-08-10',
  RT26: 'Microsoft, ExpressRoute routing requirements, 2026-03-12',
  RT23: 'Microsoft, ExpressRoute routing requirements, 2023-09-06',
  RF23: 'Microsoft, how-to-routefilter-cli, 2023-09-15',
  SEED: 'Microsoft, ExpressRoute technical overview, 2017-02-28',
  TS17: 'Microsoft, expressroute-troubleshooting-expressroute-overview, 2017-09-26',
  WF23: 'Microsoft, expressroute-workflows, 2023-06-30',
  VPN23: 'Microsoft, use-s2s-vpn-as-backup-for-expressroute-privatepeering, 2023-12-28',
} as const

export type SourceKey = keyof typeof sources

/** The documents in one line, for a rule that rests on them. */
export function cite(...keys: readonly SourceKey[]): string {
  return keys.map((key) => sources[key]).join('; ')
}
