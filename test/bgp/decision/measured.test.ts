import test from 'ava'
import type { Route } from '../../../src/bgp/decision/route.ts'
import { selectBest } from '../../../src/bgp/decision/select-best.ts'
import type { Profile } from '../../../src/bgp/profile.ts'
import { profiles } from '../../../src/bgp/profiles.ts'
import { type Difference, ipv4, route, sequence } from '../../support/bgp-routes.ts'

// Winners measured on FRR 8.4.4 and BIRD 2.0.12: scripted peers of a router in AS 12076 with the BGP
// Identifier 10.0.0.11 announced one prefix one after the other, and the best path was read after each.

const { frr, bird } = profiles

const daemons = {
  frr,
  'frr compare-routerid': { ...frr, preferOldestExternal: false },
  'frr always-compare-med': { ...frr, comparesMed: 'always' as const },
  // Elimination is what `deterministic-med` brings about, so these are the profiles themselves.
  'frr deterministic-med': frr,
  bird,
  'bird deterministic med': bird,
  'bird prefer older': { ...bird, preferOldestExternal: true },
  'bird always compare med': { ...bird, comparesMed: 'always' as const },
} as const satisfies Readonly<Record<string, Profile>>

type Daemon = keyof typeof daemons

const peers = {
  p1: external(65001, ipv4(1, 1, 1, 1), ipv4(10, 255, 9, 1)),
  p2: external(65002, ipv4(2, 2, 2, 2), ipv4(10, 255, 9, 5)),
  p3: external(65001, ipv4(3, 3, 3, 3), ipv4(10, 255, 9, 9)),
  p4: { ...external(12076, ipv4(4, 4, 4, 4), ipv4(10, 255, 9, 13)), kind: 'internal' },
  p5: external(65001, ipv4(0, 9, 9, 9), ipv4(10, 255, 9, 17)),
  p6: { ...external(12076, ipv4(6, 6, 6, 6), ipv4(10, 255, 9, 21)), kind: 'internal' },
} as const satisfies Readonly<Record<string, Difference>>

type Peer = keyof typeof peers

interface Announcement {
  readonly peer: Peer
  readonly announces: Difference | 'withdraw'
}

interface Case {
  readonly name: string
  readonly steps: readonly Announcement[]
  /** The best path after each step, of the daemons that agree. */
  readonly traces: readonly { readonly trace: string; readonly of: readonly Daemon[] }[]
}

const all: readonly Daemon[] = [
  'frr',
  'frr compare-routerid',
  'frr always-compare-med',
  'frr deterministic-med',
  'bird',
  'bird deterministic med',
  'bird prefer older',
  'bird always compare med',
]

const stays: readonly Daemon[] = [
  'frr',
  'frr always-compare-med',
  'frr deterministic-med',
  'bird prefer older',
]
const goesById = all.filter((daemon) => !stays.includes(daemon))

