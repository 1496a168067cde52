import { formatAsPath } from '../../bgp/as-path.ts'
import { formatCommunity } from '../../bgp/community.ts'
import { families } from '../../net/address.ts'
import { formatAddress } from '../../net/address-text.ts'
import { prefixAt } from '../../net/packed-prefixes.ts'
import { absent } from '../../net/prefix-table.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import type { ScenarioRun } from '../../scenario/scenario-run.ts'
import { type Change, compared, first, type Listed, listed } from './route-changes.ts'

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
  const table = (side: Side): Listed<ExchangedRoute> => {
    const { rows, count } = routesOf(side, session, node, run, pinned !== undefined)
    const before = pinned && routesOf(side, session, node, pinned, true).rows
    return listed(
      compared(rows, before, ({ prefix }) => prefix),
      count - rows.length,
    )
  }
  const { configuration } = run.simulation.router(node).speaker.peer(session)
  return { session, remote: configuration.remote, in: table('adjRibIn'), out: table('adjRibOut') }
}

type Side = 'adjRibIn' | 'adjRibOut'

function routesOf(
  side: Side,
  session: string,
  node: string,
  { simulation }: ScenarioRun,
  isAll: boolean,
): { readonly rows: readonly ExchangedRoute[]; readonly count: number } {
  const { speaker } = simulation.router(node)
  const peer = speaker.peer(session)
  const tables = families.map((family) => {
    const { ids } = speaker.ribs[family]
    const rib = peer[side][family]
    const told = 'advertised' in rib ? rib.advertised.bind(rib) : rib.received.bind(rib)
    const prefixes = isAll ? [...rib.prefixes()] : [...first(rib.prefixes())]
    const rows = prefixes.map((id): ExchangedRoute => {
      const { asPath, nextHop, communities } = simulation.interner.byId(told(id))
      return {
        prefix: formatPrefix(prefixAt(family, ids.keys, ids.offset(id))),
        asPath: formatAsPath(asPath),
        nextHop: formatAddress(nextHop),
        communities: communities.map(formatCommunity).join(' '),
        taken: 'advertised' in rib || rib.accepted(id) !== absent,
        change: 'same',
      }
    })
    return { rows, count: rib.count }
  })
  return {
    rows: tables.flatMap(({ rows }) => rows),
    count: tables.reduce((sum, { count }) => sum + count, 0),
  }
}
