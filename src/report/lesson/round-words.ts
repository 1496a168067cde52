import type { AnsweredRound } from '../../analysis/lesson/answered-round.ts'
import { unsoundness } from '../../analysis/lesson/round-outcome.ts'
import type { Lesson, Round } from '../../scenario/lesson.ts'
import type { TimelineLine } from '../../scenario/result/run-result.ts'
import type { Palette } from '../palette.ts'
import { countOf } from '../quantity.ts'
import { storyRows } from '../run/story-rows.ts'
import { wrap, wrapParagraphs } from '../wrap.ts'
import { changeRows } from './change-rows.ts'
import { choiceLetter, choiceRow } from './choice-rows.ts'

export interface LessonView {
  readonly palette: Palette
  readonly columns: number
}

/** Longer lines tire those who read prose. */
const widest = 92

/** The title and the aim, before the first round. */
export function lessonHead(title: string, { aim }: Lesson, { palette, columns }: LessonView): string {
  return [palette.bold(title), ...wrap(aim, Math.min(columns, widest)), ''].join('\n')
}

/** The story of a round, its question and what there is to choose. */
export function questionText({ rounds }: Lesson, index: number, { palette, columns }: LessonView): string {
  const round = rounds[index]
  if (round === undefined) throw new Error(`there is no round ${index + 1}`)
  const width = Math.min(columns, widest)
  return [
    '',
    palette.dim(`Round ${index + 1} of ${rounds.length}`),
    '',
    ...wrapParagraphs(round.tell, width),
    '',
    ...changeRows(round).map((row) => palette.dim(`  ${row}`)),
    ...(round.change === undefined ? [] : ['']),
    ...wrap(round.ask, width).map(palette.bold),
    '',
    ...round.choices.map((_, at) => `  ${palette.cyan(choiceLetter(at))}${choiceRow(round, at).slice(1)}`),
    `  ${palette.cyan('?')}) I am not sure`,
    '',
  ].join('\n')
}

/** What happened, what was right, and why. `chosen` is `undefined` for whoever was not sure. */
export function answerText(
  { round, outcome }: AnsweredRound,
  chosen: number | undefined,
  isContinued: boolean,
  { palette, columns }: LessonView,
): string {
  const width = Math.min(columns, widest)
  const story = isContinued ? [] : storyOf(round, outcome.result)
  return [
    '',
    ...shortened(story, { palette, columns }),
    ...(story.length > 0 ? [''] : []),
    ...verdict({ round, outcome }, chosen, palette).flatMap((line) => wrap(line, width)),
    '',
    ...wrapParagraphs(round.explain, width),
    '',
  ].join('\n')
}

const mostLines = 12
const lastLines = 4

/** The beginning and the end: what broke, and how it came to rest. */
function shortened(story: readonly TimelineLine[], view: LessonView): readonly string[] {
  if (story.length <= mostLines) return storyRows(story, view)
  const left = view.palette.dim(`   … ${countOf(story.length - mostLines, 'line')} …`)
  const begin = storyRows(story.slice(0, mostLines - lastLines), view)
  return [...begin, left, ...storyRows(story.slice(-lastLines), view)]
}

/** From the first thing that the round did by a label. */
function storyOf(
  { deeds }: Round,
  { timeline, marks }: AnsweredRound['outcome']['result'],
): readonly TimelineLine[] {
  const moments = deeds.flatMap(({ label }) => marks.get(String(label)) ?? [])
  const from = Math.min(...moments, timeline.at(-1)?.atSeconds ?? 0)
  return timeline.filter(({ headline, atSeconds }) => headline && (moments.length === 0 || atSeconds >= from))
}

function verdict(
  { round, outcome }: AnsweredRound,
  chosen: number | undefined,
  palette: Palette,
): readonly string[] {
  const { right, result } = outcome
  if (right === undefined) return [palette.red(`This round is not sound: ${unsoundness(outcome)}.`)]
  const measured = result.expectations[right]?.measured
  if (chosen === right) return [`${palette.green('Right:')} ${choiceRow(round, right)}: ${measured}`]
  const was = `it was ${palette.green(choiceRow(round, right))}: ${measured}`
  if (chosen === undefined) return [`${was.slice(0, 1).toUpperCase()}${was.slice(1)}`]
  const { remark } = round.choices[chosen] ?? {}
  const said = `You said ${palette.yellow(choiceRow(round, chosen))}, ${was}`
  return remark === undefined ? [said] : [said, remark]
}
