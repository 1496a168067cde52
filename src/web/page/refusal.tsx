import type { JSX } from 'preact'
import type { Reply } from '../simulator/protocol.ts'
import type { Store } from './store.ts'

/** What is wrong with a file, or with what was to be done, as the terminal says it. */
export function Refusal({ store }: { readonly store: Store }): JSX.Element | undefined {
  const { refusal, large } = store
  if (large.value !== undefined) return <Large store={store} large={large.value} />
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

interface LargeProps {
  readonly store: Store
  readonly large: Reply & { readonly kind: 'large' }
}

/** What a run would cost that is only played once somebody says so. */
function Large({ store, large: { source, at, words } }: LargeProps): JSX.Element {
  return (
    <section class="refusal" role="alert">
      <h2>This run is large, and waits</h2>
      <p>{words}</p>
      <button
        type="button"
        onClick={() => {
          store.large.value = undefined
          store.open(source, { at, anyway: true })
        }}
      >
        Run it anyway
      </button>
    </section>
  )
}
