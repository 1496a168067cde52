import type { JSX } from 'preact'
import { formatPart } from '../../../report/quantity.ts'
import { flowArrow } from '../../../scenario/result/flow-arrow.ts'
import type { Box, Layout } from '../../view/layout.ts'
import type { MomentView } from '../../view/moment.ts'
import type { PlanNode } from '../../view/plan.ts'
import type { PrefixWays } from '../../view/prefix-ways.ts'
import { choosable } from '../choose.ts'
import { suggested } from '../lesson/lesson-state.ts'
import type { Store } from '../store.ts'

interface NodeBoxProps {
  readonly store: Store
  readonly layout: Layout
  readonly node: PlanNode
  readonly moment: MomentView
  /** What it loses of this flow is told. */
  readonly flow: string
  readonly ways: PrefixWays | undefined
}

const roleWords: Readonly<Record<PlanNode['role'], string>> = {
  site: 'Site',
  customer: 'Router',
  provider: 'Provider edge',
  internet: 'Internet provider',
  msee: 'MSEE',
  gateway: 'Gateway',
  microsoft: 'Router of Microsoft',
  network: 'Network',
}

export function NodeBox({ store, layout, node, moment, flow, ways }: NodeBoxProps): JSX.Element | undefined {
  const box = layout.nodes.get(node.name)
  if (box === undefined) return undefined
  const { name, role } = node
  const state = moment.nodes[name]?.state ?? 'up'
  const isChosen = store.selection.value?.kind === 'node' && store.selection.value.name === name
  const isHole = ways?.holes.includes(name) === true
  const isSuggested = suggested(store.lesson.value).includes(name)
  const lost = isHole ? 'packets end here' : ways === undefined ? lostAt(name, flow, moment) : undefined
  return (
    <g
      class={`node ${role} ${isHole ? 'hole' : state.replace(' ', '-')} ${isChosen ? 'chosen' : ''} ${isSuggested ? 'suggested' : ''}`}
      data-thing={`node ${name}`}
      transform={`translate(${box.x} ${box.y})`}
      {...choosable(labelOf(node, state, lost), isChosen, () => store.select({ kind: 'node', name }))}
    >
      <rect
        class="body"
        x={-box.width / 2}
        y={-box.height / 2}
        width={box.width}
        height={box.height}
        rx={role === 'site' || role === 'network' ? 22 : 8}
      />
      {state === 'up' && !isHole ? undefined : <Shade box={box} />}
      <Words {...{ node, box, state, lost }} isNarrow={layout.isUpright} />
    </g>
  )
}

/** What it is, then what stands in the box in its order, then what does not. */
function labelOf({ name, role, asn }: PlanNode, state: string, lost: string | undefined): string {
  const hasOwner = name.includes('.')
  const system = asn === undefined ? undefined : `AS ${asn}`
  const isUp = state === 'up'
  const words = [
    ...[hasOwner ? undefined : system, isUp ? undefined : state, lost],
    ...[hasOwner ? system : undefined, isUp && asn !== undefined ? state : undefined],
  ]
  return [`${roleWords[role]} ${name}`, ...words.filter((word) => word !== undefined)].join(', ')
}

interface WordsProps {
  readonly node: PlanNode
  readonly box: Box
  readonly state: string
  readonly lost: string | undefined
  /** There is no room below the box: what is lost stands in it. */
  readonly isNarrow: boolean
}

/** The name in two lines, and smaller where it is long; and what is lost there. */
function Words({ node: { name, asn }, box, state, lost, isNarrow }: WordsProps): JSX.Element {
  const { width, height } = box
  const within = isNarrow ? lost : undefined
  const [owner, own] = lines(name)
  const first = owner === '' ? own : owner
  const system = asn === undefined ? '' : `AS ${asn}`
  const second = owner === '' ? (within ?? system) : `${own} ${within ?? ''}`.trim()
  return (
    <>
      <text
        class="name"
        style={{ fontSize: fitting(first, width, 14) }}
        y={second === '' && state === 'up' ? 5 : -3}
      >
        {first}
      </text>{' '}
      <text
        class={within === undefined ? 'second' : 'second lost'}
        style={{ fontSize: fitting(second, width, 11.5) }}
        y={14}
      >
        {state === 'up' ? second : `${second} ${state}`}
      </text>{' '}
      {lost === within ? undefined : (
        <text class="lost" y={height / 2 + 15}>
          {lost}
        </text>
      )}
    </>
  )
}

/** The size at which the word has room. */
function fitting(word: string, width: number, size: number): string {
  return `${Math.min(size, (width - 8) / (0.68 * Math.max(1, word.length)))}px`
}

/** Over what is down. */
function Shade({ box: { width, height } }: { readonly box: Box }): JSX.Element {
  return <rect class="shade" x={-width / 2} y={-height / 2} width={width} height={height} rx={8} />
}

/** `er-amsterdam.msee1` in two lines: whose it is, and which. */
function lines(name: string): readonly [string, string] {
  const dot = name.indexOf('.')
  return dot === -1 ? ['', name] : [name.slice(0, dot), name.slice(dot + 1)]
}

function lostAt(name: string, flow: string, { flows }: MomentView): string | undefined {
  const lost = flows
    .filter((one) => one.name === flow)
    .flatMap(({ ways, tuples, direction }) => {
      const here = ways.filter(({ outcome, hops }) => outcome !== 'ACCEPTED' && hops.at(-1) === name)
      const share = here.reduce((sum, way) => sum + way.tuples, 0) / tuples
      return share === 0 ? [] : [`${flowArrow[direction]} ${formatPart(share)} lost`]
    })
  return lost.length === 0 ? undefined : lost.join(', ')
}
