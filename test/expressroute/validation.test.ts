import test from 'ava'
import type { PublicSide } from '../../src/expressroute/design.ts'
import { validationState } from '../../src/expressroute/validation.ts'
import { prefix, privatePeering } from '../support/expressroute-design.ts'

const registrations = [
  { prefix: prefix('198.51.100.0/24'), asn: 65551 },
  { prefix: prefix('203.0.113.0/24'), asn: 65550 },
]

const rows: readonly {
  name: string
  side: Partial<PublicSide> | undefined
  state: ReturnType<typeof validationState>
}[] = [
  { name: 'private peering', side: undefined, state: 'NotConfigured' },
  { name: 'no prefix at all', side: { advertisedPublicPrefixes: [] }, state: 'NotConfigured' },
  { name: "a prefix of the peer's AS", side: {}, state: 'Configured' },
  {
    name: 'a part of a recorded prefix',
    side: { advertisedPublicPrefixes: [prefix('198.51.100.128/25')] },
    state: 'Configured',
  },
  {
    name: 'more than what is recorded',
    side: { advertisedPublicPrefixes: [prefix('198.51.100.0/23')] },
    state: 'ValidationNeeded',
  },
  {
    name: 'one prefix of two recorded with another AS',
    side: { advertisedPublicPrefixes: [prefix('198.51.100.0/24'), prefix('203.0.113.0/24')] },
    state: 'ValidationNeeded',
  },
  {
    name: "a prefix of the customer's AS",
    side: { advertisedPublicPrefixes: [prefix('203.0.113.0/24')], customerAsn: 65550 },
    state: 'Configured',
  },
  {
    name: "the peer's prefix beside another customer AS",
    side: { customerAsn: 65550 },
    state: 'ValidationNeeded',
  },
]

for (const { name, side, state } of rows) {
  test(`${name} is ${state}`, (t) => {
    const publicSide = side && {
      advertisedPublicPrefixes: [prefix('198.51.100.0/24')],
      customerAsn: undefined,
      routeFilter: undefined,
      setUpBeforeFilters: false,
      office365Authorized: false,
      ...side,
    }
    t.is(validationState(privatePeering({ peerAsn: 65551, publicSide }), { registrations }), state)
  })
}
