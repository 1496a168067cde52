import { useSignal, useSignalEffect } from '@preact/signals'
import type { JSX } from 'preact'
import type { Store } from './store.ts'

interface EditorProps {
  readonly store: Store
  readonly isOpen: boolean
}

/** The file of what is played, to change one thing and see what becomes of it. */
export function Editor({ store, isOpen }: EditorProps): JSX.Element {
  const text = useSignal('')
  const read = (): void => {
    text.value = store.source.value?.text ?? ''
  }
  // Where nothing else is shown, the file may become another one while it is open.
  useSignalEffect(() => {
    if (isOpen) read()
  })
  const play = (): void => {
    const source = store.source.value
    if (source !== undefined) store.open({ ...source, text: text.value }, { at: store.moment.value?.at })
  }
  return (
    <section class="editor" aria-labelledby="editor-heading">
      <details
        open={isOpen}
        onToggle={({ currentTarget }) => {
          if (currentTarget.open) read()
        }}
      >
        <summary>
          <h2 id="editor-heading">The file, to change one thing and play it again</h2>
        </summary>
        <textarea
          aria-label="The scenario file"
          spellcheck={false}
          rows={24}
          value={text.value}
          onInput={({ currentTarget }) => {
            text.value = currentTarget.value
          }}
        />
        <p>
          <button type="button" onClick={play}>
            Play this file
          </button>{' '}
          <span class="aside">
            Whatever was done by hand stands at the end of its timeline. With <code>bfd: true</code> at the
            peering, or <code>timers: {'{ hold: 30s }'}</code> at the routers, a silent cut is noticed sooner.
          </span>
        </p>
      </details>
    </section>
  )
}
