import type { JSX } from 'preact'
import type { LessonView } from '../../view/lesson.ts'
import { choose } from '../opener.ts'
import type { Store } from '../store.ts'
import { takeAway } from '../take-away.ts'
import { rightOf } from './progress.ts'

interface LessonEndProps {
  readonly store: Store
  readonly view: LessonView
}

/** What was learnt, and where one can go from here. */
export function LessonEnd({ store, view }: LessonEndProps): JSX.Element {
  const right = rightOf(store.progress.value, view.title)
  const { value: shelf } = store.shelf
  const here = shelf.findIndex(({ file }) => file === store.chosen.value)
  const next = shelf.slice(here + 1).find(({ text }) => /^lesson:/m.test(text))
  return (
    <>
      <p>
        <strong>
          That was the last round: you predicted {right} of {view.rounds.length} right.
        </strong>{' '}
        {view.aim}
      </p>
      <p class="buttons">
        {next === undefined ? undefined : (
          <button type="button" data-next onClick={() => choose(store, next.file)}>
            Next: {next.title}
          </button>
        )}
        <button
          type="button"
          data-next={next === undefined ? true : undefined}
          onClick={() => store.ask({ kind: 'leave' })}
        >
          Explore freely
        </button>
        <button type="button" onClick={() => takeAway(store)}>
          ⤓ Take the file away
        </button>
        <button type="button" onClick={() => store.ask({ kind: 'round', index: 0 })}>
          From the beginning
        </button>
      </p>
    </>
  )
}
