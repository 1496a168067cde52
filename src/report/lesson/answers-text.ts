import type { AnsweredRound } from '../../analysis/lesson/answered-round.ts'
import { unsoundness } from '../../analysis/lesson/round-outcome.ts'
import type { LessonScenario } from '../../analysis/lesson/round-scenario.ts'
import type { Palette } from '../palette.ts'
import { choiceRow } from './choice-rows.ts'

/** What a teacher looks at: each question, what the run passes, and what was measured for each choice. */
export function answersText(
  { file, title, lesson }: LessonScenario,
  rounds: readonly AnsweredRound[],
  palette: Palette,
): string {
  return [
    `${palette.bold(title)}  ${palette.dim(file)}`,
    lesson.aim,
    ...rounds.flatMap((round, index) => ['', ...roundLines(round, index, palette)]),
    '',
  ].join('\n')
}

function roundLines({ round, outcome }: AnsweredRound, index: number, palette: Palette): readonly string[] {
  const width = Math.max(...round.choices.map(({ text }) => text.length))
  const choices = outcome.result.expectations.map(({ verdict, measured, margin }, at) => {
    const mark = verdict === 'pass' ? palette.green('✓') : verdict === 'fail' ? ' ' : palette.yellow('?')
    return `   ${mark} ${choiceRow(round, at).padEnd(width + 3)}  ${palette.dim(`${measured}${verdict === 'pass' && margin !== undefined ? `; margin ${margin}` : ''}`)}`
  })
  const why = unsoundness(outcome)
  return [
    `${index + 1}  ${palette.bold(round.ask)}`,
    ...choices,
    ...(why === undefined ? [] : [`   ${palette.red('unsound:')} ${why}`]),
  ]
}
