import type { JSX } from 'preact'
import type { Layout } from '../../view/layout.ts'
import type { PlanView } from '../../view/plan.ts'
import type { PrefixWays } from '../../view/prefix-ways.ts'
import type { Store } from '../store.ts'
import { HopArrow } from './flow-arrows.tsx'

/** Where the prefix is named whose ways are shown in place of a flow's. */
export function WayChoice({ store }: { readonly store: Store }): JSX.Element {
  return (
    <label class="flow-choice">
      or ways to{' '}
      <input
        type="search"
        size={15}
        placeholder="prefix or address"
        value={store.ways.value?.prefix ?? ''}
        onChange={({ currentTarget: { value } }) =>
          store.follow(value.trim() === '' ? undefined : value.trim())
        }
      />
    </label>
  )
}

interface WayArrowsProps {
  readonly plan: PlanView
  readonly layout: Layout
  readonly ways: PrefixWays
}

/** Whom each node would send a packet to: what won is solid, what lost thin, and what goes round in a circle red. */
export function WayArrows({ plan, layout, ways: { hops } }: WayArrowsProps): JSX.Element {
  return (
    <g class="flow">
      {hops.map(({ from, to, link, kind }) => (
        <HopArrow
          key={`${from} ${link}`}
          {...{ plan, layout, kind }}
          hop={{ from, to, link, share: kind === 'spare' ? 0 : 0.4 }}
          aside={kind === 'spare' ? 4 : -4}
        />
      ))}
    </g>
  )
}

/** The same in words, with what the arrows mean. */
export function WaysInWords({ ways }: { readonly ways: PrefixWays }): JSX.Element {
  return (
    <details class="ways" open={ways.hops.length === 0}>
      <summary>
        Ways to {ways.prefix}: <b>→ best</b>, <i>⇢ of a route that lost</i>, hatched where packets end
      </summary>
      <ul tabIndex={0} aria-label="Ways in words">
        {ways.words.length === 0 ? <li>nobody knows one</li> : undefined}
        {ways.words.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  )
}
