import type { ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Prose, withCode } from '../prose.tsx'
import type { Store } from '../store.ts'
import { clockText } from '../time/instant-text.ts'
import { Score } from '../time/score.tsx'
import { useElement } from '../use-element.ts'
import { Change } from './change.tsx'
import { LessonEnd } from './lesson-end.tsx'
import { type LessonState, roundOf, verdictWords } from './lesson-state.ts'
import { Question } from './question.tsx'

/** The round of a lesson that is taken: its story, its question, what is to be done, and what came of it. */
export function LessonCard({ store }: { readonly store: Store }): JSX.Element | undefined {
  const state = store.lesson.value
  return state === undefined ? undefined : <Round store={store} state={state} />
}

interface LessonProps {
  readonly store: Store
  readonly state: LessonState
}

function Round({ store, state }: LessonProps): JSX.Element {
  const { view, index, stage } = state
  const round = roundOf(state)
  const { ref, element } = useElement<HTMLElement>(0)
  useFocusOnNext(element, `${view.title} ${index} ${stage}`)
  useSight(element, `${view.title} ${index} ${stage}`)
  return (
    <section class="lesson" id="lesson" aria-labelledby="lesson-heading" ref={ref}>
      <div class="heading">
        <h2 id="lesson-heading">
          Round {index + 1} of {view.rounds.length}
        </h2>
        <Marks store={store} state={state} />
      </div>
      <Prose text={round.tell} />
      <Change lines={round.change} />
      <Question store={store} state={state} />
      {stage === 'do' ? <ToDo store={store} state={state} /> : undefined}
      {stage === 'play' ? <Playing store={store} /> : undefined}
      {stage === 'told' ? <Told store={store} state={state} /> : undefined}
    </section>
  )
}

/** Where one is busy with the lesson: in its card, or with what it asked for. */
const taking = ':is(.lesson, .topology, .inspector)'

/** Whoever goes through it by the keyboard finds the focus on what comes next; nobody else's focus is taken. */
function useFocusOnNext(card: ReadonlySignal<HTMLElement | undefined>, place: string): void {
  const before = useRef(place)
  useEffect(() => {
    const { value: element } = card
    if (element === undefined || before.current === place) return
    before.current = place
    if (document.activeElement?.matches(`body, ${taking} *`) !== true) return
    element.querySelector<HTMLElement>('[data-next]')?.focus({ preventScroll: true })
  }, [card, place])
}

/** What is new in the card, and what glows in the picture, is brought into sight: of what is too long for that, the beginning. */
function useSight(card: ReadonlySignal<HTMLElement | undefined>, place: string): void {
  const before = useRef(place)
  useEffect(() => {
    if (before.current === place) return
    before.current = place
    const part = card.value?.querySelector(':scope > section') ?? undefined
    if (part === undefined) card.value?.scrollTo(0, 0)
    const inSight = part ?? card.value?.querySelector('.heading')
    inSight?.scrollIntoView({ block: 'nearest' })
    document.querySelector('.suggested')?.scrollIntoView({ block: 'nearest' })
  }, [card, place])
}

const markWords: Readonly<Record<string, string>> = { r: 'right', w: 'wrong', u: 'not sure', '-': 'to come' }

/** How each round was predicted. */
function Marks({ store, state: { view, index } }: LessonProps): JSX.Element {
  const marks = store.progress.value[view.title] ?? ''
  return (
    <ol class="marks" aria-label="How you predicted each round">
      {view.rounds.map((_, round) => {
        const mark = marks[round] ?? '-'
        return (
          <li
            key={round}
            class={`mark-${mark}`}
            aria-current={round === index ? 'step' : undefined}
            title={`Round ${round + 1}: ${markWords[mark]}`}
          >
            <span class="unseen">{markWords[mark]}</span>
            <span aria-hidden="true">
              {mark === 'r' ? '✓' : mark === 'w' ? '✕' : mark === 'u' ? '?' : ''}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

function ToDo({ store, state }: LessonProps): JSX.Element | undefined {
  const { deeds, isSequel } = roundOf(state)
  if (isSequel || deeds.length === 0) return undefined
  const words = deeds.map((deed) => deed.words).join('; ')
  return (
    <section class="to-do" aria-label="Now do it">
      {state.isOther ? (
        <>
          <p role="alert">
            That was something else. It is worth a look too, but the question is about another thing: {words}.
          </p>
          <p>
            <button type="button" data-next onClick={() => store.ask({ kind: 'undo' })}>
              ↶ Take it back
            </button>
          </p>
        </>
      ) : (
        <>
          <h3>Now do it</h3>
          <p class="suggestion">
            <button type="button" data-next onClick={() => store.ask({ kind: 'do' })}>
              {words}
            </button>
          </p>
          <p class="aside">Or do it yourself: what it is about glows in the picture.</p>
        </>
      )}
    </section>
  )
}

function Playing({ store }: { readonly store: Store }): JSX.Element {
  const { history, moment, isPlaying } = store
  const now = moment.value?.at ?? 0
  return (
    <section class="playing" aria-label="What comes of it">
      <p>
        <strong class="clock">{clockText(now)}</strong>
      </p>
      {history.value === undefined ? undefined : <Score history={history.value} now={now} />}
      <p class="buttons">
        <button
          type="button"
          data-next
          onClick={() => {
            isPlaying.value = false
            store.jump(Number.MAX_SAFE_INTEGER)
          }}
        >
          Skip to the outcome
        </button>
      </p>
    </section>
  )
}

function Told({ store, state }: LessonProps): JSX.Element {
  const { view, index, answer, outcome } = state
  const { choices, explain } = roundOf(state)
  const isRight = outcome !== undefined && answer === outcome.right
  const remark =
    isRight || answer === undefined || answer === 'not sure' ? undefined : choices[answer]?.remark
  const next = view.rounds[index + 1]
  return (
    <section class="told" aria-label="What came of it">
      <div class={isRight ? 'verdict good' : answer === 'not sure' ? 'verdict' : 'verdict bad'}>
        <p>{verdictWords(state)}</p>
        {outcome?.right === undefined ? undefined : (
          <p>
            Measured: <strong>{outcome.measured[outcome.right]}</strong>
          </p>
        )}
      </div>
      {remark === undefined ? undefined : <p class="remark">{withCode(remark)}</p>}
      <Prose text={explain} />
      <p class="buttons">
        {next === undefined ? undefined : (
          <button type="button" data-next onClick={() => store.ask({ kind: 'round', index: index + 1 })}>
            {next.change.length > 0 ? 'Next: change one thing' : 'Next'}
          </button>
        )}
        <Concern store={store} state={state} />
      </p>
      {next === undefined ? <LessonEnd store={store} view={view} /> : undefined}
    </section>
  )
}

/** What was asked about, looked at closer: of a flow, what each outage went into. */
function Concern({ store, state: { outcome } }: LessonProps): JSX.Element | undefined {
  const concern = outcome?.concern
  if (concern === undefined) return undefined
  return (
    <button type="button" onClick={() => store.select(concern)}>
      {concern.kind === 'flow' ? `Why: look into ${concern.name}` : `Look at ${concern.name}`}
    </button>
  )
}
