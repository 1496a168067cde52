import { roundVerdict } from '../../analysis/lesson/round-outcome.ts'
import { type LessonScenario, roundScenario } from '../../analysis/lesson/round-scenario.ts'
import type { Action, Playback } from '../../analysis/playback.ts'
import type { Round } from '../../scenario/lesson.ts'
import type { ReadPrefixFile } from '../../scenario/read/prefix-files.ts'
import { quietSeconds } from '../../scenario/round-entries.ts'
import { isSameDeed } from '../../scenario/same-deed.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { type Micros, microsPerSecond } from '../../sim/time.ts'
import { doesAnything, type OutcomeView, outcomeView } from '../view/lesson.ts'

/** What was done in a run: by hand, or all that the round does as its file has it. */
export type Done = readonly Action[] | 'all'

/** How far a round has come in the network that is looked at. */
export interface RoundStatus {
  readonly index: number
  /** Whether what comes of it may be seen: an answer was given, and all was done. */
  readonly isFree: boolean
  /** Whether something was done that was not asked for. */
  readonly isOther: boolean
}

/** A round of a lesson that is under way. What comes of it is neither told nor played ahead before an answer was given. */
export class RoundInHand {
  readonly lesson: LessonScenario
  readonly index: number
  readonly #readPrefixFile: ReadPrefixFile
  /** Nothing later is looked at; `undefined` where all of it was seen before. */
  #horizon: Micros | undefined
  #isAnswered = false

  constructor(lesson: LessonScenario, index: number, readPrefixFile: ReadPrefixFile) {
    this.lesson = lesson
    this.index = index
    this.#readPrefixFile = readPrefixFile
  }

  get #round(): Round {
    const round = this.lesson.lesson.rounds[this.index]
    if (round === undefined) throw new Error(`a lesson has no round ${this.index}`)
    return round
  }

  get isSequel(): boolean {
    return this.#round.runOf !== this.index
  }

  /** Whether there is anything to be done. */
  get hasDeeds(): boolean {
    return this.#round.deeds.some(doesAnything)
  }

  scenario(deeds: 'done' | 'to-do'): Scenario {
    return roundScenario(this.lesson, this.index, deeds, this.#readPrefixFile)
  }

  /** How long after everything has converged one looks first: until just before anything is done. */
  get pauseMicros(): Micros {
    return this.hasDeeds ? quietSeconds * microsPerSecond : microsPerSecond
  }

  /** Nothing later is looked at before there is an answer and all was done. */
  holdAt(at: Micros): void {
    this.#horizon = Math.max(at, this.#horizon ?? 0)
  }

  answered(): void {
    this.#isAnswered = true
  }

  /** How far a run in which so much was done may be played. */
  limit(done: Done): Micros {
    return this.status(done).isFree ? Number.POSITIVE_INFINITY : (this.#horizon ?? Number.POSITIVE_INFINITY)
  }

  status(done: Done): RoundStatus {
    const isDone = this.isSequel || done === 'all' || !this.hasDeeds
    const isOther =
      !this.isSequel && done !== 'all' && !done.every((action) => this.#asked.some(isLike(action)))
    return { index: this.index, isFree: this.#isAnswered && isDone, isOther }
  }

  /** Whether by these actions, and no others, one has done by hand what is asked for; the rest comes by itself. */
  isDoneBy(actions: readonly Action[]): boolean {
    const isAll = this.#asked.length > 0 && this.#asked.every((deed) => actions.some(isLike(deed)))
    return isAll && actions.every((action) => this.#asked.some(isLike(action)))
  }

  /** What is to be done at once. How long it lasts and how often it comes is not for the hand to do. */
  get #asked(): readonly Action[] {
    const atOnce = this.#round.deeds.filter((deed) => doesAnything(deed) && !('at' in deed || 'when' in deed))
    return this.isSequel ? [] : atOnce.map(({ for: _, repeat: __, ...deed }) => deed)
  }

  outcome({ scenario }: Playback): OutcomeView {
    return outcomeView(roundVerdict(scenario, this.#round), this.#round)
  }

  /** Of every round of the lesson, as it is done in the file. */
  outcomes(): readonly OutcomeView[] {
    return this.lesson.lesson.rounds.map((round, index) => {
      const scenario = roundScenario(this.lesson, index, 'done', this.#readPrefixFile)
      return outcomeView(roundVerdict(scenario, round), round)
    })
  }
}

function isLike(one: Action): (other: Action) => boolean {
  return (other) => isSameDeed(one, other)
}
