import type { Round } from '../../scenario/lesson.ts'
import type { ReadPrefixFile } from '../../scenario/read/prefix-files.ts'
import { type RoundOutcome, roundOutcome } from './round-outcome.ts'
import { type LessonScenario, roundScenario } from './round-scenario.ts'

/** A round of a lesson, and what its own run says about the choices. */
export interface AnsweredRound {
  readonly round: Round
  readonly outcome: RoundOutcome
}

export function answeredRounds(
  lesson: LessonScenario,
  readPrefixFile: ReadPrefixFile,
): readonly AnsweredRound[] {
  return lesson.lesson.rounds.map((_, index) => answeredRound(lesson, index, readPrefixFile))
}

export function answeredRound(
  lesson: LessonScenario,
  index: number,
  readPrefixFile: ReadPrefixFile,
): AnsweredRound {
  const round = lesson.lesson.rounds[index]
  if (round === undefined) throw new Error(`there is no round ${index + 1}`)
  return { round, outcome: roundOutcome(roundScenario(lesson, index, 'done', readPrefixFile), round) }
}
