import type { JSX } from 'preact'
import type { Store } from './store.ts'

/** What is wrong with a file, or with what was to be done, as the terminal says it. */
export function Refusal({ store }: { readonly store: Store }): JSX.Element | undefined {
  const { refusal } = store
  if (refusal.value === undefined) return undefined
  const { text, fatal } = refusal.value
  return (
    <section class="refusal" role="alert">
      <h2>{fatal ? 'This file cannot be played' : 'This cannot be done'}</h2>
      <pre>{text}</pre>
      {fatal ? undefined : (
        <button
          type="button"
          onClick={() => {
            refusal.value = undefined
          }}
        >
          Close
        </button>
      )}
    </section>
  )
}
