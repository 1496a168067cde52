import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { course } from '../../analysis/lesson/course.ts'
import { isLesson, type LessonScenario } from '../../analysis/lesson/round-scenario.ts'
import { type LoadedScenario, loadScenario } from '../../scenario/load.ts'
import type { ReadPrefixFile } from '../../scenario/read/prefix-files.ts'
import { didYouMean } from '../../scenario/suggestion.ts'
import { isPattern } from '../file-pattern.ts'
import { packageFolder } from '../package-files.ts'
import { scenarioFiles } from '../scenario-files.ts'
import { tellIssues } from '../tell-issues.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'

/** A lesson that was read, with the files that its rounds load. */
export interface LoadedLesson {
  readonly scenario: LessonScenario
  readonly readPrefixFile: ReadPrefixFile
}

/** The lessons that come with the program, in their order. */
export function packagedLessons(): readonly { readonly name: string; readonly file: string }[] {
  const folder = join(packageFolder, 'sim-scenarios', 'lessons')
  return course.map((name) => ({ name, file: shortest(join(folder, `${name}.yaml`)) }))
}

/** As seen from here, where it lies below. */
function shortest(file: string): string {
  const seen = relative('.', file)
  return seen.startsWith('..') ? file : seen
}

/** The file that a word means: its path, or the name or number of a lesson that comes with the program. */
export function lessonFile(word: string): string {
  if (word === '-' || existsSync(word)) return word
  const packaged = packagedLessons()
  const found = packaged[Number(word) - 1] ?? packaged.find(({ name }) => name === word)
  if (found !== undefined) return found.file
  const hint = didYouMean(word, course) ?? `1 to ${course.length}, or a name: vmsee learn lists them`
  throw new UsageError(`no lesson ${word}; ${hint}`)
}

/** The files that words mean where there may be several: folders and patterns too, and all of the program where there is no word. */
export function lessonFiles(words: readonly string[]): readonly string[] {
  if (words.length === 0) return packagedLessons().map(({ file }) => file)
  return words.flatMap((word) =>
    existsSync(word) || isPattern(word) ? scenarioFiles([word]) : [lessonFile(word)],
  )
}

/** `undefined` where it is no valid scenario, which has been told then. */
export function loadLesson(file: string, terminal: Terminal): LoadedLesson | undefined {
  const source = loadScenario(file)
  const { scenario } = source
  if (scenario === undefined) {
    tellIssues(source, terminal)
    return undefined
  }
  if (!isLesson(scenario)) throw new UsageError(`${file} has no lesson: to run it, vmsee run ${file}`)
  return { scenario, readPrefixFile: filesOf(source) }
}

function filesOf({ prefixFiles }: LoadedScenario): ReadPrefixFile {
  return (name) =>
    prefixFiles.get(name) ?? { octets: undefined, problems: [`${name} is no file that the lesson loads`] }
}
