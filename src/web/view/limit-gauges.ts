import { isNear, nearShare, share, usageText } from '../../report/run/limits.ts'
import { limitResults } from '../../scenario/result/limit-results.ts'
import type { ScenarioRun } from '../../scenario/scenario-run.ts'

/** One of Azure's limits with what is used of it now. */
export interface LimitGauge {
  /** What is limited, of whom. */
  readonly name: string
  readonly used: number
  readonly limit: number
  /** From how many on it is worth a word. */
  readonly warning: number
  readonly isNear: boolean
  /** With what is left, as the command line has it. */
  readonly words: string
}

/** The fullest first. */
export function limitGauges({ evidence }: ScenarioRun): readonly LimitGauge[] {
  return limitResults(evidence)
    .toSorted((a, b) => share(b) - share(a))
    .map((usage) => {
      const { subject, counted, used, limit } = usage
      const name = `${subject} ${counted}`
      return { name, used, limit, warning: nearShare * limit, isNear: isNear(usage), words: usageText(usage) }
    })
}
