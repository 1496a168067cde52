import type { AnsweredRound } from '../../analysis/lesson/answered-round.ts'
import type { LessonScenario } from '../../analysis/lesson/round-scenario.ts'
import type { Round } from '../../scenario/lesson.ts'
import { changeRows } from './change-rows.ts'
import { choiceLetter } from './choice-rows.ts'

/** A lesson on paper, as Markdown: to be answered with a pen, or with `answers`, for whoever collects it. */
export function lessonSheet(
  { title, lesson }: LessonScenario,
  answers: readonly AnsweredRound[] | undefined,
): string {
  const rounds = lesson.rounds.flatMap((round, index) => [
    ...questionLines(round, index),
    ...(answers === undefined ? ['Why?', '', '&nbsp;', ''] : answerLines(answers[index])),
  ])
  return [`# ${title}`, '', ...(answers === undefined ? [] : [lesson.aim, '']), ...rounds].join('\n')
}

function questionLines(round: Round, index: number): readonly string[] {
  const { tell, ask, choices } = round
  const changes = changeRows(round).map((row) => `    ${row}`)
  const boxes = choices.map(({ text }, at) => `- [ ] ${choiceLetter(at)}) ${text}`)
  return [
    `## ${index + 1}`,
    '',
    tell.trim(),
    '',
    ...changes,
    ...(changes.length === 0 ? [] : ['']),
    `**${ask}**`,
    '',
    ...boxes,
    '',
  ]
}

function answerLines(answered: AnsweredRound | undefined): readonly string[] {
  if (answered === undefined) throw new Error('a round was not answered')
  const { round, outcome } = answered
  const { right = -1, result } = outcome
  const choice = round.choices[right]
  const answer =
    choice === undefined
      ? 'No single choice is right.'
      : `${choiceLetter(right)}) ${choice.text} (${result.expectations[right]?.measured})`
  return [`Answer: ${answer}`, '', round.explain.trim(), '']
}
