import type { JSX } from 'preact'
import { keepProgress, type Progress, rightOf } from './lesson/progress.ts'
import { choose } from './opener.ts'
import type { Store } from './store.ts'

/** What the page shows, and behind it, where there is more to choose from, the menu. */
export function Title({ store }: { readonly store: Store }): JSX.Element {
  const title = store.plan.value?.title ?? store.chosen.value?.replace(/.*\//, '') ?? ''
  return (
    <h1>
      <span class="brand">vmsee</span>{' '}
      {store.shelf.value.length < 2 && store.lesson.value === undefined ? (
        <span class="title">{title}</span>
      ) : (
        <button
          type="button"
          class="title"
          title="Choose another, teach, print"
          aria-haspopup="dialog"
          onClick={openMenu}
        >
          {title} <span aria-hidden="true">▾</span>
        </button>
      )}
    </h1>
  )
}

/** How the rounds of a lesson were predicted. */
function marksOf(progress: Progress, title: string): string | undefined {
  const marks = progress[title]
  return marks && `${rightOf(progress, title)} of ${marks.length} predicted right`
}

function Teaching({ store }: { readonly store: Store }): JSX.Element {
  const { teaches, progress, lesson } = store
  return (
    <p class="buttons">
      <label>
        <input
          type="checkbox"
          checked={teaches.value}
          disabled={lesson.value === undefined}
          onChange={({ currentTarget }) => {
            teaches.value = currentTarget.checked
          }}
        />{' '}
        for teachers: show the answers
      </label>
      <button type="button" disabled={lesson.value === undefined} onClick={() => print()}>
        Print the lesson
      </button>
      <button
        type="button"
        disabled={Object.keys(progress.value).length === 0}
        onClick={() => {
          progress.value = {}
          keepProgress({})
        }}
      >
        Forget my predictions
      </button>
    </p>
  )
}

function openMenu(): void {
  dialog()?.showModal()
}

function dialog(): HTMLDialogElement | undefined {
  const found = document.getElementById('menu')
  return found instanceof HTMLDialogElement ? found : undefined
}

/** Everything that came with the page. */
export function Menu({ store }: { readonly store: Store }): JSX.Element {
  return (
    <dialog id="menu" aria-labelledby="menu-heading">
      <form method="dialog" class="heading">
        <h2 id="menu-heading">What there is to see</h2>
        <button type="submit">Close</button>
      </form>
      <Teaching store={store} />
      <ol>
        {store.shelf.value.map(({ file, title }) => (
          <li key={file}>
            <button
              type="button"
              aria-current={file === store.chosen.value}
              onClick={() => {
                dialog()?.close()
                choose(store, file)
              }}
            >
              {title} <small>{marksOf(store.progress.value, title) ?? file}</small>
            </button>
          </li>
        ))}
      </ol>
    </dialog>
  )
}
