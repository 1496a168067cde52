import type { Choice, Lesson } from '../../scenario/lesson.ts'
import { readScenario } from '../../scenario/parse.ts'
import type { ReadPrefixFile } from '../../scenario/read/prefix-files.ts'
import { roundText } from '../../scenario/round-text.ts'
import type { Scenario } from '../../scenario/scenario.ts'

/** The round of a lesson as a scenario: with what it does in its timeline or, where that is yet to be done by hand, without. */
export function roundScenario(
  lesson: LessonScenario,
  index: number,
  deeds: 'done' | 'to-do',
  readPrefixFile: ReadPrefixFile,
): Scenario {
  const text = roundText(lesson.source, lesson.lesson, index, { deeds })
  const { scenario } = readScenario(text, lesson.file, readPrefixFile)
  if (scenario === undefined) throw new Error(`round ${index + 1} passed the checks and is no scenario`)
  return scenario
}

/** The file of the round that one takes away: it expects what was found to be right. */
export function roundFile({ source, lesson }: LessonScenario, index: number, right: Choice): string {
  return roundText(source, lesson, index, { deeds: 'done', right })
}

/** A scenario that teaches something. */
export interface LessonScenario extends Scenario {
  readonly lesson: Lesson
}

export function isLesson(scenario: Scenario): scenario is LessonScenario {
  return scenario.lesson !== undefined
}
