import type { Selection } from '../../view/inspect.ts'
import type { LessonView, OutcomeView, RoundView } from '../../view/lesson.ts'

/** An answer: which of the choices, or none of them. */
export type Answer = number | 'not sure'

/** A lesson as it is taken. */
export interface LessonState {
  readonly view: LessonView
  readonly index: number
  /** Asked, then to be done, played, and told. */
  readonly stage: 'ask' | 'do' | 'play' | 'told'
  /** While it is asked for, it can still be changed. */
  readonly answer: Answer | undefined
  /** Whether something was to be done before there was an answer. */
  readonly isHasty: boolean
  /** Whether something was done that was not asked for. */
  readonly isOther: boolean
  readonly outcome: OutcomeView | undefined
  /** Of every round, for a teacher. */
  readonly outcomes: readonly OutcomeView[]
}

export function beginning(view: LessonView, index: number, outcomes: readonly OutcomeView[]): LessonState {
  return {
    ...{ view, index, outcomes, stage: 'ask', isHasty: false, isOther: false },
    ...{ answer: undefined, outcome: undefined },
  }
}

export function roundOf({ view, index }: LessonState): RoundView {
  const round = view.rounds[index]
  if (round === undefined) throw new Error(`a lesson has no round ${index}`)
  return round
}

/** The names of what is to be done something to, for the picture to point at. */
export function suggested(state: LessonState | undefined): readonly string[] {
  if (state?.stage !== 'do' || state.isOther) return []
  return roundOf(state).deeds.flatMap(({ names }) => names)
}

/** Whether this is what is to be done, as it is written in the lesson. */
export function isAskedFor(state: LessonState, action: Readonly<Record<string, unknown>>): boolean {
  if (state.stage !== 'do' || state.isOther) return false
  const keys = Object.keys(action)
  return roundOf(state).deeds.some(
    (deed) =>
      keys.length === Object.keys(deed.action).length &&
      keys.every((key) => JSON.stringify(action[key]) === JSON.stringify(deed.action[key])),
  )
}

/** Whether the answer is about this: its lane is lit. */
export function isAskedAbout(state: LessonState | undefined, kind: Selection['kind'], name: string): boolean {
  const concern = state?.stage === 'told' ? state.outcome?.concern : undefined
  return concern?.kind === kind && concern.name === name
}

/** What was expected against what came. */
export function verdictWords(state: LessonState): string {
  const { answer, outcome } = state
  const { choices } = roundOf(state)
  if (outcome?.right === undefined) return `Nothing can be said: ${outcome?.unsound ?? ''}.`
  const right = `“${choices[outcome.right]?.text}”`
  if (answer === outcome.right) return `You said ${right}, and so it was.`
  if (answer === undefined || answer === 'not sure') return `You were not sure. It was ${right}.`
  return `You said “${choices[answer]?.text}”. It was ${right}.`
}
