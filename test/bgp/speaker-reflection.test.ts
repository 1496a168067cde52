import test from 'ava'
import type { Profile } from '../../src/bgp/profile.ts'
import { profiles } from '../../src/bgp/profiles.ts'
import { adjRibIn, locRib, SpeakerLab } from '../support/speaker-lab.ts'
import { term } from '../support/speaker-plan.ts'
import { announce, type Row, row } from '../support/speaker-row.ts'

const prefix = '10.1.0.0/16'
const inside = [65002, 65002, 65002] as const
const client = { routeReflectorClient: true }

/** In a row `a` - `m` - `z`, `m` is number 2: its BGP Identifier and cluster id. */
const marks = 'originator 1, cluster 2'
const reflections: readonly { what: string; row: Row; heard: string | undefined }[] = [
  {
    what: 'from a client to a non-client',
    row: { asns: inside, in: client },
    heard: `via 10.254.0.1, localPref 100, ${marks}`,
  },
  {
    what: 'from a non-client to a client',
    row: { asns: inside, out: client },
    heard: `via 10.254.0.1, localPref 100, ${marks}`,
  },
  {
    what: 'from a client to a client',
    row: { asns: inside, in: client, out: client },
    heard: `via 10.254.0.1, localPref 100, ${marks}`,
  },
  { what: 'not from a non-client to a non-client', row: { asns: inside }, heard: undefined },
  {
    what: 'from outside to a client, without a mark',
    row: { asns: [65001, 65002, 65002], out: client },
    heard: '65001, via 10.254.0.1, localPref 100',
  },
  {
    what: 'from a client to the outside, without a mark',
    row: { asns: [65002, 65002, 65003], in: client },
    heard: '65002, via 10.254.1.1',
  },
]

for (const { what, row: plan, heard } of reflections) {
  test(`a reflector passes a route on ${what}`, (t) => {
    const lab = row(plan)
    lab.originate('a', prefix)
    t.is(adjRibIn(lab, 'z', 'm-z')[prefix], heard)
  })
}

/** Which routes of `a`, by way of `m`, have the marks of reflection at `z`. */
const wheres: readonly { what: string; row: Row; marked: Partial<Record<Profile['name'], string>> }[] = [
  {
    what: 'from a client to a non-client',
    row: { asns: inside, in: client },
    marked: { rfc: marks, openbgpd: marks },
  },
  {
    what: 'from a client to a client',
    row: { asns: inside, in: client, out: client },
    marked: { rfc: marks, gobgp: marks, openbgpd: marks },
  },
  {
    what: 'from outside to a client',
    row: { asns: [65001, 65002, 65002], out: client },
    marked: { gobgp: marks, openbgpd: 'originator 2, cluster 2' },
  },
  {
    what: 'from a client to the outside',
    row: { asns: [65002, 65002, 65003], in: client },
    marked: {},
  },
]

for (const { what, row: plan, marked } of wheres) {
  for (const name of ['rfc', 'gobgp', 'openbgpd'] as const) {
    test(`the profile ${name} gives a route ${what} ${marked[name] ?? 'no ORIGINATOR_ID and no CLUSTER_LIST'}`, (t) => {
      const lab = row({ ...plan, profile: { ...profiles[name], externalNeedsPolicy: false } })
      lab.originate('a', prefix)
      t.is(
        /originator.*$/.exec(adjRibIn(lab, 'z', 'm-z')[prefix] ?? 'no route: originator')?.[0],
        marked[name],
      )
    })
  }
}

test('a router without clients marks nothing of what it receives', (t) => {
  const lab = row({
    asns: [65001, 65002, 65002],
    profile: { ...profiles.openbgpd, externalNeedsPolicy: false },
  })
  lab.originate('a', prefix)
  t.is(adjRibIn(lab, 'z', 'm-z')[prefix], '65001, via 10.254.0.1, localPref 100')
})

test('a reflector leaves a next hop alone with next-hop-self, and not with next-hop-self for all', (t) => {
  const nextHop = (nextHopSelf: true | 'all'): string | undefined => {
    const lab = row({ asns: inside, out: { ...client, nextHopSelf } })
    lab.originate('a', prefix)
    return adjRibIn(lab, 'z', 'm-z')[prefix]
  }
  t.is(nextHop(true), `via 10.254.0.1, localPref 100, ${marks}`)
  t.is(nextHop('all'), `via 10.254.1.1, localPref 100, ${marks}`)
})

test('ORIGINATOR_ID is set once, and CLUSTER_LIST grows in front', (t) => {
  const lab = row({ asns: inside, in: client })
  announce(lab, { asns: [], originatorId: 77, clusterList: [8, 9] }, prefix)
  t.is(
    adjRibIn(lab, 'z', 'm-z')[prefix],
    'via 10.254.0.1, localPref 100, originator 77, cluster 2, cluster 8, cluster 9',
  )
})

