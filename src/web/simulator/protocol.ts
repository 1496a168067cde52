import type { Action, StepTo } from '../../analysis/playback.ts'
import type { Micros } from '../../sim/time.ts'
import type { HistoryView } from '../view/history.ts'
import type { Inspection, Selection } from '../view/inspect.ts'
import type { LadderRow } from '../view/ladder.ts'
import type { LessonView, OutcomeView } from '../view/lesson.ts'
import type { LimitGauge } from '../view/limit-gauges.ts'
import type { MomentView } from '../view/moment.ts'
import type { PlanView } from '../view/plan.ts'
import type { PrefixWays } from '../view/prefix-ways.ts'
import type { RoundStatus } from './round-in-hand.ts'

/** A scenario file as it travels: its text, and what it loads besides, by name, in base64 or why that cannot be read. */
export interface ScenarioSource {
  readonly file: string
  readonly text: string
  readonly prefixFiles: Readonly<Record<string, string | { readonly problems: readonly string[] }>>
}

/** What is done now, and what follows from that by itself. */
export interface Doing {
  readonly action: Action
  /** Begins the name by which it can be undone later. */
  readonly label?: string | undefined
  /** By how long after the first. */
  readonly later?: readonly { readonly after: string; readonly action: Action }[]
}

/** What the page asks of the simulator. Each is answered by at least one reply, in order. */
export type Request =
  /** `at` is where to look first; where it is left out, when everything has converged. A lesson opens with its first round, and shows nothing of what comes of it. */
  | {
      readonly kind: 'open'
      readonly source: ScenarioSource
      readonly at?: Micros | undefined
      readonly round?: number | undefined
      /** However large it is. */
      readonly anyway?: boolean
    }
  | { readonly kind: 'jump'; readonly at: Micros }
  | { readonly kind: 'step'; readonly to: StepTo; readonly direction: 'forward' | 'back' }
  | (Doing & { readonly kind: 'act' })
  | { readonly kind: 'undo' | 'redo' }
  | { readonly kind: 'select'; readonly selection: Selection | undefined }
  /** Routes are compared with how they are now, until this is asked again. */
  | { readonly kind: 'pin' }
  /** The ways to a prefix or an address are told from now on, as it is written. */
  | { readonly kind: 'follow'; readonly prefix: string | undefined }
  | { readonly kind: 'take-away' }
  | LessonRequest

/** What is asked in a lesson; outside of one it is not answered. */
export type LessonRequest =
  /** Another round of it. */
  | { readonly kind: 'round'; readonly index: number }
  /** The question has an answer: what comes of the round may be played. */
  | { readonly kind: 'answered' }
  /** Does what the round asks for. */
  | { readonly kind: 'do' }
  /** What is right, by the run as it was played. */
  | { readonly kind: 'judge' }
  /** What is right in every round. */
  | { readonly kind: 'judge-all' }
  /** The network stays as it is, and nothing is asked any more. */
  | { readonly kind: 'leave' }

export type Reply =
  | {
      readonly kind: 'opened'
      readonly plan: PlanView
      readonly lesson: LessonView | undefined
      /** Of the lesson, the one that is asked about. */
      readonly round: number
    }
  /** A file that is no scenario, or an action that none could have: what is wrong, as the terminal says it. */
  | { readonly kind: 'refused'; readonly text: string; readonly fatal: boolean }
  /** A file that is not played before it is asked for again, and what that would cost. */
  | { readonly kind: 'large'; readonly source: ScenarioSource; readonly at?: Micros; readonly words: string }
  | {
      readonly kind: 'history'
      readonly history: HistoryView
      /** The file as it is played, with what was done. */
      readonly source: ScenarioSource
      readonly canUndo: boolean
      readonly canRedo: boolean
      /** `undefined` outside of a lesson. */
      readonly round: RoundStatus | undefined
    }
  | {
      readonly kind: 'moment'
      readonly moment: MomentView
      readonly ladder: readonly LadderRow[]
      readonly inspection: Inspection | undefined
      readonly pinnedAt: Micros | undefined
      readonly limits: readonly LimitGauge[]
      /** To what is followed. */
      readonly ways: PrefixWays | undefined
    }
  | { readonly kind: 'taken-away'; readonly text: string }
  | { readonly kind: 'judged'; readonly outcome: OutcomeView }
  | { readonly kind: 'all-judged'; readonly outcomes: readonly OutcomeView[] }
