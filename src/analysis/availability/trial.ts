import type { FailureFigures } from '../../scenario/availability-entry.ts'
import { type RandomStream, randomStream } from '../../sim/random.ts'
import { type Micros, secondsToMicros } from '../../sim/time.ts'
import type { Condition, Course } from './components.ts'
import { type LossCurve, lossDuring, outInTheEnd } from './loss-curve.ts'

/** How long a trial lasts. */
export const yearMicros: Micros = secondsToMicros(365 * 86_400)

/** What one year was like. Losses are in five-tuples times microseconds, whole numbers, so that they add up exactly. */
export interface TrialOutcome {
  /** How many components failed in it. */
  readonly failures: number
  /** Of each flow. */
  readonly lost: readonly number[]
  /** For how long both of the things were down; one number for each pair that was asked about. */
  readonly together: readonly Micros[]
  readonly causes: readonly LossCause[]
}

/** What was the matter while something was lost. */
export interface LossCause {
  /** By their numbers, rising. */
  readonly conditions: readonly number[]
  readonly times: number
  /** Of each flow. */
  readonly lost: readonly number[]
}

/** What a year is drawn from. */
export interface TrialPlan {
  readonly seed: number
  readonly flows: number
  readonly conditions: readonly Condition[]
  /** Of each flow that becomes of it, from a change of conditions on. */
  readonly change: (before: readonly number[], after: readonly number[]) => readonly LossCurve[]
  /** Each two things, and all the conditions in which they are down. */
  readonly pairs: readonly (readonly [readonly number[], readonly number[]])[]
}

/** One year. It depends on the seed and its number, and on no other year. */
export function playTrial(plan: TrialPlan, number: number): TrialOutcome {
  const { conditions, change, seed } = plan
  const spans = conditions.map(({ name, course }) => spansOf(course, name, { seed, number }))
  const year = new Year(plan)
  const first = standingAt(0, spans)
  // What stood before the year began has stood for long.
  let phase: Phase = { standing: first, since: first, curves: change([], first).map(theEnd), from: 0 }
  for (const moment of momentsOf(spans)) {
    const standing = standingAt(moment, spans)
    year.add(phase, moment)
    const curves = change(phase.standing, standing)
    phase = { standing, since: bothOf(phase.standing, standing), curves, from: moment }
  }
  year.add(phase, yearMicros)
  return year.outcome(beginningsOf(conditions, spans))
}

/** How often a component failed within the year. */
function beginningsOf(conditions: readonly Condition[], spans: readonly (readonly Span[])[]): number {
  const failing = spans.filter((_, index) => conditions[index]?.course.kind === 'failure')
  return failing.flat().filter(({ from }) => from > 0 && from < yearMicros).length
}

/** From one change of conditions to the next. */
interface Phase {
  readonly from: Micros
  readonly standing: readonly number[]
  /** The conditions that stood before the change or do so since: what is lost until all has settled is theirs. */
  readonly since: readonly number[]
  readonly curves: readonly LossCurve[]
}

interface Span {
  readonly from: Micros
  readonly to: Micros
}

function theEnd(curve: LossCurve): LossCurve {
  return [{ from: 0, out: outInTheEnd(curve) }]
}

function standingAt(moment: Micros, spans: readonly (readonly Span[])[]): readonly number[] {
  return spans.flatMap((own, index) =>
    own.some(({ from, to }) => from <= moment && moment < to) ? [index] : [],
  )
}

/** Every instant within the year at which something begins or ends. */
function momentsOf(spans: readonly (readonly Span[])[]): readonly Micros[] {
  const all = spans.flatMap((own) => own.flatMap(({ from, to }) => [from, to]))
  return [...new Set(all)].filter((at) => at > 0 && at < yearMicros).toSorted((a, b) => a - b)
}

function bothOf(some: readonly number[], others: readonly number[]): readonly number[] {
  return [...new Set([...some, ...others])].toSorted((a, b) => a - b)
}

/** When the condition stands, the part before the year included. */
function spansOf(course: Course, name: string, year: { seed: number; number: number }): readonly Span[] {
  const draw = (of: string): RandomStream => randomStream(year.seed, `year ${year.number} ${of}`)
  if (course.kind === 'failure') return failuresOf(course.figures, draw(name))
  // All conditions of a window have its phase.
  const first = Math.floor(draw(course.window).between(0, course.everyMicros)) - course.everyMicros
  const count = Math.ceil(yearMicros / course.everyMicros) + 1
  return Array.from({ length: count }, (_, index) => first + index * course.everyMicros).map((begin) => ({
    from: begin + course.from,
    to: begin + course.until,
  }))
}

/** The year begins anywhere in the life of the component: it may be broken, and both times have no memory. */
function failuresOf({ failsAfter, repairedAfter }: FailureFigures, stream: RandomStream): readonly Span[] {
  const spans: Span[] = []
  const isBroken = stream.next() < repairedAfter / (failsAfter + repairedAfter)
  let at = isBroken ? 0 : exponential(failsAfter, stream)
  while (at < yearMicros) {
    const to = at + exponential(repairedAfter, stream)
    spans.push({ from: at, to })
    at = to + exponential(failsAfter, stream)
  }
  return spans
}

/** At least a microsecond, so that no two changes of one component fall together. */
function exponential(mean: Micros, stream: RandomStream): Micros {
  return Math.max(1, Math.round(-mean * Math.log(1 - stream.next())))
}

/** What adds up during a year. */
class Year {
  readonly #pairs: TrialPlan['pairs']
  readonly #lost: number[]
  readonly #together: Micros[]
  readonly #causes = new Map<string, { conditions: readonly number[]; times: number; lost: number[] }>()

  constructor({ pairs, flows }: TrialPlan) {
    this.#pairs = pairs
    this.#lost = Array.from({ length: flows }, () => 0)
    this.#together = pairs.map(() => 0)
  }

  add({ standing, since, curves, from }: Phase, to: Micros): void {
    const micros = to - from
    for (const [flow, curve] of curves.entries()) {
      const settling = Math.min(micros, curve.at(-1)?.from ?? 0)
      const before = lossDuring(curve, settling)
      const all = lossDuring(curve, micros)
      this.#lost[flow] = (this.#lost[flow] ?? 0) + all
      this.#blame(since, flow, before)
      this.#blame(standing, flow, all - before)
    }
    const cause = this.#causes.get(standing.join(' '))
    if (cause !== undefined && standing.length === since.length) cause.times++
    for (const [index, pair] of this.#pairs.entries()) {
      const isDown = pair.every((conditions) => conditions.some((one) => standing.includes(one)))
      if (isDown) this.#together[index] = (this.#together[index] ?? 0) + micros
    }
  }

  outcome(failures: number): TrialOutcome {
    return { failures, lost: this.#lost, together: this.#together, causes: [...this.#causes.values()] }
  }

  #blame(conditions: readonly number[], flow: number, lost: number): void {
    if (lost === 0) return
    const name = conditions.join(' ')
    const cause = this.#causes.get(name) ?? { conditions, times: 0, lost: this.#lost.map(() => 0) }
    cause.lost[flow] = (cause.lost[flow] ?? 0) + lost
    this.#causes.set(name, cause)
  }
}
