import { AttributeInterner } from '../../bgp/attribute-interner.ts'
import type { Route } from '../../bgp/decision/route.ts'
import { type Selection, selectBest } from '../../bgp/decision/select-best.ts'
import type { Contest } from '../../bgp/decision/steps.ts'
import { noOptionalAttributes, type PathAttributes } from '../../bgp/path-attributes.ts'
import { frr } from '../../bgp/profiles/frr.ts'
import type { Address } from '../../net/address.ts'
import { Draw } from '../../sim/draw.ts'
import { randomStream } from '../../sim/random.ts'

/** A router that has learned routes to one prefix, all at once, and has to choose. */
export interface DecisionQuestion {
  readonly prefix: string
  /** Each of a neighbour of its own, whose name is the letter of the choice. */
  readonly candidates: readonly Route[]
  readonly contest: Contest
  readonly selection: Selection
}

/** The steps that a question may hang on, each as often as any other. */
const deciding = [
  'highest weight',
  'highest LOCAL_PREF',
  'shortest AS_PATH',
  'lowest ORIGIN',
  'lowest MULTI_EXIT_DISC',
  'external over internal',
  'lowest BGP Identifier',
  'lowest peer address',
] as const

const ownAsn = 65001
const contest: Contest = { profile: frr, previous: undefined }

/** The so-many-th question of an endless row that the seed alone decides. */
export function decisionQuestion(seed: number, number: number): DecisionQuestion {
  const draw = new Draw(randomStream(seed, `question ${number}`))
  const wanted = draw.one(deciding)
  for (;;) {
    const candidates = drawCandidates(draw)
    if (!candidates.every((route) => isOneRouter(route, candidates))) continue
    const selection = selectBest(candidates, contest.profile, { maximumPaths: 1, previous: undefined })
    if (selection?.decidedBy === wanted) {
      return { prefix: `10.${draw.whole(1, 254)}.0.0/16`, candidates, contest, selection }
    }
  }
}

/** Two sessions with one BGP Identifier are with one router, which is of one AS. */
function isOneRouter({ source }: Route, candidates: readonly Route[]): boolean {
  return candidates.every(
    (other) => other.source.bgpIdentifier !== source.bgpIdentifier || other.source.asn === source.asn,
  )
}

/** What can be drawn of a candidate. Small numbers of values, so that many are alike. */
const pools = {
  weight: [0, 0, 100, 200],
  localPref: [100, 100, 150, 200],
  neighbour: [65010, 65020],
  behind: [[], [65100], [65200], [65100, 65200], [65200, 65300]],
  origin: ['IGP', 'IGP', 'INCOMPLETE', 'EGP'],
  multiExitDisc: [0, 0, 10, 50],
  kind: ['external', 'external', 'internal'],
  identifier: [1, 2, 3, 4, 5, 6],
} as const

type Drawn = { readonly [Key in keyof typeof pools]: (typeof pools)[Key][number] }

/** How often a candidate has what the first one has. */
const alike = 0.75

function drawCandidates(draw: Draw): readonly Route[] {
  const interner = new AttributeInterner()
  const first = drawn(draw)
  const count = draw.whole(2, 4)
  const others = Array.from({ length: count - 1 }, () => drawLike(first, draw))
  const hosts = shuffled([1, 2, 3, 4], draw)
  return [first, ...others].map((one, index) =>
    routeOf(one, String.fromCharCode('a'.charCodeAt(0) + index), hosts[index] ?? 0, interner),
  )
}

function drawn(draw: Draw): Drawn {
  return {
    weight: draw.one(pools.weight),
    localPref: draw.one(pools.localPref),
    neighbour: draw.one(pools.neighbour),
    behind: draw.one(pools.behind),
    origin: draw.one(pools.origin),
    multiExitDisc: draw.one(pools.multiExitDisc),
    kind: draw.one(pools.kind),
    identifier: draw.one(pools.identifier),
  }
}

function drawLike(first: Drawn, draw: Draw): Drawn {
  const other = drawn(draw)
  const kept = Object.keys(first).filter(() => draw.chance(alike))
  return { ...other, ...Object.fromEntries(Object.entries(first).filter(([key]) => kept.includes(key))) }
}

function routeOf(drawn: Drawn, name: string, host: number, interner: AttributeInterner): Route {
  const { weight, localPref, neighbour, behind, origin, multiExitDisc, kind, identifier } = drawn
  const address = ipv4(192, 0, 2, host)
  const attributes: PathAttributes = {
    ...noOptionalAttributes,
    origin,
    asPath: [{ kind: 'AS_SEQUENCE', asns: [neighbour, ...behind] }],
    nextHop: address,
    localPref,
    multiExitDisc,
  }
  const source = {
    name,
    router: name,
    kind,
    isClient: false,
    asn: kind === 'internal' ? ownAsn : neighbour,
    bgpIdentifier: ipv4(10, 0, 0, identifier).words[0] ?? 0,
    address,
  }
  return { source, attributes: interner.intern(attributes), weight }
}

function ipv4(...octets: readonly [number, number, number, number]): Address {
  return { family: 'ipv4', words: [octets.reduce((word, octet) => word * 256 + octet, 0)] }
}

function shuffled(values: readonly number[], draw: Draw): readonly number[] {
  return values
    .map((value) => ({ value, place: draw.between(0, 1) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ value }) => value)
}
