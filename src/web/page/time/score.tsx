import type { JSX } from 'preact'
import { formatSpan } from '../../../report/quantity.ts'
import { flowArrow } from '../../../scenario/result/flow-arrow.ts'
import { type Micros, microsToSeconds } from '../../../sim/time.ts'
import type { HistoryView } from '../../view/history.ts'

/** What has been lost until now, large. */
export function Score({
  history,
  now,
}: {
  readonly history: HistoryView
  readonly now: Micros
}): JSX.Element {
  const worst = history.flows.map(({ name, direction, outages }) => {
    const past = outages.filter(({ from }) => from < now)
    const seconds = past.map((outage) =>
      Math.min(outage.seconds, microsToSeconds(Math.min(now, outage.to) - outage.from)),
    )
    return { name: `${name} ${flowArrow[direction]}`, seconds: Math.max(0, ...seconds) }
  })
  return (
    <ul class="score" aria-label="The longest time that any connection was out, until now">
      {worst.map(({ name, seconds }) => (
        <li key={name} class={seconds > 0 ? 'loss' : ''}>
          {name} <strong>{seconds > 0 ? `${formatSpan(seconds)} out` : 'nothing lost'}</strong>
        </li>
      ))}
    </ul>
  )
}
