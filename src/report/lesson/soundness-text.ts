import type { AnsweredRound } from '../../analysis/lesson/answered-round.ts'
import { unsoundness } from '../../analysis/lesson/round-outcome.ts'
import type { LessonScenario } from '../../analysis/lesson/round-scenario.ts'
import type { Palette } from '../palette.ts'
import { countOf } from '../quantity.ts'

/** `vmsee learn --check`: a line for a lesson that is sound, and one for each round that is not. */
export function soundnessText(
  { file }: LessonScenario,
  rounds: readonly AnsweredRound[],
  palette: Palette,
): string {
  const unsound = rounds.flatMap(({ round, outcome }, index) => {
    const why = unsoundness(outcome)
    if (why === undefined) return []
    const { line, column } = round.place
    return `${file}:${line}:${column}  ${palette.red('unsound')}  round ${index + 1}: ${why}\n`
  })
  if (unsound.length > 0) return unsound.join('')
  return `${file}  ${palette.green('sound')}  ${countOf(rounds.length, 'round')}\n`
}