const cases: readonly Case[] = [
  {
    name: 'the lower BGP Identifier comes first',
    steps: [announce('p1'), announce('p3')],
    traces: [{ trace: 'p1>p1', of: all }],
  },
  {
    name: 'the lower BGP Identifier comes last, with the higher address',
    steps: [announce('p1'), announce('p5')],
    traces: [
      { trace: 'p1>p1', of: stays },
      { trace: 'p1>p5', of: goesById },
    ],
  },
  {
    name: 'an internal route with LOCAL_PREF 200',
    steps: [announce('p1'), announce('p4', { localPref: 200, asns: [65001] })],
    traces: [{ trace: 'p1>p4', of: all }],
  },
  {
    name: 'an internal route with a shorter path',
    steps: [announce('p1', { asns: [65001, 7] }), announce('p4', { localPref: 100, asns: [65001] })],
    traces: [{ trace: 'p1>p4', of: all }],
  },
  {
    name: 'a shorter path',
    steps: [announce('p1', { asns: [65001, 9] }), announce('p2')],
    traces: [{ trace: 'p1>p2', of: all }],
  },
  {
    name: 'MULTI_EXIT_DISC of one neighbouring AS',
    steps: [announce('p1', { multiExitDisc: 100 }), announce('p3', { multiExitDisc: 50 })],
    traces: [{ trace: 'p1>p3', of: all }],
  },
  {
    name: 'a missing MULTI_EXIT_DISC is the lowest',
    steps: [announce('p1', { multiExitDisc: 10 }), announce('p3')],
    traces: [{ trace: 'p1>p3', of: all }],
  },
  {
    // `frr compare-routerid` keeps p3 here: it compares in pairs, p2 with p1 before p1 fell to p3.
    // That is the order dependence which elimination is there to avoid, so it is not modelled.
    name: 'MULTI_EXIT_DISC of two neighbouring ASes',
    steps: [announce('p3', { multiExitDisc: 100 }), announce('p1', { multiExitDisc: 200 }), announce('p2')],
    traces: [
      { trace: 'p3>p3>p3', of: ['frr', 'frr deterministic-med', 'bird prefer older'] },
      {
        trace: 'p3>p3>p2',
        of: ['bird', 'bird deterministic med', 'bird always compare med', 'frr always-compare-med'],
      },
    ],
  },
  {
    name: 'an AS_SET counts as one',
    steps: [
      announce('p2', { asns: [65002, 5] }),
      announce('p1', { asPath: [...sequence(65001), { kind: 'AS_SET', asns: [11, 12, 13] }] }),
    ],
    traces: [
      { trace: 'p2>p2', of: stays },
      { trace: 'p2>p1', of: goesById },
    ],
  },
  {
    name: 'ORIGINATOR_ID is compared and not who reflected the route',
    steps: [
      announce('p4', { asns: [65001], originatorId: 0x09090909, clusterList: [0x01010101] }),
      announce('p6', { asns: [65001] }),
    ],
    traces: [{ trace: 'p4>p6', of: all }],
  },
  {
    name: 'a route that went and came back is not the oldest any more',
    steps: [announce('p3'), announce('p1'), { peer: 'p3', announces: 'withdraw' }, announce('p3')],
    traces: [
      { trace: 'p3>p3>p1>p1', of: stays },
      { trace: 'p3>p1>p1>p1', of: goesById },
    ],
  },
]

// Not modelled of the measured cases: GoBGP and OpenBGPD, which have no profile.

for (const { name, steps, traces } of cases) {
  for (const { trace, of } of traces) {
    for (const daemon of of) {
      test(`${daemon}: ${name}`, (t) => {
        t.is(replay(steps, daemons[daemon]), trace)
      })
    }
  }
}

// Measured too: 192.168.0.0/16 of its own against the same prefix from an internal peer with LOCAL_PREF 500.
for (const profile of [frr, bird]) {
  test(`${profile.name}: a route of one's own wins against LOCAL_PREF 500`, (t) => {
    const own = route({ name: 'local', kind: 'local', asns: [], weight: 32768 })
    const learned = route({ ...peers.p4, localPref: 500 })
    t.is(selectBest([learned, own], profile, { maximumPaths: 1, previous: undefined })?.best, own)
  })
}

function external(
  asn: number,
  { words }: { readonly words: readonly number[] },
  address: Difference['address'],
) {
  const [bgpIdentifier] = words
  if (bgpIdentifier === undefined || address === undefined) throw new Error('an IPv4 address has a word')
  return { kind: 'external' as const, asn, bgpIdentifier, address }
}

/** A peer announces its own AS alone unless told otherwise. */
function announce(peer: Peer, difference: Difference = {}): Announcement {
  return { peer, announces: { asns: [peers[peer].asn], ...difference } }
}

function replay(steps: readonly Announcement[], profile: Profile): string {
  const table = new Map<Peer, Route>()
  const sources = new Map(
    Object.entries(peers).map(([name, peer]) => [name, route({ ...peer, name }).source]),
  )
  let best: Route | undefined
  const trace = steps.map(({ peer, announces }) => {
    const source = sources.get(peer)
    if (source === undefined) throw new Error(`no peer ${peer}`)
    if (announces === 'withdraw') table.delete(peer)
    else table.set(peer, { ...route(announces), source })
    best = selectBest([...table.values()], profile, { maximumPaths: 1, previous: best })?.best
    return best?.source.name
  })
  return trace.join('>')
}
