import type { Micros } from '../../sim/time.ts'
import type { ExpectationResult } from '../result/run-result.ts'
import type { ScenarioRun } from '../scenario-run.ts'
import { Judge } from './judge.ts'

/** Those who judge what is expected of a run, as far as they are shown it. */
export class Judges {
  readonly #run: ScenarioRun
  readonly #judges: readonly Judge[]
  /** Those that have yet to be decided by what they see from one instant to the next. */
  #watching: readonly Judge[]

  constructor(run: ScenarioRun) {
    this.#run = run
    const { scenario, evidence, timeline } = run
    this.#judges = scenario.expectations.map((entry) => new Judge(entry, evidence, timeline))
    this.#watching = this.#judges.filter((judge) => judge.watches)
  }

  /** The network stands as it does until just before `until`. */
  observe(until: Micros): void {
    let decided = false
    for (const judge of this.#watching) {
      judge.observe(this.#run.simulation.now, until)
      if (!judge.watches) decided = true
    }
    if (decided) this.#watching = this.#watching.filter((judge) => judge.watches)
  }

  /** The run is over. */
  verdicts(): readonly ExpectationResult[] {
    return this.#judges.map((judge) => judge.finish(this.#run.end))
  }
}

/** Plays a run that has not started, and answers nothing but what is expected of it. */
export function judgeRun(run: ScenarioRun): readonly ExpectationResult[] {
  const judges = new Judges(run)
  run.start()
  for (;;) {
    const { next, end } = run
    judges.observe(next ?? end + 1)
    if (next === undefined) return judges.verdicts()
    run.advance()
  }
}
