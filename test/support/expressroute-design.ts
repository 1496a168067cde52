import type {
  Circuit,
  CustomerRouter,
  Design,
  GatewayConnection,
  GlobalReach,
  Peering,
  RouterConnection,
  VirtualNetwork,
  WrittenPrefix,
} from '../../src/expressroute/design.ts'
import { parseAddress } from '../../src/net/address-text.ts'
import { networkOf, type Prefix } from '../../src/net/prefix.ts'
import { usualAssumptions } from '../../src/scenario/schema/assumptions.ts'

/** A subnet as a file has it, host bits and all. */
export function written(text: string): WrittenPrefix {
  const [address = '', length] = text.split('/')
  return { address: parseAddress(address), length: Number(length) }
}

export function prefix(text: string): Prefix {
  const { address, length } = written(text)
  return networkOf(address, length)
}

export function privatePeering(difference: Partial<Peering> = {}): Peering {
  return {
    state: 'Enabled',
    vlanId: 100,
    peerAsn: 65010,
    ipv4: { primary: written('172.16.0.0/30'), secondary: written('172.16.0.4/30') },
    ipv6: undefined,
    sharedKey: undefined,
    bfd: false,
    publicSide: undefined,
    ...difference,
  }
}

export function circuit(difference: Partial<Circuit> = {}, peering: Partial<Peering> = {}): Circuit {
  return {
    peeringLocation: 'Amsterdam',
    cloud: 'public',
    connectivity: 'cloud-exchange',
    isManaged: false,
    portPair: undefined,
    sku: { tier: 'Standard', family: 'MeteredData' },
    bandwidthMbps: 1_000,
    queueWeights: { interactive: 1, default: 1 },
    latencyMicros: 2_000,
    provider: 'Provisioned',
    authorizations: [],
    peerings: new Map([['private', privatePeering(peering)]]),
    ...difference,
  }
}

export function connection(difference: Partial<RouterConnection> = {}): RouterConnection {
  return {
    ...{ index: 0, circuit: 'er-amsterdam', path: 'primary', peering: 'private', sharedKey: undefined },
    ...{ bfd: undefined, vlanId: undefined, swapsAddresses: false },
    ...difference,
  }
}

export function router(
  connections: readonly Partial<RouterConnection>[],
  difference: Partial<CustomerRouter> = {},
): CustomerRouter {
  return {
    asn: 65010,
    connections: connections.map(connection),
    holdTimeSeconds: 180,
    keepaliveSeconds: 60,
    isInternet: false,
    translates: [],
    isFirewall: false,
    ...difference,
  }
}

function gatewayConnection(difference: Partial<GatewayConnection> = {}): GatewayConnection {
  return {
    ...{ circuit: 'er-amsterdam', weight: 0, latencyMicros: 1_000, authorization: undefined },
    ...{ fastPath: false },
    ...difference,
  }
}

export function virtualNetwork({
  connections = [{}],
  ...difference
}: Partial<Omit<VirtualNetwork, 'connections'>> & {
  readonly connections?: readonly Partial<GatewayConnection>[]
} = {}): VirtualNetwork {
  return {
    region: 'West Europe',
    addressSpace: [prefix('10.200.0.0/16')],
    gatewaySku: 'ErGw1AZ',
    gatewaySubnet: undefined,
    hasVpnGateway: false,
    summarizedGatewayPrefixes: [],
    community: undefined,
    connections: connections.map(gatewayConnection),
    ...difference,
  }
}

/** Two circuits that Global Reach joins. */
export function globalReach(a: string, b: string, difference: Partial<GlobalReach> = {}): GlobalReach {
  return {
    ...{ circuits: [a, b], addressPrefix: prefix('192.168.8.0/29'), ipv6AddressPrefix: undefined },
    latencyMicros: 5_000,
    ...difference,
  }
}

/** The flagship: one circuit at Amsterdam, two routers, one virtual network in West Europe. */
export function design(difference: Partial<Design> = {}): Design {
  return {
    era: 'current',
    circuits: new Map([['er-amsterdam', circuit()]]),
    routers: new Map([
      ['ce1', router([{ path: 'primary' }])],
      ['ce2', router([{ path: 'secondary' }])],
    ]),
    virtualNetworks: new Map([['vnet-weu', virtualNetwork()]]),
    spokes: new Map(),
    globalReach: [],
    registrations: [],
    publicTraffic: [],
    declaredTags: [],
    assumptions: usualAssumptions,
    ...difference,
  }
}
