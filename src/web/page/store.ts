import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { StepTo } from '../../analysis/playback.ts'
import type { Micros } from '../../sim/time.ts'
import type { Doing, Reply, Request, ScenarioSource } from '../simulator/protocol.ts'
import type { RoundStatus } from '../simulator/round-in-hand.ts'
import { type Axis, axisOf } from '../view/axis.ts'
import type { HistoryView } from '../view/history.ts'
import type { Inspection, Selection } from '../view/inspect.ts'
import type { LadderRow } from '../view/ladder.ts'
import type { LessonView, OutcomeView } from '../view/lesson.ts'
import type { LimitGauge } from '../view/limit-gauges.ts'
import type { MomentView } from '../view/moment.ts'
import type { PlanView } from '../view/plan.ts'
import type { PrefixWays } from '../view/prefix-ways.ts'
import { beginning, type LessonState } from './lesson/lesson-state.ts'
import { type Progress, readProgress } from './lesson/progress.ts'
import type { Shelved } from './shelf.ts'

/** Everything that the page shows, and the way to ask for more. One for each page. */
export interface Store {
  /** What can be chosen. */
  readonly shelf: Signal<readonly Shelved[]>
  /** The file of it that was opened last. */
  readonly chosen: Signal<string | undefined>
  readonly plan: Signal<PlanView | undefined>
  /** The file as it is played, with what was done. */
  readonly source: Signal<ScenarioSource | undefined>
  readonly history: Signal<HistoryView | undefined>
  readonly moment: Signal<MomentView | undefined>
  readonly ladder: Signal<readonly LadderRow[]>
  readonly selection: Signal<Selection | undefined>
  readonly inspection: Signal<Inspection | undefined>
  readonly pinnedAt: Signal<Micros | undefined>
  readonly limits: Signal<readonly LimitGauge[]>
  readonly ways: Signal<PrefixWays | undefined>
  readonly refusal: Signal<{ readonly text: string; readonly fatal: boolean } | undefined>
  /** What waits for somebody to say that it is to be played. */
  readonly large: Signal<(Reply & { readonly kind: 'large' }) | undefined>
  readonly undoing: Signal<{ readonly canUndo: boolean; readonly canRedo: boolean }>
  readonly isPlaying: Signal<boolean>
  /** Seconds of the network to a second of whoever looks on. */
  readonly speed: Signal<number>
  readonly skipsQuiet: Signal<boolean>
  /** Where what is shown is a lesson that is being taken. */
  readonly lesson: Signal<LessonState | undefined>
  /** How far its round has come. */
  readonly round: Signal<RoundStatus | undefined>
  readonly judged: Signal<OutcomeView | undefined>
  /** Of all lessons that were ever taken here. */
  readonly progress: Signal<Progress>
  /** Whether answers are shown to a teacher. */
  readonly teaches: Signal<boolean>
  /** What the live line says. */
  readonly news: Signal<string>
  readonly axis: ReadonlySignal<Axis>
  /** Whether a moment was asked for and has not come. */
  readonly isBusy: () => boolean
  readonly ask: (request: Request) => void
  readonly jump: (at: Micros) => void
  readonly step: (to: StepTo, direction: 'forward' | 'back') => void
  /** The ways to a prefix or an address are shown from now on; without one those of a flow. */
  readonly follow: (prefix: string | undefined) => void
  readonly select: (selection: Selection | undefined) => void
  readonly act: (doing: Doing) => void
  readonly open: (source: ScenarioSource, from?: Beginning) => void
  readonly takeAway: () => Promise<string>
}

/** Where to begin, in place of where everything has converged, and of the first round of a lesson. */
interface Beginning {
  readonly at?: Micros | undefined
  readonly round?: number | undefined
  /** However large it is. */
  readonly anyway?: boolean
}

const unanswered: readonly Request['kind'][] = ['take-away', 'judge', 'judge-all']

