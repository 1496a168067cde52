import type { ScenarioIssue } from '../scenario/issue.ts'
import type { RunResult, Verdict } from '../scenario/result/run-result.ts'

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

export type OverallVerdict = Verdict | 'invalid'

const fromWorst: readonly OverallVerdict[] = ['invalid', 'fail', 'inconclusive', 'pass']

export function verdictOf(entry: ScenarioEntry): OverallVerdict {
  return entry.kind === 'ran' ? entry.result.verdict : 'invalid'
}

/** The worst of all; where nothing ran, nothing is known. */
export function overallVerdict(entries: readonly ScenarioEntry[]): OverallVerdict {
  const verdicts = entries.map(verdictOf)
  return fromWorst.find((verdict) => verdicts.includes(verdict)) ?? 'inconclusive'
}

export function fileOf(entry: ScenarioEntry): string {
  return entry.kind === 'ran' ? entry.result.file : entry.file
}

export function ranScenarios(entries: readonly ScenarioEntry[]): readonly RanScenario[] {
  return entries.filter((entry) => entry.kind === 'ran')
}
