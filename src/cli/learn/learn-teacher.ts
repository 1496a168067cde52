import { type AnsweredRound, answeredRound, answeredRounds } from '../../analysis/lesson/answered-round.ts'
import { unsoundness } from '../../analysis/lesson/round-outcome.ts'
import { roundFile } from '../../analysis/lesson/round-scenario.ts'
import { answersText } from '../../report/lesson/answers-text.ts'
import { lessonJson } from '../../report/lesson/lesson-json.ts'
import { lessonSheet } from '../../report/lesson/sheet.ts'
import { soundnessText } from '../../report/lesson/soundness-text.ts'
import { countOf } from '../../report/quantity.ts'
import { type ExitCode, exitCodes, mostUrgent } from '../exit-code.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import { type LoadedLesson, lessonFile, lessonFiles, loadLesson } from './lesson-files.ts'

/** At least one is given. */
export interface TeacherOptions {
  readonly answers?: true
  readonly check?: true
  readonly json?: true
  readonly sheet?: true
}

/** The lessons as a teacher wants them: all that come with the program, where none is named. */
export function tellTeacher(words: readonly string[], options: TeacherOptions, terminal: Terminal): ExitCode {
  const { answers, check, json, sheet } = options
  if (sheet === true && (json === true || check === true))
    throw new UsageError('--sheet is for paper: leave --json and --check out')
  const lessons = lessonFiles(words).map((file) => loadLesson(file, terminal))
  const valid = lessons.flatMap((lesson) => lesson ?? [])
  const code = valid.length < lessons.length ? exitCodes.unusable : exitCodes.held
  if (sheet === true && answers !== true) {
    terminal.out(valid.map(({ scenario }) => lessonSheet(scenario, undefined)).join('\n'))
    return code
  }
  const answered = valid.map((lesson) => ({ lesson, rounds: roundsOf(lesson) }))
  if (json === true) {
    const all = answered.map(({ lesson, rounds }) => lessonJson(lesson.scenario, rounds))
    terminal.out(`${JSON.stringify({ version: 1, lessons: all }, undefined, 2)}\n`)
  } else {
    const palette = terminal.outPalette
    const texts = answered.map(({ lesson: { scenario }, rounds }) => {
      if (sheet === true) return lessonSheet(scenario, rounds)
      return (answers === true ? answersText : soundnessText)(scenario, rounds, palette)
    })
    terminal.out(texts.join(answers === true ? '\n' : ''))
  }
  return mostUrgent([code, ...answered.map(({ rounds }) => soundnessCode(rounds))])
}

function roundsOf({ scenario, readPrefixFile }: LoadedLesson): readonly AnsweredRound[] {
  return answeredRounds(scenario, readPrefixFile)
}

function soundnessCode(rounds: readonly AnsweredRound[]): ExitCode {
  const isSound = rounds.every(({ outcome }) => unsoundness(outcome) === undefined)
  return isSound ? exitCodes.held : exitCodes.failed
}

/** `vmsee learn LESSON --round 2`: the scenario that the round is, which expects what was found to be right. */
export function tellRoundFile(word: string, number: number, terminal: Terminal): ExitCode {
  const file = lessonFile(word)
  const lesson = loadLesson(file, terminal)
  if (lesson === undefined) return exitCodes.unusable
  const { scenario, readPrefixFile } = lesson
  const { rounds } = scenario.lesson
  if (number > rounds.length) throw new UsageError(`${file} has ${countOf(rounds.length, 'round')}`)
  const { round, outcome } = answeredRound(scenario, number - 1, readPrefixFile)
  const right = round.choices[outcome.right ?? -1]
  if (right === undefined) throw new UsageError(`round ${number} is not sound: ${unsoundness(outcome)}`)
  terminal.out(roundFile(scenario, number - 1, right))
  return exitCodes.held
}
