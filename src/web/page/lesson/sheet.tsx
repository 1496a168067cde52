import type { JSX } from 'preact'
import type { OutcomeView, RoundView } from '../../view/lesson.ts'
import { Prose, withCode } from '../prose.tsx'
import type { Store } from '../store.ts'
import { Change } from './change.tsx'

/** The whole lesson as it is printed, to be answered with a pen; for a teacher with its answers, and on the screen too. */
export function Sheet({ store }: { readonly store: Store }): JSX.Element | undefined {
  const state = store.lesson.value
  if (state === undefined) return undefined
  const { view, outcomes } = state
  const told = store.teaches.value ? outcomes : []
  return (
    <section class={told.length > 0 ? 'sheet for-teachers' : 'sheet'} aria-label="The lesson as a sheet">
      <h2>{view.title}</h2>
      {told.length > 0 ? <p>{view.aim}</p> : undefined}
      {view.rounds.map((round, index) => (
        <Round key={round.ask} round={round} number={index + 1} outcome={told[index]} />
      ))}
    </section>
  )
}

interface RoundProps {
  readonly round: RoundView
  readonly number: number
  readonly outcome: OutcomeView | undefined
}

function Round({ round, number, outcome }: RoundProps): JSX.Element {
  return (
    <section>
      <h3>Round {number}</h3>
      <Prose text={round.tell} />
      <Change lines={round.change} />
      <p>
        <b>{withCode(round.ask)}</b>
      </p>
      <ul>
        {round.choices.map(({ text }, index) => (
          <li key={text}>
            {outcome?.right === index ? '☒' : '☐'} {withCode(text)}{' '}
            {outcome?.right === index ? <small>{outcome.measured[index]}</small> : undefined}
          </li>
        ))}
      </ul>
      {outcome === undefined ? undefined : <Prose text={round.explain} />}
    </section>
  )
}
