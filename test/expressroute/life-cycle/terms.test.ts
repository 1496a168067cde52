import test from 'ava'
import { profiles } from '../../../src/bgp/profiles.ts'
import type { Design } from '../../../src/expressroute/design.ts'
import { expandDesign } from '../../../src/expressroute/expand-design.ts'
import { carryOut } from '../../../src/expressroute/life-cycle/carry-out.ts'
import { complete } from '../../../src/expressroute/life-cycle/estate.ts'
import type { Move } from '../../../src/expressroute/life-cycle/move.ts'
import { changedTerms } from '../../../src/expressroute/life-cycle/terms.ts'
import { serviceTags } from '../../../src/expressroute/service-tags.ts'
import {
  circuit,
  design,
  prefix,
  privatePeering,
  router,
  written,
} from '../../support/expressroute-design.ts'

const communityOf = (name: string): number => {
  return serviceTags('current').find((tag) => tag.name === name)?.community ?? Number.NaN
}

function sold(tier: 'Standard' | 'Premium', routeFilter: readonly number[] | undefined): Design {
  const publicSide = {
    advertisedPublicPrefixes: [prefix('198.51.100.0/24')],
    customerAsn: undefined,
    routeFilter,
    setUpBeforeFilters: false,
    office365Authorized: false,
  }
  const ipv4 = { primary: written('203.0.113.0/30'), secondary: written('203.0.113.4/30') }
  const outside = privatePeering({ vlanId: 200, peerAsn: 65551, ipv4, publicSide })
  const peerings = new Map([['private', privatePeering()] as const, ['microsoft', outside] as const])
  return design({
    circuits: new Map([['er', circuit({ peerings, sku: { tier, family: 'MeteredData' } })]]),
    routers: new Map([['ce1', router([{ circuit: 'er' }, { circuit: 'er', peering: 'microsoft' }])]]),
    virtualNetworks: new Map(),
    registrations: [{ prefix: prefix('198.51.100.0/24'), asn: 65551 }],
  })
}

/** What the MSEE of the primary link is told after the move, by community, and what it takes of private peering. */
function termsAfter(move: Move, before: Design) {
  const { sessions } = expandDesign(before, { profile: profiles.msee, tiersToCome: new Map() })
  const outcome = carryOut(complete(before), before, move)
  const terms = outcome.kind === 'done' ? changedTerms(move, outcome.estate, sessions) : []
  const told = terms.flatMap((term) =>
    term.kind === 'export' && term.session.includes('msee1') ? [term] : [],
  )
  const limits = terms.flatMap((term) => {
    return term.kind === 'limit' && term.session.includes('private') ? [term.limit.maximum.ipv4] : []
  })
  return {
    told: told.map(({ policy }) => policy.flatMap(({ set }) => set?.addCommunities ?? [])),
    limits,
  }
}

const [europe, exchange] = [communityOf('West Europe'), communityOf('Exchange Online')]
const update = (tier: 'Standard' | 'Premium' | undefined): Move => ({
  ...{ kind: 'update', circuit: 'er', tier, family: undefined, bandwidthMbps: 2_000 },
})

for (const { name, move, before, told, limits } of [
  {
    name: 'a route filter that is attached lets its communities in',
    move: { kind: 'attach', circuit: 'er', communities: [europe] },
    before: sold('Standard', undefined),
    told: [[europe]],
    limits: [],
  },
  {
    name: 'one that is taken away leaves nothing',
    move: { kind: 'detach', circuit: 'er' },
    before: sold('Standard', [europe]),
    told: [[]],
    limits: [],
  },
  {
    name: 'Premium takes more, and lets Office 365 through a filter that has it already',
    move: update('Premium'),
    before: sold('Standard', [europe, exchange]),
    told: [[europe, exchange]],
    limits: [10_000],
  },
  {
    name: 'Standard takes less',
    move: update('Standard'),
    before: sold('Premium', [europe, exchange]),
    told: [[europe]],
    limits: [4_000],
  },
  {
    name: 'bandwidth alone changes neither',
    move: update(undefined),
    before: sold('Standard', [europe]),
    told: [],
    limits: [],
  },
] satisfies readonly { name: string; move: Move; before: Design; told: number[][]; limits: number[] }[]) {
  test(name, (t) => {
    t.deepEqual(termsAfter(move, before), { told, limits })
  })
}