test('what reflectors say to each other is ignored from an external peer', (t) => {
  const lab = row({ asns: [65001, 65002, 65002] })
  announce(lab, { originatorId: 2, clusterList: [2, 2] }, prefix)
  t.is(adjRibIn(lab, 'z', 'm-z')[prefix], '65001, via 10.254.0.1, localPref 100')
})

for (const { what, difference } of [
  { what: 'that we brought into the AS', difference: { originatorId: 2 } },
  { what: 'that has been through our cluster', difference: { clusterList: [8, 2] } },
]) {
  test(`a route ${what} is no route`, (t) => {
    const lab = row({ asns: inside, in: client })
    announce(lab, { asns: [], ...difference }, prefix)
    t.deepEqual(locRib(lab, 'm'), {})
    t.deepEqual(adjRibIn(lab, 'z', 'm-z'), {})
  })
}

test('a route does not go back to the client that it came from, unless the profile echoes', (t) => {
  const heardBy = (profile: typeof profiles.bird): readonly string[] => {
    const lab = row({ asns: inside, in: { ...client, nextHopSelf: 'all' }, profile })
    lab.originate('a', prefix)
    t.deepEqual(Object.keys(locRib(lab, 'a')), [prefix])
    return Object.values(adjRibIn(lab, 'a', 'a-m'))
  }
  t.deepEqual(heardBy(profiles.bird), [])
  t.deepEqual(heardBy({ ...profiles.frr, reflectedRoutesCarryMed: false }), [
    `via 10.254.0.2, localPref 100, ${marks}`,
  ])
})

test('the first router that reflects a route gives it a MED of 0 where the profile says so, and has no other', (t) => {
  const med = (profile: typeof profiles.bird, before?: number): string | undefined => {
    const lab = row({
      asns: inside,
      a: { export: [term(before === undefined ? {} : { multiExitDisc: before })] },
      in: client,
      profile,
    })
    lab.originate('a', prefix)
    return /med (\d+)/.exec(adjRibIn(lab, 'z', 'm-z')[prefix] ?? '')?.[1]
  }
  t.is(med(profiles.bird), undefined)
  t.is(med(profiles.frr), '0')
  t.is(med(profiles.frr, 7), '7')
})

test('policy sees a reflected route as any other', (t) => {
  const lab = row({ asns: inside, out: { ...client, export: [term({ localPref: 70, multiExitDisc: 5 })] } })
  lab.originate('a', prefix)
  t.is(adjRibIn(lab, 'z', 'm-z')[prefix], `via 10.254.0.1, localPref 70, med 5, ${marks}`)
})

/** Two reflectors of one client `c` and of each other; `d` hears both. */
function pair(
  clusterId: number | undefined,
  looksForClusterFrom: Profile['looksForClusterFrom'],
): SpeakerLab {
  const profile = { ...profiles.bird, looksForClusterFrom }
  const cluster = clusterId === undefined ? { profile } : { clusterId, profile }
  const self = { routeReflectorClient: true, nextHopSelf: 'all' as const }
  return new SpeakerLab({
    routers: {
      ...{ c: { asn: 1 }, r: { asn: 1, ...cluster }, s: { asn: 1, ...cluster }, d: { asn: 1 } },
    },
    sessions: [
      { between: ['c', 'r'], ends: { r: self } },
      { between: ['c', 's'], ends: { s: self } },
      { between: ['r', 's'], ends: { r: { nextHopSelf: 'all' }, s: { nextHopSelf: 'all' } } },
      { between: ['r', 'd'], ends: { r: self } },
      { between: ['s', 'd'], ends: { s: self } },
    ],
  }).start()
}

test('reflectors of one cluster refuse what the other reflected, unless they look at clients alone; those of two take it', (t) => {
  const [one, two] = [pair(50, 'every peer'), pair(undefined, 'every peer')]
  const looser = pair(50, 'clients')
  for (const lab of [one, two, looser]) lab.originate('c', prefix)
  t.is(adjRibIn(one, 's', 'r-s')[prefix], 'via 10.254.2.1, localPref 100, originator 1, cluster 50')
  t.is(adjRibIn(two, 's', 'r-s')[prefix], 'via 10.254.2.1, localPref 100, originator 1, cluster 2')
  const candidates = (lab: SpeakerLab): readonly string[] => {
    const speaker = lab.speaker('s')
    const { ipv4: rib } = speaker.ribs
    const [id = -1] = [...rib.ids.inOrder()]
    return rib.candidates(id, speaker.peers).map(({ source }) => source.name)
  }
  t.deepEqual(candidates(one), ['c-s'])
  t.deepEqual(candidates(looser), ['c-s', 'r-s'])
  t.deepEqual(candidates(two), ['c-s', 'r-s'])
})

test('a route that reflectors pass on goes when the client withdraws it', (t) => {
  const lab = pair(undefined, 'every peer')
  lab.originate('c', prefix)
  t.deepEqual(Object.keys(locRib(lab, 'd')), [prefix])
  lab.ceaseOriginating('c', prefix)
  for (const router of ['r', 's', 'd']) t.deepEqual(locRib(lab, router), {}, router)
})
