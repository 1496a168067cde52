import { type ExitCode, exitCodes } from '../exit-code.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import { type TeacherOptions, tellRoundFile, tellTeacher } from './learn-teacher.ts'
import { lessonFile, loadLesson } from './lesson-files.ts'
import { quiz } from './quiz.ts'
import { chooseLesson, walkLesson } from './walk-lesson.ts'

export interface LearnOptions extends TeacherOptions {
  /** The round whose file is wanted, counted from 1. */
  readonly round?: number
  /** Questions about the decision process in place of a lesson. */
  readonly quiz?: true
  readonly seed?: number
}

/** `vmsee learn`: a lesson in the terminal, or what a teacher wants of it. */
export async function learn(
  words: readonly string[],
  { round, quiz: isQuiz, seed, ...options }: LearnOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (isQuiz === true) {
    if (words.length > 0 || round !== undefined || Object.keys(options).length > 0)
      throw new UsageError('--quiz takes --seed and nothing else')
    return await quiz(seed ?? 1, terminal)
  }
  if (seed !== undefined) throw new UsageError('--seed is of --quiz: a lesson has the seed of its file')
  const wishes = Object.keys(options)
  if (round === undefined && wishes.length > 0) return tellTeacher(words, options, terminal)
  if (wishes.length > 0) throw new UsageError(`--round prints a file alone: leave --${wishes[0]} out`)
  if (words.length > 1) throw new UsageError(`one lesson at a time: vmsee learn ${words[0]}`)
  if (round === undefined) return await walk(words[0], terminal)
  if (words[0] === undefined) throw new UsageError('--round is of one lesson: name it')
  return tellRoundFile(words[0], round, terminal)
}

async function walk(word: string | undefined, terminal: Terminal): Promise<ExitCode> {
  const asking = terminal.asking()
  try {
    const chosen = word ?? (await chooseLesson(asking, terminal))
    if (chosen === undefined) return asking.wasInterrupted() ? exitCodes.interrupted : exitCodes.held
    const lesson = loadLesson(lessonFile(chosen), terminal)
    return lesson === undefined ? exitCodes.unusable : await walkLesson(lesson, chosen, asking, terminal)
  } finally {
    asking.stop()
  }
}
