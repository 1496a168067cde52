import type { JSX } from 'preact'
import type { OutcomeView } from '../../view/lesson.ts'
import { withCode } from '../prose.tsx'
import type { Store } from '../store.ts'
import { commit, pick } from './lesson-guide.ts'
import { type Answer, type LessonState, roundOf } from './lesson-state.ts'

interface QuestionProps {
  readonly store: Store
  readonly state: LessonState
}

/** One has to commit to an answer before anything of what comes is shown. */
export function Question({ store, state }: QuestionProps): JSX.Element {
  const { choices, ask } = roundOf(state)
  const isAsked = state.stage === 'ask'
  const answers: readonly Answer[] = [...choices.keys(), 'not sure']
  return (
    <form
      class="question"
      onSubmit={(event) => {
        event.preventDefault()
        commit(store)
      }}
      onKeyDown={({ key }) => pickByKey(store, key)}
    >
      <fieldset disabled={!isAsked}>
        <legend>{withCode(ask)}</legend>
        {answers.map((answer, index) => (
          <Choice key={`${state.index} ${answer}`} {...{ store, state, answer, index }} />
        ))}
      </fieldset>
      {isAsked ? (
        <p class="buttons">
          <button type="submit" disabled={state.answer === undefined}>
            That is what I expect <kbd>Enter</kbd>
          </button>
          {state.isHasty ? <span role="alert">First say what you expect.</span> : undefined}
        </p>
      ) : undefined}
    </form>
  )
}

/** `1` is the first choice; the number after the last is for whoever is not sure. */
export function pickByKey(store: Store, key: string): boolean {
  const { value } = store.lesson
  if (value?.stage !== 'ask' || !/^[1-9]$/.test(key)) return false
  const { length } = roundOf(value).choices
  const index = Number(key) - 1
  if (index > length) return false
  pick(store, index === length ? 'not sure' : index)
  return true
}

interface ChoiceProps extends QuestionProps {
  readonly answer: Answer
  readonly index: number
}

function Choice({ store, state, answer, index }: ChoiceProps): JSX.Element {
  const isAsked = state.stage === 'ask'
  const told = toldOf(store, state)
  const isTaken = state.answer === answer
  const isRight = told?.right === answer
  return (
    <label class={`choice ${isRight ? 'right' : isTaken && told !== undefined ? 'wrong' : ''}`}>
      <input
        type="radio"
        name="answer"
        data-next={isAsked && index === 0 ? true : undefined}
        checked={isTaken}
        onChange={() => pick(store, answer)}
      />{' '}
      <span>
        {answer === 'not sure' ? 'Not sure' : withCode(roundOf(state).choices[answer]?.text ?? '')}
        {isRight ? <b> ✓ right</b> : undefined}
        {store.teaches.value && isRight ? <small> {told?.measured[answer]}</small> : undefined}
      </span>
      {isAsked && index < 9 ? <kbd>{index + 1}</kbd> : undefined}
    </label>
  )
}

/** What may be seen of the outcome: by a teacher at any time. */
function toldOf(
  { teaches }: Store,
  { stage, index, outcome, outcomes }: LessonState,
): OutcomeView | undefined {
  if (teaches.value) return outcomes[index]
  return stage === 'told' ? outcome : undefined
}
