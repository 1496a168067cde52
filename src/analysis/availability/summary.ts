import { type Owner, owners, sharedOwner } from '../../scenario/owner.ts'
import { type Micros, microsToSeconds } from '../../sim/time.ts'
import type { AvailabilityOutline } from './availability.ts'
import { type Estimate, estimate } from './estimate.ts'
import { type LossCause, type TrialOutcome, yearMicros } from './trial.ts'

/** What so many years were like. */
export interface AvailabilitySummary extends AvailabilityOutline {
  /** Failures in all years together. */
  readonly failures: number
  readonly years: readonly FlowYears[]
  /** What was the matter while anything was lost, the greatest loss first. */
  readonly causes: readonly SummedCause[]
  /** The same by whose it was, in the order of `owners`; those who took nothing are left out. */
  readonly byOwner: readonly OwnersLoss[]
  /** For each circuit the seconds of a year in which both of its MSEEs were down. */
  readonly bothDown: readonly Estimate[]
}

export interface FlowYears {
  readonly name: string
  /** Seconds of a year that it was out; a time in which half of its five-tuples are out counts half. */
  readonly outSeconds: Estimate
  /** The share of years in which it was available for as much of the time as the SLA of a circuit promises. */
  readonly withinSla: number
}

/** What all flows lost while something of one owner was broken. */
export interface OwnersLoss {
  readonly owner: Owner
  readonly outSecondsPerYear: number
  readonly share: number
}

/** Losses with the same things broken, over all years. */
export interface SummedCause {
  readonly conditions: readonly string[]
  readonly owner: Owner
  readonly timesPerYear: number
  /** Over all flows. */
  readonly outSecondsPerYear: number
  /** Of what all flows lost. */
  readonly share: number
}

/** Uptime that Microsoft promises for a circuit, from its edge onward; known at second hand only (Megaport, about 2020). */
export const slaAvailability = 0.9995

/** Sums up in the order of the trials, so that whoever did which of them, the sums are the same. */
export function summaryOf(
  outline: AvailabilityOutline,
  outcomes: ReadonlyMap<number, TrialOutcome>,
): AvailabilitySummary {
  const trials = Array.from({ length: outline.trials }, (_, number) => {
    const outcome = outcomes.get(number)
    if (outcome === undefined) throw new Error(`no outcome of year ${number}`)
    return outcome
  })
  const causes = causesOf(outline, trials)
  return {
    ...outline,
    failures: trials.reduce((sum, { failures }) => sum + failures, 0),
    years: outline.flows.map(({ name, tuples }, flow) => {
      const out = trials.map(({ lost }) => secondsOf(lost[flow] ?? 0, tuples))
      const longest = (1 - slaAvailability) * microsToSeconds(yearMicros)
      const within = out.filter((seconds) => seconds <= longest).length
      return { name, outSeconds: estimate(out), withinSla: within / trials.length }
    }),
    causes,
    byOwner: byOwnerOf(causes),
    bothDown: outline.circuits.map((_, circuit) =>
      estimate(trials.map(({ together }) => microsToSeconds(together[circuit] ?? 0))),
    ),
  }
}

function byOwnerOf(causes: readonly SummedCause[]): readonly OwnersLoss[] {
  return owners.flatMap((owner): readonly OwnersLoss[] => {
    const own = causes.filter((cause) => cause.owner === owner)
    const sum = (of: (cause: SummedCause) => number): number => own.reduce((all, one) => all + of(one), 0)
    if (own.length === 0) return []
    return [
      { owner, outSecondsPerYear: sum((one) => one.outSecondsPerYear), share: sum(({ share }) => share) },
    ]
  })
}

function causesOf(
  { flows, conditions, owners: whose }: AvailabilityOutline,
  trials: readonly TrialOutcome[],
): readonly SummedCause[] {
  const summed = new Map<string, { cause: LossCause; times: number; seconds: number }>()
  for (const cause of trials.flatMap(({ causes }) => causes)) {
    const name = cause.conditions.join(' ')
    const sum = summed.get(name) ?? { cause, times: 0, seconds: 0 }
    sum.times += cause.times
    for (const [flow, { tuples }] of flows.entries()) sum.seconds += secondsOf(cause.lost[flow] ?? 0, tuples)
    summed.set(name, sum)
  }
  const all = [...summed.values()].reduce((total, { seconds }) => total + seconds, 0)
  return [...summed.values()]
    .toSorted((a, b) => b.seconds - a.seconds)
    .map(({ cause, times, seconds }) => ({
      conditions: cause.conditions.map((condition) => conditions[condition] ?? ''),
      owner: sharedOwner(cause.conditions.map((condition) => whose[condition] ?? 'several')),
      timesPerYear: times / trials.length,
      outSecondsPerYear: seconds / trials.length,
      share: seconds / all,
    }))
}

function secondsOf(lost: Micros, tuples: number): number {
  return microsToSeconds(lost / tuples)
}