export function createStore(simulator: Worker, shelf: readonly Shelved[]): Store {
  const history = signal<HistoryView | undefined>(undefined)
  const moment = signal<MomentView | undefined>(undefined)
  const selection = signal<Selection | undefined>(undefined)
  let waiting = 0
  let taking: (text: string) => void = () => {}
  const ask = (request: Request): void => {
    if (!unanswered.includes(request.kind)) waiting++
    simulator.postMessage(request)
  }
  const store: Store = {
    ...{ history, moment, selection },
    shelf: signal(shelf),
    chosen: signal(undefined),
    plan: signal(undefined),
    source: signal(undefined),
    ladder: signal([]),
    inspection: signal(undefined),
    pinnedAt: signal(undefined),
    limits: signal([]),
    ways: signal(undefined),
    refusal: signal(undefined),
    large: signal(undefined),
    undoing: signal({ canUndo: false, canRedo: false }),
    isPlaying: signal(false),
    speed: signal(1),
    skipsQuiet: signal(true),
    lesson: signal(undefined),
    round: signal(undefined),
    judged: signal(undefined),
    progress: signal(readProgress()),
    teaches: signal(false),
    news: signal(''),
    axis: computed(() => axisOf(history.value?.turns ?? [], history.value?.until ?? 1)),
    isBusy: () => waiting > 0,
    ask,
    jump: (at) => ask({ kind: 'jump', at }),
    step: (to, direction) => {
      store.isPlaying.value = false
      ask({ kind: 'step', to, direction })
    },
    select: (chosen) => {
      selection.value = chosen
      ask({ kind: 'select', selection: chosen })
    },
    follow: (prefix) => ask({ kind: 'follow', prefix }),
    act: (doing) => {
      store.isPlaying.value = false
      const { value: lesson } = store.lesson
      if (lesson?.stage === 'ask') {
        store.lesson.value = { ...lesson, isHasty: true }
        return store.select(undefined)
      }
      ask({ kind: 'act', ...doing })
    },
    open: ({ file, text, prefixFiles }, from) => {
      store.isPlaying.value = false
      if (file !== store.chosen.value) selection.value = undefined
      if (store.refusal.value?.fatal === false) store.refusal.value = undefined
      store.chosen.value = file
      const source = { file, text, prefixFiles }
      store.source.value = source
      ask({ kind: 'open', source, ...from })
    },
    takeAway: () =>
      new Promise((resolve) => {
        taking = resolve
        ask({ kind: 'take-away' })
      }),
  }
  simulator.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
    if (data.kind === 'taken-away') taking(data.text)
    if (data.kind === 'moment') waiting = Math.max(0, waiting - 1)
    if (data.kind === 'large' || (data.kind === 'refused' && data.fatal)) waiting = 0
    take(store, data)
  })
  return store
}

function take(store: Store, reply: Reply): void {
  switch (reply.kind) {
    case 'opened':
      store.plan.value = reply.plan
      store.lesson.value =
        reply.lesson && beginning(reply.lesson, reply.round, outcomesOf(reply.lesson, store))
      if (store.refusal.value?.fatal === true) store.refusal.value = undefined
      store.large.value = undefined
      return
    case 'history':
      // Nobody sees how far a run goes without how far its round has come.
      batch(() => {
        store.history.value = reply.history
        store.source.value = reply.source
        store.undoing.value = { canUndo: reply.canUndo, canRedo: reply.canRedo }
        store.round.value = reply.round
      })
      return
    case 'moment':
      store.moment.value = reply.moment
      store.ladder.value = reply.ladder
      store.inspection.value = reply.inspection
      store.pinnedAt.value = reply.pinnedAt
      store.limits.value = reply.limits
      store.ways.value = reply.ways
      return
    case 'refused':
      store.refusal.value = { text: reply.text, fatal: reply.fatal }
      store.large.value = undefined
      return
    case 'large':
      store.large.value = reply
      store.refusal.value = undefined
      return
    case 'judged':
      store.judged.value = reply.outcome
      return
    case 'all-judged':
      if (store.lesson.value !== undefined)
        store.lesson.value = { ...store.lesson.value, outcomes: reply.outcomes }
      return
    case 'taken-away':
      return
    default:
      throw new Error(`no reply ${reply satisfies never}`)
  }
}

/** What is known of them while the rounds of one lesson follow each other. */
function outcomesOf({ title }: LessonView, { lesson }: Store): readonly OutcomeView[] {
  return lesson.value?.view.title === title ? lesson.value.outcomes : []
}
