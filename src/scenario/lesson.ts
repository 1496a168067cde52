import type { ExpectationEntry } from './expectation-entry.ts'
import type { Place } from './place.ts'

/** What a scenario teaches: questions to commit to, each of which its own run answers. */
export interface Lesson {
  /** What one knows afterwards. */
  readonly aim: string
  readonly rounds: readonly Round[]
}

export interface Round {
  readonly place: Place
  readonly tell: string
  /** A JSON Merge Patch onto the file as the round before left it; it stays for the rounds that follow. */
  readonly change: WrittenEntry | undefined
  /** Entries of a timeline, as they are written. One without a moment is carried out when everything has converged. */
  readonly deeds: readonly WrittenEntry[]
  readonly ask: string
  readonly choices: readonly Choice[]
  readonly explain: string
  /** The round in whose run this one goes on: itself, unless it neither changes nor does anything. */
  readonly runOf: number
}

/** An answer, and the expectation that holds where it is right. */
export interface Choice {
  readonly text: string
  readonly if: ExpectationEntry
  /** The same as it is written. */
  readonly written: WrittenEntry
  /** Said to whoever chose it and was wrong. */
  readonly remark: string | undefined
}

export type WrittenEntry = Readonly<Record<string, unknown>>
