import type { Circuit, Design, Peering, VirtualNetwork } from '../../../src/expressroute/design.ts'
import { carryOut, estateBefore } from '../../../src/expressroute/life-cycle/carry-out.ts'
import type { Estate } from '../../../src/expressroute/life-cycle/estate.ts'
import type { Move, PairedMove } from '../../../src/expressroute/life-cycle/move.ts'
import {
  circuit,
  design,
  globalReach,
  prefix,
  privatePeering,
  router,
  virtualNetwork,
  written,
} from '../../support/expressroute-design.ts'

export const create: Move = { kind: 'create', circuit: 'er' }
export const remove: Move = { kind: 'delete', circuit: 'er' }
export const begin: Move = { kind: 'provision', circuit: 'er', step: 'begins' }
export const provision: Extract<PairedMove, { step: string }> = {
  kind: 'provision',
  circuit: 'er',
  step: 'ends',
}
export const leave: Move = { kind: 'deprovision', circuit: 'er', step: 'begins' }
export const deprovision: Extract<PairedMove, { step: string }> = {
  kind: 'deprovision',
  circuit: 'er',
  step: 'ends',
}
export const configure: Move = { kind: 'configure', circuit: 'er', peering: 'private' }
export const unconfigure: Extract<PairedMove, { peering: string }> = {
  kind: 'remove',
  circuit: 'er',
  peering: 'private',
}
export const disable: Move = { kind: 'disable', circuit: 'er', peering: 'private' }
export const enable: Move = { kind: 'enable', circuit: 'er', peering: 'private' }
export const link: Move = { kind: 'link', circuit: 'er', virtualNetwork: 'vnet-0' }
export const unlink: Move = { kind: 'unlink', circuit: 'er', virtualNetwork: 'vnet-0' }
export const revoke: Move = { kind: 'revoke', circuit: 'er', authorization: 'key' }
export const join: Move = { kind: 'join', circuits: ['er', 'er-far'] }
export const part: Move = { kind: 'part', circuits: ['er-far', 'er'] }
export const weigh: Move = { kind: 'weigh', circuit: 'er', virtualNetwork: 'vnet-0', weight: 100 }
export const resize = (gatewaySku: string): Move => ({ kind: 'resize', virtualNetwork: 'vnet-0', gatewaySku })
export const authorize: Move = { kind: 'authorize', circuit: 'er', authorization: 'key' }
export const detach: Move = { kind: 'detach', circuit: 'er' }
export const approve: Move = { kind: 'approve', circuit: 'er', peering: 'microsoft' }
export const setCustomerAsn: Move = { ...approve, kind: 'set-customer-asn', customerAsn: 65551 }
export const summarize: Move = {
  kind: 'summarize',
  virtualNetwork: 'vnet-0',
  summaries: [prefix('10.0.0.0/8')],
}
export const attach: Move = { kind: 'attach', circuit: 'er', communities: [12076 * 65536 + 51004] }

type Update = Move & { readonly kind: 'update' }

export function update(change: Partial<Update>): Update {
  return {
    kind: 'update',
    circuit: 'er',
    tier: undefined,
    family: undefined,
    bandwidthMbps: undefined,
    ...change,
  }
}

/** A circuit with private and Microsoft peering, and some networks that have connections to it. */
export function whole({
  networks = 1,
  circuit: bought = {},
  network = {},
  asn = 65551,
}: {
  networks?: number
  circuit?: Partial<Circuit>
  network?: Partial<Omit<VirtualNetwork, 'connections'>>
  asn?: number
} = {}): Design {
  const publicSide = {
    advertisedPublicPrefixes: [prefix('198.51.100.0/24')],
    customerAsn: undefined,
    routeFilter: undefined,
    setUpBeforeFilters: false,
    office365Authorized: false,
  }
  const ipv4 = { primary: written('203.0.113.0/30'), secondary: written('203.0.113.4/30') }
  const outside: Peering = privatePeering({ vlanId: 200, peerAsn: asn, ipv4, publicSide })
  const peerings = new Map([['private', privatePeering()] as const, ['microsoft', outside] as const])
  return design({
    circuits: new Map([['er', circuit({ peerings, ...bought })]]),
    routers: new Map([
      ['ce1', router([{ circuit: 'er' }, { circuit: 'er', peering: 'microsoft' }])],
      ['ce2', router([{ circuit: 'er', path: 'secondary' }])],
    ]),
    virtualNetworks: new Map(
      Array.from({ length: networks }, (_, index) => [
        `vnet-${index}`,
        virtualNetwork({
          addressSpace: [prefix(`10.${index + 100}.0.0/16`)],
          connections: [{ circuit: 'er' }],
          ...network,
        }),
      ]),
    ),
    registrations: [{ prefix: prefix('198.51.100.0/24'), asn: 65551 }],
  })
}

/** Plays the moves; answers what was refused, by rule, and the estate in the end. */
export function play(
  moves: readonly Move[],
  all: Design = whole(),
  from: Estate = estateBefore(all, moves),
): { readonly estate: Estate; readonly refused: readonly string[] } {
  const refused: string[] = []
  let estate = from
  for (const move of moves) {
    const outcome = carryOut(estate, all, move)
    if (outcome.kind === 'done') estate = outcome.estate
    if (outcome.kind === 'refused') refused.push(`${move.kind}: ${outcome.rule}`)
  }
  return { estate, refused }
}

export function fiveCircuits(): Design {
  const locations = ['Amsterdam', 'Dublin', 'Paris', 'London', 'Oslo']
  return design({
    circuits: new Map(
      locations.map((peeringLocation) => [`er-${peeringLocation}`, circuit({ peeringLocation })]),
    ),
    virtualNetworks: new Map([
      [
        'vnet-0',
        virtualNetwork({
          gatewaySku: 'ErGw2AZ',
          connections: locations.map((location) => ({ circuit: `er-${location}` })),
        }),
      ],
    ]),
  })
}

/** Joined with a circuit in another area, which takes Premium at both. */
export function joined(tier: 'Standard' | 'Premium'): Design {
  const sku = { tier, family: 'MeteredData' } as const
  const all = whole({ circuit: { sku } })
  const far = circuit({ sku, peeringLocation: 'New York' })
  return {
    ...all,
    circuits: new Map([...all.circuits, ['er-far', far]]),
    globalReach: [globalReach('er', 'er-far')],
  }
}

export function spaces(count: number): ReturnType<typeof prefix>[] {
  return Array.from({ length: count }, (_, index) => prefix(`100.64.${index}.0/24`))
}
