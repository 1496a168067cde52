import type { Micros } from '../time.ts'
import type { FlowOutcome } from './flow.ts'
import type { FlowPeriod } from './flow-meter.ts'

/** A time in which a tuple's packets did not arrive, whatever became of them: `micros` says for how long each. */
export interface TupleOutage {
  readonly from: Micros
  readonly to: Micros
  readonly micros: ReadonlyMap<FlowOutcome, Micros>
}

/** Outages of several tuples that overlap or follow each other without a pause. */
export interface FlowOutage {
  readonly from: Micros
  readonly to: Micros
  /** The longest outage of one tuple in it. */
  readonly worst: Micros
  /** The share of the flow's tuples that were out. */
  readonly affected: number
  /** What took most packets, summed over tuples and time; the one met first where two took as many. */
  readonly outcome: FlowOutcome
}

/** When the tuple was out. A route that fails in two ways one after the other is one outage. */
export function outagesOf(periods: readonly FlowPeriod[], tuple: number): readonly TupleOutage[] {
  const outages: TupleOutage[] = []
  for (const { from, to, walks } of periods) {
    const outcome = walks[tuple]?.outcome ?? 'ACCEPTED'
    if (outcome === 'ACCEPTED') continue
    const here = { from, to, micros: new Map([[outcome, to - from]]) }
    const last = outages.at(-1)
    if (last?.to === from) outages[outages.length - 1] = joined(last, here)
    else outages.push(here)
  }
  return outages
}

/** The outages of all tuples as the flow's user sees them. */
export function outagesTogether(ofTuples: readonly (readonly TupleOutage[])[]): readonly FlowOutage[] {
  const all = ofTuples.flatMap((outages, tuple) => outages.map((outage) => ({ outage, tuple })))
  all.sort((a, b) => a.outage.from - b.outage.from || a.tuple - b.tuple)
  const groups: OutageGroup[] = []
  for (const { outage, tuple } of all) {
    const last = groups.at(-1)
    const length = outage.to - outage.from
    if (last === undefined || outage.from > last.to) {
      const { from, to, micros } = outage
      groups.push({ from, to, micros: new Map(micros), worst: length, tuples: new Set([tuple]) })
      continue
    }
    last.to = Math.max(last.to, outage.to)
    add(last.micros, outage.micros)
    last.worst = Math.max(last.worst, length)
    last.tuples.add(tuple)
  }
  return groups.map(({ from, to, micros, worst, tuples }) => {
    return { from, to, worst, affected: tuples.size / ofTuples.length, outcome: foremost(micros) }
  })
}

/** An outage of several tuples while it is put together. */
interface OutageGroup {
  readonly from: Micros
  to: Micros
  readonly micros: Map<FlowOutcome, Micros>
  worst: Micros
  readonly tuples: Set<number>
}

function joined(a: TupleOutage, b: TupleOutage): TupleOutage {
  const micros = new Map(a.micros)
  add(micros, b.micros)
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to), micros }
}

function add(sums: Map<FlowOutcome, Micros>, micros: ReadonlyMap<FlowOutcome, Micros>): void {
  for (const [outcome, time] of micros) sums.set(outcome, (sums.get(outcome) ?? 0) + time)
}

function foremost(micros: ReadonlyMap<FlowOutcome, Micros>): FlowOutcome {
  const [first, ...others] = micros
  if (first === undefined) throw new Error('an outage has an outcome')
  return others.reduce((best, other) => (other[1] > best[1] ? other : best), first)[0]
}
