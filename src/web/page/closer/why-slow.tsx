import type { JSX } from 'preact'
import { whoseText } from '../../../report/owner-words.ts'
import { microsToSeconds } from '../../../sim/time.ts'
import type { OutageView } from '../../view/history.ts'
import type { Store } from '../store.ts'

interface WhySlowProps {
  readonly store: Store
  readonly outage: OutageView
}

/** What an outage went into: its parts beside each other, as long as they took, and below by whom they were ended. */
export function WhySlow({ store, outage: { seconds, why } }: WhySlowProps): JSX.Element | undefined {
  const { steps } = why
  if (steps.length === 0) return undefined
  const longest = Math.max(...steps.map(({ from, to }) => to - from))
  return (
    <>
      <div class="parts" aria-hidden="true">
        {steps.map(({ stage, from, to }, index) => (
          <span key={from} class={stage} style={{ flexGrow: to - from }}>
            {index + 1}
          </span>
        ))}
      </div>
      <ol class="part-list" aria-label="What the time went into">
        {steps.map(({ stage, from, to, text }) => (
          <li key={from} class={to - from === longest ? 'longest' : ''}>
            <button type="button" class="link-like" title="To when it ended" onClick={() => store.jump(to)}>
              {exact(microsToSeconds(to - from))} {stage}
            </button>{' '}
            · {text}
          </li>
        ))}
      </ol>
      <p class="aside">
        {steps.length > 1 ? `together ${exact(seconds)}` : 'all of it'}
        {why.broke === undefined ? '' : `, since ${why.broke} (${whoseText(why.owner)})`}
      </p>
    </>
  )
}

/** To the microsecond, so that the parts can be added up. */
function exact(seconds: number): string {
  return `${seconds.toFixed(6)} s`
}
