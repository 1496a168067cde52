import type { ScenarioEntry } from '../report/run/run-report.ts'

/** What the shell learns; the table is in `vmsee --help` too. */
export const exitCodes = {
  held: 0,
  failed: 1,
  unusable: 2,
  unchecked: 3,
  bug: 70,
  timeout: 124,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

const fromMostUrgent: readonly ExitCode[] = [70, 130, 124, 2, 1, 3, 0]

/** Of several codes the first that applies. */
export function mostUrgent(codes: readonly ExitCode[]): ExitCode {
  return fromMostUrgent.find((code) => codes.includes(code)) ?? exitCodes.held
}

export interface Strictness {
  /** Warnings count as something unchecked. */
  readonly strict: boolean
  readonly passWithNoExpectations: boolean
}

/** The code that a run of these scenarios earns. */
export function exitCodeOf(entries: readonly ScenarioEntry[], strictness: Strictness): ExitCode {
  const expectations = entries.flatMap((entry) => (entry.kind === 'ran' ? entry.result.expectations : []))
  const nothingChecked = expectations.length === 0 && !strictness.passWithNoExpectations
  const codes = entries.map((entry) => entryCode(entry, strictness))
  return mostUrgent(nothingChecked ? [...codes, exitCodes.unchecked] : codes)
}

function entryCode(entry: ScenarioEntry, { strict }: Strictness): ExitCode {
  if (entry.kind === 'invalid') return exitCodes.unusable
  const { expectations, warnings } = entry.result
  if (expectations.some(({ verdict }) => verdict === 'fail')) return exitCodes.failed
  const inconclusive = expectations.some(({ verdict }) => verdict === 'inconclusive')
  return inconclusive || (strict && warnings.length > 0) ? exitCodes.unchecked : exitCodes.held
}
