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

/**
 * Two sites with a circuit each, four MSEEs, four customer edges and so many prefixes, BFD everywhere: 18 things may fail.
 */
export function twoSites(prefixes: number): string {
  const half = prefixes / 2
  return `version: 1
title: Two sites, two circuits, ${prefixes} prefixes
circuits:
${circuit('er-north', 'Amsterdam', 65010, '172.16.0.0/29')}${circuit('er-south', 'Dublin', 65020, '172.16.1.0/29')}routers:
  n1: { asn: 65010, connect: { circuit: er-north, path: primary } }
  n2: { asn: 65010, connect: { circuit: er-north, path: secondary } }
  s1: { asn: 65020, connect: { circuit: er-south, path: primary } }
  s2: { asn: 65020, connect: { circuit: er-south, path: secondary } }
sessions:
  - { between: [n1, n2], nextHopSelf: true }
  - { between: [s1, s2], nextHopSelf: true }
  - { between: [n1, s1], bfd: true }
  - { between: [n2, s2], bfd: true }
sites:
${site('north', 'n1, n2', '10.16.0.0/12', half)}${site('south', 's1, s2', '10.32.0.0/12', half)}virtualNetworks:
  vnet-weu:
    region: West Europe
    addressSpace: [10.200.0.0/16]
    gateway: { sku: ErGw1AZ }
    connections: [{ circuit: er-north }, { circuit: er-south }]
flows:
  north: { from: north, to: vnet-weu }
  south: { from: south, to: vnet-weu }
`
}

/** Five circuits, ten customer edges, ten MSEEs, ten gateway instances, each of which holds so many prefixes: a cut and a crash. */
export function thirtyRouters(prefixes: number): string {
  const places = ['Amsterdam', 'Dublin', 'London', 'Frankfurt', 'Paris']
  const names = ['a', 'b', 'c', 'd', 'e']
  const circuits = names.map((name, index) =>
    circuit(`er-${name}`, places[index] ?? '', 65010, `172.16.${index}.0/29`),
  )
  const edges = names.flatMap((name) => [
    `  ${name}1: { asn: 65010, connect: { circuit: er-${name}, path: primary } }\n`,
    `  ${name}2: { asn: 65010, connect: { circuit: er-${name}, path: secondary } }\n`,
  ])
  const connections = names.map((name) => `{ circuit: er-${name} }`).join(', ')
  const networks = names.map(
    (name, index) => `  vnet-${name}:
    region: West Europe
    addressSpace: [10.${200 + index}.0.0/16]
    gateway: { sku: ErGw3AZ }
    connections: [${connections}]
`,
  )
  const behind = names.flatMap((name) => [`${name}1`, `${name}2`]).join(', ')
  return `version: 1
title: Thirty routers, ${prefixes} prefixes
circuits:
${circuits.join('').replaceAll(', bfd: true', '')}routers:
${edges.join('')}sites:
${site('head-office', behind, '10.16.0.0/12', prefixes)}virtualNetworks:
${networks.join('')}flows:
  web: { from: head-office, to: vnet-a }
timeline:
  - { when: converged, label: steady }
  - { at: steady + 10s, cut: er-a.primary, silently: true, label: cut, for: 10m }
  - { at: cut + 60s, crash: b1, for: 60s }
`
}

function circuit(name: string, location: string, asn: number, subnet: string): string {
  return `  ${name}:
    peeringLocation: ${location}
    sku: { tier: Premium }
    bandwidth: 1 Gbps
    peerings:
      private: { vlanId: 100, peerAsn: ${asn}, peerAddressPrefix: ${subnet}, bfd: true }
`
}

/** Two routers with a session, of which one announces so many prefixes, so that both have them. */
export function twoRouters(prefixes: number): string {
  return `version: 1
title: Two routers, ${prefixes} prefixes
routers:
  a: { asn: 65001, advertise: [{ generate: { within: 10.0.0.0/8, length: 25, count: ${prefixes} } }] }
  b: { asn: 65002 }
sessions:
  - { between: [a, b] }
`
}
