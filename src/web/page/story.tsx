import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { formatMoment } from '../../report/quantity.ts'
import { microsToSeconds } from '../../sim/time.ts'
import type { Store } from './store.ts'
import { useElement } from './use-element.ts'

/** What happened, in the words of `vmsee run --story`; what is yet to come is not told. */
export function Story({ store }: { readonly store: Store }): JSX.Element {
  const all = useSignal(false)
  const { ref, element } = useElement<HTMLOListElement>(0)
  const now = microsToSeconds(store.moment.value?.at ?? 0)
  const lines = (store.history.value?.story ?? []).filter(
    ({ atSeconds, headline }) => atSeconds <= now && (headline || all.value),
  )
  const { length } = lines
  useEffect(() => {
    const list = element.value
    if (list !== undefined && length > 0) list.scrollTop = list.scrollHeight
  }, [element, length])
  return (
    <section class="story" aria-labelledby="story-heading">
      <div class="heading">
        <h2 id="story-heading">What happened</h2>
        <label>
          <input
            type="checkbox"
            checked={all.value}
            onChange={({ currentTarget }) => {
              all.value = currentTarget.checked
            }}
          />{' '}
          every detail
        </label>
      </div>
      <ol ref={ref} tabIndex={0} aria-label="Events up to now">
        {lines.map(({ atSeconds, text, headline }, index) => (
          <li key={index} class={headline ? '' : 'aside'}>
            <button
              type="button"
              class="moment"
              onClick={() => store.jump(Math.round(atSeconds * 1_000_000))}
            >
              {formatMoment(atSeconds)}
            </button>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
