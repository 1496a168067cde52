import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { isAskedFor } from '../lesson/lesson-state.ts'
import type { Store } from '../store.ts'
import type { Deed } from './deed.ts'

interface DeedRowsProps {
  readonly store: Store
  readonly about: string
  readonly deeds: readonly Deed[]
}

/** What can be done, each with what will come of it; what asks for numbers is folded away. */
export function DeedRows({ store, about, deeds }: DeedRowsProps): JSX.Element | undefined {
  if (deeds.length === 0) return undefined
  const first = foremost(deeds, store)
  const row = (deed: Deed): JSX.Element => (
    <DeedRow key={`${about} ${deed.words}`} store={store} deed={deed} isFirst={deed === first} />
  )
  const choosing = deeds.filter(({ fields }) => fields !== undefined)
  return (
    <div role="group" aria-label="What can be done to it now">
      <div class="deeds">{deeds.filter((deed) => !choosing.includes(deed)).map(row)}</div>
      {choosing.length === 0 ? undefined : (
        <details>
          <summary>{choosing.map(({ words }) => words).join(', ')} …</summary>
          <div class="deeds">{choosing.map(row)}</div>
        </details>
      )}
    </div>
  )
}

/** The one that stands out: what a lesson asks for, and else what comes first. */
function foremost(deeds: readonly Deed[], { lesson: { value: lesson } }: Store): Deed | undefined {
  if (lesson === undefined) return deeds[0]
  return deeds.find(({ fields, does }) => fields === undefined && isAskedFor(lesson, does().action))
}

interface DeedRowProps {
  readonly store: Store
  readonly deed: Deed
  readonly isFirst: boolean
}

function DeedRow({ store, deed, isFirst }: DeedRowProps): JSX.Element {
  const { words, key, says, whyNot, fields = [], does } = deed
  const chosen = useSignal(fields.map(({ value }) => value))
  const line = `line-${words.replaceAll(/\W/g, '-')}`
  return (
    <form
      class={isFirst ? 'first' : ''}
      onSubmit={(event) => {
        event.preventDefault()
        store.act(does(...chosen.value))
      }}
    >
      <button type="submit" disabled={whyNot !== undefined} aria-describedby={line}>
        {words} {key === undefined ? undefined : <kbd>{key}</kbd>}
      </button>
      <div>
        {fields.map((field, index) => (
          <label key={field.words + field.unit}>
            {field.words}{' '}
            <input
              type="number"
              required={true}
              min={field.least}
              max={field.most}
              value={chosen.value[index]}
              onInput={({ currentTarget }) => {
                chosen.value = chosen.value.map((value, at) =>
                  at === index ? currentTarget.valueAsNumber : value,
                )
              }}
            />{' '}
            {field.unit}{' '}
          </label>
        ))}
        <small id={line}>{whyNot ?? says}</small>
      </div>
    </form>
  )
}
