import type { Path, PeeringKind } from '../../expressroute/design.ts'
import type { ExpandedSession } from '../../expressroute/expansion.ts'
import { paths } from '../../expressroute/node-names.ts'
import type { Micros } from '../../sim/time.ts'
import type { TraceRecord } from '../../sim/trace.ts'

/** Azure's metric BgpAvailability (MET23) of one peering of a circuit, over a run: shares of time from 0 to 1. */
export interface BgpAvailability {
  readonly circuit: string
  readonly peering: PeeringKind
  /** Of each link, from the moment at which a session of the peering first stood; `undefined` for a link without any. */
  readonly links: Readonly<Record<Path, number | undefined>>
  /** Of both together: the time in which at least one had a session. 0 where none ever stood. */
  readonly either: number
  /** Links without a session, because of which the SLA does not hold (SEED, RT16: rule B5). */
  readonly withoutSession: readonly Path[]
}

interface Ends {
  readonly session: string
  readonly circuit: string
  readonly path: Path
  readonly peering: PeeringKind
}

interface Change {
  readonly at: Micros
  readonly session: string
  readonly isUp: boolean
}

/** Follows the sessions between MSEEs and whoever speaks BGP with them, as the MSEEs have them. */
export class BgpAvailabilityLog {
  readonly #ends: readonly Ends[]
  readonly #nodes: ReadonlyMap<string, string>
  readonly #changes: Change[] = []

  constructor(sessions: readonly ExpandedSession[]) {
    const own = sessions.flatMap(({ name, link, ends: [, msee] }) =>
      link.kind === 'circuit' ? [{ session: name, link, node: msee.node }] : [],
    )
    this.#ends = own.map(({ session, link: { circuit, path, peering } }) => ({
      session,
      circuit,
      path,
      peering,
    }))
    this.#nodes = new Map(own.map(({ session, node }) => [session, node]))
  }

  note(record: TraceRecord): void {
    if (record.kind !== 'session-state' || this.#nodes.get(record.session) !== record.node) return
    if (record.to !== 'Established' && record.from !== 'Established') return
    this.#changes.push({ at: record.at, session: record.session, isUp: record.to === 'Established' })
  }

  /** In the order of the design; peerings whose links end nowhere are left out. */
  until(end: Micros): readonly BgpAvailability[] {
    const names = [...new Set(this.#ends.map(({ circuit, peering }) => `${circuit} ${peering}`))]
    return names.flatMap((name) => {
      const own = this.#ends.filter(({ circuit, peering }) => `${circuit} ${peering}` === name)
      const [first] = own
      return first === undefined ? [] : [this.#of(first, own, end)]
    })
  }

  #of({ circuit, peering }: Ends, own: readonly Ends[], end: Micros): BgpAvailability {
    const sessions = own.map(({ session }) => session)
    const since = this.#changes.find(({ session }) => sessions.includes(session))?.at
    const shareOf = (some: readonly string[]): number =>
      since === undefined || since >= end ? 0 : this.#upFor(some, since, end) / (end - since)
    const onLink = (path: Path): readonly string[] =>
      own.filter((one) => one.path === path).map(({ session }) => session)
    const share = (path: Path): number | undefined =>
      onLink(path).length === 0 ? undefined : shareOf(onLink(path))
    return {
      circuit,
      peering,
      links: { primary: share('primary'), secondary: share('secondary') },
      either: shareOf(sessions),
      withoutSession: paths.filter((path) => onLink(path).length === 0),
    }
  }

  /** How long any of the sessions stood. */
  #upFor(sessions: readonly string[], since: Micros, end: Micros): Micros {
    const up = new Set<string>()
    let total = 0
    let last = since
    for (const { at, session, isUp } of this.#changes) {
      if (!sessions.includes(session)) continue
      const until = Math.min(at, end)
      if (up.size > 0) total += until - last
      last = until
      if (isUp) up.add(session)
      else up.delete(session)
    }
    return up.size > 0 ? total + end - last : total
  }
}
