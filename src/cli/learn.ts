import { answeredRounds } from '../analysis/lesson/answered-round.ts'
import { unsoundness } from '../analysis/lesson/round-outcome.ts'
import { answersText } from '../report/lesson/answers-text.ts'
import { soundnessText } from '../report/lesson/soundness-text.ts'
import { type ExitCode, exitCodes, mostUrgent } from './exit-code.ts'
import { type LoadedLesson, lessonFile, loadLesson, packagedLessons } from './lesson-files.ts'
import type { Terminal } from './terminal.ts'

export interface LearnOptions {
  readonly check?: true
  readonly answers?: true
}

/** `vmsee learn`: a lesson in the terminal, or what a teacher wants of it. */
export function learn(words: readonly string[], options: LearnOptions, terminal: Terminal): ExitCode {
  const files = words.length === 0 ? packagedLessons().map(({ file }) => file) : words.map(lessonFile)
  const codes = files.map((file) => {
    const lesson = loadLesson(file, terminal)
    return lesson === undefined ? exitCodes.unusable : tell(lesson, options, terminal)
  })
  return mostUrgent(codes)
}

function tell(
  { scenario, readPrefixFile }: LoadedLesson,
  { answers }: LearnOptions,
  terminal: Terminal,
): ExitCode {
  const rounds = answeredRounds(scenario, readPrefixFile)
  const textOf = answers === true ? answersText : soundnessText
  terminal.out(textOf(scenario, rounds, terminal.outPalette))
  return rounds.every(({ outcome }) => unsoundness(outcome) === undefined) ? exitCodes.held : exitCodes.failed
}
