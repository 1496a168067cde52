import { inverse, isPaired, type Move } from '../../expressroute/life-cycle/move.ts'
import type { Micros } from '../../sim/time.ts'
import type { FilePath } from '../place.ts'
import type { TimelineFileEntry } from '../schema/timeline-moment.ts'
import type { Item } from './sections.ts'

/** A move of the timeline, with the entry that makes it. */
export interface PlacedMove {
  readonly move: Move
  readonly path: FilePath
}

/**
 * The moves of a timeline in the order in which a run will come to them. `undefined` where only the run can tell, because a
 * state that is waited for may come before one of them or after it.
 */
export function movesInOrder(
  timeline: readonly Item<TimelineFileEntry>[],
): readonly PlacedMove[] | undefined {
  const moves = timedMoves(timeline)
  if (moves === undefined || !isOrderCertain(moves, timeline)) return undefined
  return moves.toSorted((a, b) => a.since - b.since || a.offset - b.offset)
}

/** A moment that is known but for when the state came that the entry `since` waits for; -1 is the start of the run. */
interface Moment {
  readonly since: number
  readonly offset: Micros
}

interface TimedMove extends PlacedMove, Moment {
  readonly entry: number
  /** Whether the move is what its entry begins with, and not what follows after a time. */
  readonly isFirst: boolean
}

function timedMoves(timeline: readonly Item<TimelineFileEntry>[]): readonly TimedMove[] | undefined {
  const starts: Moment[] = []
  const moves: TimedMove[] = []
  for (const [entry, { path, value }] of timeline.entries()) {
    const start = startOf(entry, timeline, starts)
    const effect = start && effectOf(value, start, timeline, starts)
    if (start === undefined || effect === undefined) return undefined
    starts.push(start)
    for (const { move, afterMicros } of effect) {
      const offset = start.offset + afterMicros
      moves.push({ move, path, entry, since: start.since, offset, isFirst: afterMicros === 0 })
    }
  }
  return moves
}

function startOf(
  entry: number,
  timeline: readonly Item<TimelineFileEntry>[],
  starts: readonly Moment[],
): Moment | undefined {
  const when = timeline[entry]?.value.when
  if (when?.kind !== 'at') return { since: entry, offset: 0 }
  const { label, offsetMicros } = when.instant
  if (label === undefined) return { since: -1, offset: offsetMicros }
  const base = starts[timeline.findIndex(({ value }) => value.label === label)]
  return base && { since: base.since, offset: base.offset + offsetMicros }
}

interface Following {
  readonly move: Move
  readonly afterMicros: Micros
}

/** What the entry does to circuits, so long after it began. */
function effectOf(
  { action, forMicros, repeat }: TimelineFileEntry,
  start: Moment,
  timeline: readonly Item<TimelineFileEntry>[],
  starts: readonly Moment[],
): readonly Following[] | undefined {
  if (action.kind === 'restore') return restored(action.label, start, timeline, starts)
  if (action.kind !== 'moves') return []
  const undone = forMicros === undefined ? [] : inversesOf(action.moves, forMicros)
  const turns = Array.from({ length: repeat?.times ?? 1 }, (_, turn) => turn * (repeat?.everyMicros ?? 0))
  return turns.flatMap((turn) =>
    [...action.moves, ...undone].map(({ move, afterMicros }) => ({ move, afterMicros: turn + afterMicros })),
  )
}

/** What is undone by an entry of its own; what would have gone on until then is beyond what is looked at here. */
function restored(
  label: string,
  start: Moment,
  timeline: readonly Item<TimelineFileEntry>[],
  starts: readonly Moment[],
): readonly Following[] | undefined {
  const index = timeline.findIndex(({ value }) => value.label === label)
  const [undone, began] = [timeline[index]?.value, starts[index]]
  if (undone?.action.kind !== 'moves') return []
  const isPlain = undone.forMicros === undefined && undone.repeat === undefined
  if (!isPlain || began?.since !== start.since || began.offset > start.offset) return undefined
  return inversesOf(undone.action.moves, 0)
}

function inversesOf(moves: readonly Following[], afterMicros: Micros): readonly Following[] {
  return moves.flatMap(({ move }) => (isPaired(move) ? [{ move: inverse(move), afterMicros }] : []))
}

/** A state is waited for until every entry above it has begun; what these bring about later, or is written below, may come after it. */
function isOrderCertain(moves: readonly TimedMove[], timeline: readonly Item<TimelineFileEntry>[]): boolean {
  return moves.every(({ since, entry, isFirst }) => {
    const next = timeline.findIndex(({ value }, index) => index > since && value.when.kind === 'when')
    const isBefore = isFirst && entry < next
    return next < 0 || isBefore || !moves.some((other) => other.since >= next)
  })
}
