import type { ScenarioIssue } from '../../scenario/issue.ts'
import type { RunResult, Verdict } from '../../scenario/result/run-result.ts'

/** Who ran; `node` says on what. */
export interface Program {
  readonly name: string
  readonly version: string
  readonly node: string
}

/** What became of one scenario file. */
export type ScenarioEntry = RanScenario | InvalidScenario

export interface RanScenario {
  readonly kind: 'ran'
  readonly result: RunResult
  readonly wallMilliseconds: number
}

/** A file that was refused whole; nothing of it ran. */
export interface InvalidScenario {
  readonly kind: 'invalid'
  readonly file: string
  readonly issues: readonly ScenarioIssue[]
}

/** A run that was ended from outside before all its files had run. */
export interface Interruption {
  readonly by: 'timeout' | 'signal'
  /** The files that did not run, or not to their end. */
  readonly unfinished: readonly string[]
}

export type OverallVerdict = Verdict | 'invalid'

const fromWorst: readonly OverallVerdict[] = ['invalid', 'fail', 'inconclusive', 'pass']

export function verdictOf(entry: ScenarioEntry): OverallVerdict {
  return entry.kind === 'ran' ? entry.result.verdict : 'invalid'
}

/** The worst of all; where nothing ran, or not all that was to run, no more is known. */
export function overallVerdict(
  entries: readonly ScenarioEntry[],
  interruption?: Interruption,
): OverallVerdict {
  const verdicts = entries.map(verdictOf)
  const worst = fromWorst.find((verdict) => verdicts.includes(verdict)) ?? 'inconclusive'
  return worst === 'pass' && interruption !== undefined ? 'inconclusive' : worst
}

export function fileOf(entry: ScenarioEntry): string {
  return entry.kind === 'ran' ? entry.result.file : entry.file
}

export function ranScenarios(entries: readonly ScenarioEntry[]): readonly RanScenario[] {
  return entries.filter((entry) => entry.kind === 'ran')
}
