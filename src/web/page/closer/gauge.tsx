import type { JSX } from 'preact'
import type { Store } from '../store.ts'

interface GaugeProps {
  readonly used: number
  readonly limit: number
  /** From how many on it is warned of. */
  readonly warning: number
  readonly words: string
}

/** How full a limit is, with a mark where its warning comes, and in words how much room is left. */
export function Gauge({ used, limit, warning, words }: GaugeProps): JSX.Element {
  const percent = (count: number): string => `${Math.min(100, (100 * count) / Math.max(1, limit))}%`
  const level = used > limit ? 'over' : used > warning ? 'near' : ''
  return (
    <div
      class={`gauge ${level}`}
      role="meter"
      aria-label={words}
      aria-valuemin={0}
      aria-valuemax={limit}
      aria-valuenow={used}
    >
      {words}
      <div class="scale">
        <span style={{ width: percent(used) }} />
        <i style={{ left: percent(warning) }} />
      </div>
    </div>
  )
}

/** How near the network is to Azure's limits now. */
export function Limits({ store }: { readonly store: Store }): JSX.Element | undefined {
  const limits = store.limits.value
  const near = limits.filter(({ isNear }) => isNear).length
  if (limits.length === 0) return undefined
  return (
    <details class="limits">
      <summary>
        Limits of Azure: {near === 0 ? 'none is near' : `${near} of ${limits.length} near or past`}
      </summary>
      {limits.map((one) => (
        <Gauge key={one.name} {...one} />
      ))}
    </details>
  )
}
