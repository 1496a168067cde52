import { effect, untracked } from '@preact/signals'
import type { RoundStatus } from '../../simulator/round-in-hand.ts'
import type { OutcomeView } from '../../view/lesson.ts'
import type { Store } from '../store.ts'
import { type Answer, beginning, type LessonState, roundOf, verdictWords } from './lesson-state.ts'
import { keepProgress, withMark } from './progress.ts'

/** Leads through the rounds of a lesson: what was asked for is done, then it is played, and then it is told. */
export function startGuide(store: Store): void {
  effect(() => {
    const status = store.round.value
    untracked(() => follow(store, status))
  })
  effect(() => {
    const now = store.moment.value?.at ?? 0
    const { value: history } = store.history
    const isPlayed = store.lesson.value?.stage === 'play' && store.round.value?.isFree === true
    if (!isPlayed || history?.isWhole !== true || now < history.end) return
    untracked(() => store.ask({ kind: 'judge' }))
  })
  effect(() => {
    const { value: state } = store.lesson
    if (store.teaches.value && state?.outcomes.length === 0) untracked(() => store.ask({ kind: 'judge-all' }))
  })
  effect(() => {
    const outcome = store.judged.value
    if (outcome !== undefined) untracked(() => tell(store, outcome))
  })
}

function change(store: Store, difference: Partial<LessonState>): void {
  const { value } = store.lesson
  if (value !== undefined) store.lesson.value = { ...value, ...difference }
}

export function pick(store: Store, answer: Answer): void {
  const { value } = store.lesson
  if (value?.stage !== 'ask' || (answer !== 'not sure' && roundOf(value).choices[answer] === undefined))
    return
  change(store, { answer })
}

/** From here on the answer stands, and what comes of the round may be seen. */
export function commit(store: Store): void {
  const { value } = store.lesson
  if (value?.stage !== 'ask' || value.answer === undefined) return
  change(store, { stage: 'do' })
  store.ask({ kind: 'answered' })
  const { isSequel, deeds } = roundOf(value)
  if (!isSequel) store.news.value = deeds.map(({ words }) => `Now do it: ${words}`).join('. ')
}

/** A round is asked about, or has come so far; when nothing is left to be done it is played, until that is taken back. */
function follow(store: Store, status: RoundStatus | undefined): void {
  const { value } = store.lesson
  if (value === undefined) return
  if (status === undefined) {
    store.lesson.value = undefined
    return
  }
  const { index, isFree, isOther } = status
  if (index !== value.index) store.lesson.value = beginning(value.view, index, value.outcomes)
  change(store, { isOther })
  if (isOther && !value.isOther) store.news.value = 'That was something else than what was asked for'
  if (value.stage === 'play' && !isFree) {
    store.isPlaying.value = false
    change(store, { stage: 'do' })
  }
  if (value.stage !== 'do' || !(isFree || isOther)) return
  // What was to be done to it is done: the card says what comes next.
  if (store.selection.value !== undefined) store.select(undefined)
  if (isFree) play(store, value)
}

function play(store: Store, state: LessonState): void {
  const { isSequel } = roundOf(state)
  change(store, { stage: 'play' })
  store.skipsQuiet.value = true
  store.isPlaying.value = !isSequel
  if (isSequel) store.ask({ kind: 'judge' })
}

function tell(store: Store, outcome: OutcomeView): void {
  const { value } = store.lesson
  if (value?.stage !== 'play') return
  store.isPlaying.value = false
  change(store, { stage: 'told', outcome })
  store.news.value = verdictWords({ ...value, outcome })
  if (outcome.right === undefined) return
  const mark = value.answer === 'not sure' ? 'u' : value.answer === outcome.right ? 'r' : 'w'
  store.progress.value = withMark(store.progress.value, value.view.title, value.index, mark)
  keepProgress(store.progress.value)
}
