import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { angleOn, type Curve, type Layout, pathOf, pointOn } from '../../view/layout.ts'
import type { FlowNow, MomentView } from '../../view/moment.ts'
import type { PlanView } from '../../view/plan.ts'
import type { Store } from '../store.ts'

interface FlowChoiceProps {
  readonly plan: PlanView
  readonly chosen: Signal<string>
  readonly store: Store
}

export function FlowChoice({ plan, chosen, store }: FlowChoiceProps): JSX.Element | undefined {
  if (plan.flows.length === 0) return undefined
  return (
    <label class="flow-choice">
      Packets of{' '}
      <select
        value={chosen.value}
        onChange={({ currentTarget }) => {
          chosen.value = currentTarget.value
          store.follow(undefined)
        }}
      >
        {plan.flows.map(({ name, from, to }) => (
          <option key={name} value={name}>
            {name}: {from} ⇄ {to}
          </option>
        ))}
        <option value="">none</option>
      </select>
    </label>
  )
}

interface FlowArrowsProps {
  readonly plan: PlanView
  readonly layout: Layout
  readonly moment: MomentView
  readonly flow: string
}

/** One hop of a direction of a flow, with the share of its five-tuples that take it. */
interface Hop {
  readonly from: string
  readonly to: string
  readonly link?: string
  share: number
}

/** The ways that packets take now, both directions beside each other, as wide as what goes there. */
export function FlowArrows({ plan, layout, moment, flow }: FlowArrowsProps): JSX.Element {
  return (
    <g class="flow">
      {moment.flows
        .filter(({ name }) => name === flow)
        .flatMap((one) => hopsOf(one).map((hop) => ({ hop, direction: one.direction })))
        .map(({ hop, direction }) => (
          <HopArrow
            key={`${direction} ${hop.from} ${hop.to}`}
            {...{ plan, layout, hop }}
            kind={direction}
            aside={direction === 'forward' ? -4.5 : 4.5}
          />
        ))}
    </g>
  )
}

function hopsOf({ ways, tuples }: FlowNow): readonly Hop[] {
  const hops = new Map<string, Hop>()
  for (const way of ways) {
    for (const [index, to] of way.hops.slice(1).entries()) {
      const from = way.hops[index] ?? ''
      const hop = hops.get(`${from} ${to}`) ?? { from, to, share: 0 }
      hop.share += way.tuples / tuples
      hops.set(`${from} ${to}`, hop)
    }
  }
  return [...hops.values()]
}

interface HopArrowProps {
  readonly plan: PlanView
  readonly layout: Layout
  readonly hop: Hop
  readonly kind: string
  /** How far from the link it lies. */
  readonly aside: number
}

/** From one node to the next, as wide as its share of what goes there. */
export function HopArrow({ plan, layout, hop, kind, aside }: HopArrowProps): JSX.Element | undefined {
  const link = plan.links.find(
    ({ name, ends }) =>
      name === hop.link || (hop.link === undefined && ends.includes(hop.from) && ends.includes(hop.to)),
  )
  const curve = link === undefined ? undefined : layout.links.get(link.name)
  if (curve === undefined || link === undefined) return undefined
  const isForwards = link.ends[0] === hop.from
  const shifted = beside(curve, aside, layout.isUpright)
  const width = 2 + 4.5 * hop.share
  const share = isForwards ? 0.78 : 0.62
  const { x, y } = pointOn(shifted, share)
  const turn = angleOn(shifted, share) + (isForwards ? 0 : 180)
  return (
    <g class={kind}>
      <path d={pathOf(shifted)} style={{ strokeWidth: width }} />
      <polygon points="-7,-7 8,0 -7,7" transform={`translate(${x} ${y}) rotate(${turn})`} />
    </g>
  )
}

function beside(curve: Curve, by: number, isUpright: boolean): Curve {
  const [a, b, c, d] = curve.map(({ x, y }) => (isUpright ? { x: x + by, y } : { x, y: y + by }))
  return a === undefined || b === undefined || c === undefined || d === undefined ? curve : [a, b, c, d]
}
