import { type RoundVerdict, unsoundness } from '../../analysis/lesson/round-outcome.ts'
import type { LessonScenario } from '../../analysis/lesson/round-scenario.ts'
import { type ChangeLine, changeLines } from '../../report/lesson/change-lines.ts'
import { deedWords } from '../../report/lesson/deed-words.ts'
import type { Check } from '../../scenario/expectation-entry.ts'
import type { Round, WrittenEntry } from '../../scenario/lesson.ts'
import { mergePatch } from '../../scenario/merge-patch.ts'
import { readDocument } from '../../scenario/read/document.ts'
import { isMapping } from '../../scenario/read/sections.ts'
import type { Selection } from './inspect.ts'

/** A lesson as a page shows it. What is right is not in it: that is what runs say. */
export interface LessonView {
  readonly title: string
  readonly aim: string
  readonly rounds: readonly RoundView[]
}

export interface RoundView extends Pick<Round, 'tell' | 'ask' | 'explain'> {
  /** What it changes in the file. */
  readonly change: readonly ChangeLine[]
  readonly deeds: readonly DeedView[]
  readonly choices: readonly { readonly text: string; readonly remark: string | undefined }[]
  /** Whether it asks about the run of the round before. */
  readonly isSequel: boolean
}

/** Something that is to be done, and the names in it, by which it is found in the picture. */
export interface DeedView {
  readonly words: string
  readonly names: readonly string[]
  /** Without when, how long and how often. */
  readonly action: Readonly<Record<string, unknown>>
}

/** What a run says about a question. */
export interface OutcomeView {
  /** `undefined` where it is not exactly one of the choices. */
  readonly right: number | undefined
  /** For each choice. */
  readonly measured: readonly string[]
  /** Why nothing can be said. */
  readonly unsound: string | undefined
  /** What was asked about. */
  readonly concern: Selection | undefined
}

export function lessonView({ title, source, lesson: { aim, rounds } }: LessonScenario): LessonView {
  let file = readDocument(source).document?.value
  return {
    title,
    aim,
    rounds: rounds.map(({ tell, ask, explain, change, deeds, choices, runOf }, index) => {
      const before = file
      file = mergePatch(before, change ?? {})
      return {
        ...{ tell, ask, explain },
        change: changeLines(before, change ?? {}),
        deeds: deeds.filter(doesAnything).map(deedView),
        choices: choices.map(({ text, remark }) => ({ text, remark })),
        isSequel: runOf !== index,
      }
    }),
  }
}

/** Not so an entry that only names a moment. */
export function doesAnything(deed: WrittenEntry): boolean {
  return Object.keys(deed).some((key) => !['at', 'when', 'label'].includes(key))
}

function deedView(deed: WrittenEntry): DeedView {
  const { at: _, when: __, label: ___, for: ____, repeat: _____, ...action } = deed
  return { words: deedWords(deed), names: namesIn(deed), action }
}

function namesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return isMapping(value) ? Object.values<unknown>(value).flatMap(namesIn) : []
}

export function outcomeView(outcome: RoundVerdict, { choices }: Round): OutcomeView {
  const { right, result } = outcome
  const asked = choices[right ?? 0]?.if.check
  return {
    right,
    measured: result.expectations.map(({ measured }) => measured),
    unsound: unsoundness(outcome),
    concern: asked && concernOf(asked),
  }
}

function concernOf(check: Check): Selection | undefined {
  if ('flow' in check) return { kind: 'flow', name: check.flow }
  if ('session' in check) return { kind: 'session', name: check.session }
  return 'link' in check ? { kind: 'link', name: check.link } : undefined
}
