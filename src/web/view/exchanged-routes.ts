import { formatAsPath } from '../../bgp/as-path.ts'
import type { AttributeInterner } from '../../bgp/attribute-interner.ts'
import { formatCommunity } from '../../bgp/community.ts'
import type { InternedAttributes } from '../../bgp/path-attributes.ts'
import type { PrefixIds } from '../../bgp/rib/prefix-ids.ts'
import type { Speaker } from '../../bgp/speaker.ts'
import { families } from '../../net/address.ts'
import { formatAddress } from '../../net/address-text.ts'
import { prefixAt } from '../../net/packed-prefixes.ts'
import { absent } from '../../net/prefix-table.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import type { ScenarioRun } from '../../scenario/scenario-run.ts'
import {
  type Change,
  compared,
  first,
  type Listed,
  listed,
  type Matching,
  numberIn,
  unchanged,
} from './route-changes.ts'

/** What one peer announced, and what it was told. */
export interface Exchanged {
  readonly session: string
  readonly remote: string
  readonly in: Listed<ExchangedRoute>
  readonly out: Listed<ExchangedRoute>
}

export interface ExchangedRoute {
  readonly prefix: string
  readonly asPath: string
  readonly nextHop: string
  readonly communities: string
  /** Whether import policy took it; of what was told always so. */
  readonly taken: boolean
  readonly change: Change
}

/** Compared with how it was in another run of the same network, where one is given: all of it is read then. */
export function exchangedWith(
  session: string,
  node: string,
  run: ScenarioRun,
  pinned: ScenarioRun | undefined,
): Exchanged {
  const { interner } = run.simulation
  const { speaker } = run.simulation.router(node)
  const before = pinned?.simulation.router(node).speaker
  const table = (side: Side): Listed<ExchangedRoute> => {
    const told = { side, session, interner }
    if (before === undefined || before === speaker) {
      const entries = [...first(entriesOf(speaker, told))]
      return listed(unchanged(entries), countOf(speaker, told) - entries.length, rowOf)
    }
    const [now, then] = [[...entriesOf(speaker, told)], [...entriesOf(before, told)]]
    return listed(compared(now, then, matchingWith(before)), 0, rowOf)
  }
  const { remote } = speaker.peer(session).configuration
  return { session, remote, in: table('adjRibIn'), out: table('adjRibOut') }
}

type Side = 'adjRibIn' | 'adjRibOut'

/** What was told over a session, by the one side or the other. */
interface Told {
  readonly side: Side
  readonly session: string
  readonly interner: AttributeInterner
}

/** A route of such a table, before anything of it is written. */
interface ExchangedEntry {
  readonly ids: PrefixIds
  readonly id: number
  readonly attributes: InternedAttributes
  readonly taken: boolean
}

function matchingWith(before: Speaker): Matching<ExchangedEntry> {
  return {
    keyOf: ({ ids, id }) => numberIn(before, ids, id),
    isSame: (one, other) => one.attributes === other.attributes && one.taken === other.taken,
  }
}

function* entriesOf(speaker: Speaker, { side, session, interner }: Told): Iterable<ExchangedEntry> {
  for (const family of families) {
    const { ids } = speaker.ribs[family]
    const rib = speaker.peer(session)[side][family]
    const attributesOf = 'advertised' in rib ? rib.advertised.bind(rib) : rib.received.bind(rib)
    for (const id of rib.prefixes()) {
      const taken = 'advertised' in rib || rib.accepted(id) !== absent
      yield { ids, id, attributes: interner.byId(attributesOf(id)), taken }
    }
  }
}

function countOf(speaker: Speaker, { side, session }: Told): number {
  const ribs = speaker.peer(session)[side]
  return families.reduce((sum, family) => sum + ribs[family].count, 0)
}

function rowOf({ ids, id, attributes, taken }: ExchangedEntry, change: Change): ExchangedRoute {
  const { asPath, nextHop, communities } = attributes
  return {
    prefix: formatPrefix(prefixAt(ids.family, ids.keys, ids.offset(id))),
    asPath: formatAsPath(asPath),
    nextHop: formatAddress(nextHop),
    communities: communities.map(formatCommunity).join(' '),
    taken,
    change,
  }
}
