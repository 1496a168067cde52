import type { ExpectationEntry } from '../../scenario/expectation-entry.ts'
import { judgeRun } from '../../scenario/judge/judges.ts'
import type { Round } from '../../scenario/lesson.ts'
import type { RunResult } from '../../scenario/result/run-result.ts'
import { runScenario } from '../../scenario/run-scenario.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { scenarioRun } from '../../scenario/scenario-run.ts'

/** What a run says about the choices of a round. */
export interface RoundVerdict {
  /** Its expectations are the choices, in their order. */
  readonly result: Pick<RunResult, 'expectations'>
  /** The choice that the run passes; `undefined` where it is not exactly one, or something about another is open. */
  readonly right: number | undefined
}

export interface RoundOutcome extends RoundVerdict {
  readonly result: RunResult
}

/** Whether every label that the choices count from is one of the scenario's, so that they can be judged by it. */
export function canJudge({ timeline }: Scenario, { choices }: Pick<Round, 'choices'>): boolean {
  const labels = new Set(timeline.map(({ label }) => label))
  return choices.every((choice) => [undefined, ...labels].includes(countedFrom(choice.if)))
}

function countedFrom({ time }: ExpectationEntry): string | undefined {
  if (time.kind === 'at-end') return undefined
  return (time.kind === 'at' ? time.instant : time.after)?.label
}

/** Runs a scenario that a round is, or that was made of it by hand, and judges the choices by it. */
export function roundOutcome(scenario: Scenario, { choices }: Pick<Round, 'choices'>): RoundOutcome {
  const result = runScenario(expecting(scenario, choices))
  return { result, right: rightOf(result) }
}

/** The same, but for all that a run tells besides. */
export function roundVerdict(scenario: Scenario, { choices }: Pick<Round, 'choices'>): RoundVerdict {
  const result = { expectations: judgeRun(scenarioRun(expecting(scenario, choices))) }
  return { result, right: rightOf(result) }
}

function expecting(scenario: Scenario, choices: Round['choices']): Scenario {
  return { ...scenario, expectations: choices.map((choice) => choice.if) }
}

function rightOf({ expectations }: RoundVerdict['result']): number | undefined {
  const verdicts = expectations.map(({ verdict }) => verdict)
  const isDecided = verdicts.filter((verdict) => verdict !== 'fail').length === 1
  const right = verdicts.indexOf('pass')
  return isDecided && right >= 0 ? right : undefined
}

/** Why a round cannot be answered, in words; `undefined` where it is sound. */
export function unsoundness({ result, right }: RoundVerdict): string | undefined {
  if (right !== undefined) return undefined
  const open = result.expectations.find(({ verdict }) => verdict === 'inconclusive')
  if (open !== undefined) return `nothing can be said about "${open.text}": ${open.because ?? open.measured}`
  const passing = result.expectations.filter(({ verdict }) => verdict === 'pass')
  if (passing.length > 1)
    return `more than one choice is right: ${passing.map(({ text }) => text).join('; ')}`
  return `no choice is right: ${result.expectations.map(({ text, measured }) => `${text} (${measured})`).join('; ')}`
}
