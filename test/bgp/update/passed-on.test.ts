import test from 'ava'
import type { PathAttributes } from '../../../src/bgp/path-attributes.ts'
import { parseAddress } from '../../../src/net/address-text.ts'
import type { Difference } from '../../support/bgp-routes.ts'
import { announce, fromInternal, type Row, row, toInternal } from '../../support/speaker-row.ts'

const unknown = { type: 99, flags: 0xc0, value: [1, 2, 3] }
const partial = { ...unknown, flags: 0xe0 }
const linkLocalNextHop = parseAddress('fe80::1')

const cases: readonly { what: string; row: Row; given: Difference; told: Partial<PathAttributes> }[] = [
  {
    what: 'an attribute that nobody here knows goes to an external peer, with Partial set',
    row: {},
    given: { unrecognized: [unknown] },
    told: { unrecognized: [partial] },
  },
  {
    what: 'an attribute that nobody here knows goes to an internal peer, with Partial set',
    row: { asns: toInternal },
    given: { unrecognized: [unknown] },
    told: { unrecognized: [partial] },
  },
  {
    what: 'Partial is never cleared',
    row: {},
    given: { unrecognized: [partial] },
    told: { unrecognized: [partial] },
  },
  {
    what: 'ORIGINATOR_ID and CLUSTER_LIST never leave the AS',
    row: { asns: fromInternal },
    given: { originatorId: 7, clusterList: [8, 9] },
    told: { originatorId: undefined, clusterList: [] },
  },
  {
    what: 'a link-local next hop goes where the next hop goes that it stands beside',
    row: { asns: toInternal },
    given: { linkLocalNextHop },
    told: { linkLocalNextHop },
  },
  {
    what: 'the own address as next hop leaves no link-local one of another router',
    row: { asns: toInternal, out: { nextHopSelf: true } },
    given: { linkLocalNextHop },
    told: { linkLocalNextHop: undefined },
  },
]

for (const { what, row: plan, given, told } of cases) {
  test(what, (t) => {
    const lab = row(plan)
    announce(lab, given, '10.1.0.0/16')
    const heard = lab.peer('z', 'm-z').adjRibIn.ipv4
    const [id] = heard.prefixes()
    t.like(id === undefined ? undefined : lab.interner.byId(heard.received(id)), told)
  })
}
