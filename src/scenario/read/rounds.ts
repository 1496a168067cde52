import type { ExpectationEntry } from '../expectation-entry.ts'
import type { Choice, Lesson, Round } from '../lesson.ts'
import { mergePatch } from '../merge-patch.ts'
import type { FilePath } from '../place.ts'
import { type Problem, problem } from '../problem.ts'
import { roundEntries } from '../round-entries.ts'
import type { LessonEntry, RoundEntry } from '../schema/lesson.ts'
import type { ScenarioDocument } from './document.ts'
import type { ReadPrefixFile } from './prefix-files.ts'
import { expectationsOf, readValues } from './read-values.ts'
import { isMapping } from './sections.ts'

export interface LessonReading {
  /** Of use where there are no problems. */
  readonly lesson: Lesson
  /** Of each round, as the scenario that it is. */
  readonly problems: readonly Problem[]
}

/** Reads every round of a lesson as the scenario that it is: a valid file, changed, in which something is done. */
export function readRounds(
  document: ScenarioDocument,
  { aim, rounds }: LessonEntry,
  readPrefixFile: ReadPrefixFile,
): LessonReading {
  const readings = rounds.map((round, index) => readRound(document, rounds, index, round, readPrefixFile))
  return {
    lesson: { aim, rounds: readings.map(({ round }) => round) },
    problems: readings.flatMap(({ problems }) => problems).filter(isFirst),
  }
}

/** What a change spoils, it spoils in the rounds that follow too. */
function isFirst({ path, message }: Problem, index: number, all: readonly Problem[]): boolean {
  const key = path.join('.')
  return all.findIndex((other) => other.path.join('.') === key && other.message === message) === index
}

function readRound(
  document: ScenarioDocument,
  rounds: readonly RoundEntry[],
  index: number,
  entry: RoundEntry,
  readPrefixFile: ReadPrefixFile,
): { readonly round: Round; readonly problems: readonly Problem[] } {
  const runOf = rounds.findLastIndex((one, at) => at <= index && (at === 0 || hasRun(one)))
  const { values, originOf } = roundValues(document, rounds, index, runOf)
  const { sections, problems } = readValues(values, readPrefixFile)
  const placeOf: ScenarioDocument['placeOf'] = (path, at) => document.placeOf(originOf(path) ?? path, at)
  const judged = new Map(sections.expectations.map(({ path }, at) => [path[1], at]))
  const expectations = expectationsOf(sections, { placeOf })
  const choices = entry.choices.flatMap(({ text, if: written, remark }, at): readonly Choice[] => {
    const expectation: ExpectationEntry | undefined = expectations[judged.get(at) ?? -1]
    return expectation === undefined ? [] : [{ text, if: expectation, written, remark }]
  })
  const { tell, change, ask, explain } = entry
  const place = document.placeOf(roundPath(index), 'value')
  return {
    round: { place, tell, change, deeds: entry.do, ask, choices, explain, runOf },
    problems: [
      ...problems
        .filter(({ level }) => level === 'error')
        .map((found) => inLesson(found, originOf(found.path), causeOf(rounds, index, runOf))),
      ...sameChoices(entry, index),
    ],
  }
}

/** Of two choices that say or ask the same, neither can be the one that is right. */
function sameChoices({ choices }: RoundEntry, round: number): readonly Problem[] {
  return (['text', 'if'] as const).flatMap((key) => {
    const written = choices.map((choice) => JSON.stringify(choice[key]))
    return written.flatMap((one, index) => {
      const first = written.indexOf(one)
      if (first === index) return []
      const message = `choices ${first + 1} and ${index + 1} ${key === 'text' ? 'say' : 'ask'} the same`
      const hint = 'exactly one choice of a round is right: give each its own'
      return [problem('duplicate-choice', roundPath(round, 'choices', index, key), message, hint)]
    })
  })
}

function hasRun(round: RoundEntry): boolean {
  return round.change !== undefined || round.do.length > 0
}

/** What made the file another one than it was: the last change or, where there is none, what is done. */
function causeOf(rounds: readonly RoundEntry[], index: number, runOf: number): Cause {
  const changedBy = rounds.findLastIndex((round, at) => at <= index && round.change !== undefined)
  return changedBy < 0
    ? { path: roundPath(runOf, 'do'), words: 'with what is done here' }
    : { path: roundPath(changedBy, 'change'), words: 'with this change' }
}

interface Cause {
  readonly path: FilePath
  readonly words: string
}

function inLesson(found: Problem, origin: FilePath | undefined, cause: Cause): Problem {
  if (origin !== undefined) return { ...found, path: origin }
  const message = `${cause.words} the file is wrong at ${found.path.join('.')}: ${found.message}`
  return { ...found, ...problem('change', cause.path, message, found.hint) }
}

function roundPath(index: number, ...steps: FilePath): FilePath {
  return ['lesson', 'rounds', index, ...steps]
}

interface RoundValues {
  readonly values: Readonly<Record<string, unknown>>
  /** Where the lesson has what stands there in the round; `undefined` where it is the file that has it. */
  readonly originOf: (path: FilePath) => FilePath | undefined
}

function roundValues(
  { value }: ScenarioDocument,
  rounds: readonly RoundEntry[],
  index: number,
  runOf: number,
): RoundValues {
  const changed = rounds
    .slice(0, index + 1)
    .reduce((file, { change }) => mergePatch(file, change ?? {}), value)
  if (!isMapping(changed)) throw new Error('a file that was read is no mapping')
  const { lesson: _, ...file } = changed
  const expect = rounds[index]?.choices.map((choice) => choice.if)
  const { timeline: written = [] } = file
  const isList = Array.isArray(written)
  const timeline: readonly unknown[] = isList ? written : []
  const { settled, deeds } = roundEntries(timeline, rounds[runOf]?.do ?? [])
  const values = { ...file, expect, timeline: isList ? [...timeline, ...settled, ...deeds] : written }
  const firstDeed = timeline.length + settled.length
  return { values, originOf: (path) => originOf(path, { rounds, index, runOf, firstDeed }) }
}

interface Origin {
  readonly rounds: readonly RoundEntry[]
  readonly index: number
  readonly runOf: number
  /** Where what the round does begins in its timeline. */
  readonly firstDeed: number
}

function originOf(path: FilePath, { rounds, index, runOf, firstDeed }: Origin): FilePath | undefined {
  const [section, item, ...rest] = path
  if (section === 'expect' && typeof item === 'number')
    return roundPath(index, 'choices', item, 'if', ...rest)
  if (section === 'timeline' && typeof item === 'number' && item >= firstDeed) {
    return roundPath(runOf, 'do', item - firstDeed, ...rest)
  }
  const changedBy = rounds.findLastIndex(({ change }, at) => at <= index && touches(change, path))
  return changedBy < 0 ? undefined : roundPath(changedBy, 'change', ...path)
}

/** Whether the patch has something at the path, or a value above it. */
function touches(patch: unknown, path: FilePath): boolean {
  const [step, ...rest] = path
  if (step === undefined || !isMapping(patch)) return patch !== undefined
  return Object.hasOwn(patch, step) && touches(patch[step], rest)
}
