import test from 'ava'
import type { PathAttributes } from '../../src/bgp/path-attributes.ts'
import type { Profile } from '../../src/bgp/profile.ts'
import { profiles } from '../../src/bgp/profiles.ts'
import { parseAddress } from '../../src/net/address-text.ts'
import type { Difference } from '../support/bgp-routes.ts'
import { adjRibIn, adjRibOut, locRib, packed, type SpeakerLab } from '../support/speaker-lab.ts'
import { term } from '../support/speaker-plan.ts'
import { announce, fromInternal, type Row, row, toInternal } from '../support/speaker-row.ts'

const prefix = '10.1.0.0/16'
const inside = [65002, 65002, 65002] as const

/** What `m` told `z` of what `a` announced. */
function told(plan: Row, difference: Difference): PathAttributes | undefined {
  const lab = row(plan)
  announce(lab, difference, prefix)
  return advertised(lab)
}

function advertised(lab: SpeakerLab): PathAttributes | undefined {
  const { ids } = lab.speaker('m').ribs.ipv4
  const id = ids.find(packed('ipv4', prefix).data, 0)
  const set = id < 0 ? -1 : lab.peer('m', 'm-z').adjRibOut.ipv4.advertised(id)
  return set < 0 ? undefined : lab.interner.byId(set)
}

const everywhere: readonly { what: string; plan: Row }[] = [
  { what: 'to another AS', plan: {} },
  { what: 'into the AS', plan: { asns: toInternal } },
  { what: 'to a client', plan: { asns: inside, out: { routeReflectorClient: true } } },
]

for (const { what, plan } of everywhere) {
  test(`OTC, large communities and what is unknown go ${what}`, (t) => {
    const difference = {
      onlyToCustomer: 65001,
      largeCommunities: [[1, 2, 3]] as const,
      unrecognized: [{ type: 99, flags: 0xc0, value: [1] }],
    }
    t.like(told(plan, difference), {
      onlyToCustomer: 65001,
      largeCommunities: [[1, 2, 3]],
      unrecognized: [{ type: 99, flags: 0xe0, value: [1] }],
    })
  })
}

const [transitive, nonTransitive] = [[0x0002fdf2, 100] as const, [0x4004fdf2, 5] as const]

test('a non-transitive extended community stays inside the AS, whoever put it there', (t) => {
  const extendedCommunities = [transitive, nonTransitive]
  t.deepEqual(told({ asns: toInternal }, { extendedCommunities })?.extendedCommunities, extendedCommunities)
  t.deepEqual(told({ asns: fromInternal }, { asns: [], extendedCommunities })?.extendedCommunities, [
    transitive,
  ])
  const added = { export: [term({ addCommunities: [nonTransitive] })] }
  t.deepEqual(told({ out: added }, {})?.extendedCommunities, [])
})

test('a peer is not told a next hop that is itself', (t) => {
  const client = { asns: inside, out: { routeReflectorClient: true } }
  const lab = row({
    ...client,
    out: { ...client.out, export: [term({ nextHop: parseAddress('10.254.1.2') })] },
  })
  announce(lab, { asns: [] }, prefix)
  t.deepEqual(adjRibIn(lab, 'z', 'm-z'), {})
  t.deepEqual(lab.takeActions('m', 'too-large'), [])
  t.is(told(client, { asns: [] })?.nextHop.words[0], 0x0afe0001)
})

test('a profile may have it that a client is told its own route, next hop and all', (t) => {
  const told = (tellsNextHopItself: boolean): string | undefined => {
    const profile = { ...profiles.frr, tellsNextHopItself }
    const lab = row({ asns: inside, in: { routeReflectorClient: true }, profile })
    lab.originate('a', prefix)
    return adjRibOut(lab, 'm', 'a-m')[prefix]
  }
  t.regex(told(true) ?? '', /via 10\.254\.0\.1/)
  t.is(told(false), undefined)
})

const switches: readonly { what: string; row: Row; difference: Difference; keeps: keyof Profile }[] = [
  {
    what: 'AS 0 in its path',
    row: {},
    difference: { asns: [65001, 0] },
    keeps: 'acceptsAsZero',
  },
]

for (const { what, row: plan, difference, keeps } of switches) {
  for (const value of [true, false]) {
    test(`a route with ${what} is ${value ? 'a' : 'no'} route where ${keeps} is ${value}`, (t) => {
      const lab = row({ ...plan, profile: { ...profiles.bird, [keeps]: value } })
      announce(lab, difference, prefix)
      t.is(prefix in locRib(lab, 'm'), value)
    })
  }
}

test('a route without LOCAL_PREF from inside is none where the profile needs one, and has 100 where it does not', (t) => {
  const heard = (profile: Profile): PathAttributes | undefined =>
    told({ asns: fromInternal, profile }, { asns: [], localPref: undefined })
  t.is(heard(profiles.frr), undefined)
  t.not(heard(profiles.bird), undefined)
  t.not(told({ profile: profiles.frr }, { localPref: undefined }), undefined)
})

const useless = ['127.1.0.0/16', '224.0.0.0/4', '239.1.1.0/24', '240.0.0.0/4', '255.255.255.255/32']
const useful = ['126.0.0.0/8', '128.0.0.0/1', '224.0.0.0/3', '0.0.0.0/0']
for (const { profile, taken } of [
  { profile: profiles.rfc, taken: [] },
  { profile: profiles.frr, taken: ['127.1.0.0/16', '240.0.0.0/4', '255.255.255.255/32'] },
  { profile: profiles.bird, taken: ['240.0.0.0/4', '255.255.255.255/32'] },
]) {
  test(`a prefix of no use to unicast routing is ignored, where the profile does so: ${profile.name}`, (t) => {
    const lab = row({ profile: { ...profile, externalNeedsPolicy: false } })
    announce(lab, {}, ...useless, ...useful)
    t.deepEqual(Object.keys(locRib(lab, 'm')).sort(), [...taken, ...useful].sort())
    t.is(lab.peer('m', 'a-m').adjRibIn.ipv4.count, taken.length + useful.length)
  })
}
