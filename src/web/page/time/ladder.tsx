import { useComputed, useSignalEffect } from '@preact/signals'
import type { JSX } from 'preact'
import { countOf, formatMoment, formatSpan } from '../../../report/quantity.ts'
import { type Micros, microsToSeconds } from '../../../sim/time.ts'
import type { LadderRow } from '../../view/ladder.ts'
import { mermaidText } from '../../view/mermaid.ts'
import type { PlanView } from '../../view/plan.ts'
import { choosable } from '../choose.ts'
import { download } from '../download.ts'
import { messageGlyphs } from '../picture/message-mark.tsx'
import type { Store } from '../store.ts'
import { useElement } from '../use-element.ts'

const rowHeight = 26
const headHeight = 40
const timeWidth = 74
/** A message comes in a little lower than it left, since it takes its time. */
const slant = 7

/** The messages between the routers, each router a line that time runs down along. */
export function Ladder({ store }: { readonly store: Store }): JSX.Element | undefined {
  const { ref, element, width } = useElement<HTMLDivElement>(600)
  const last = useComputed(() => store.ladder.value.at(-1)?.seq)
  // What came last is what one looks for; where that is as before, whoever reads is left alone.
  useSignalEffect(() => {
    const frame = element.value
    if (last.value !== undefined) requestAnimationFrame(() => frame?.scrollTo(0, frame.scrollHeight))
  })
  const plan = store.plan.value
  const rows = store.ladder.value
  if (plan === undefined) return undefined
  const names = lifelines(plan, rows)
  const x = (name: string): number =>
    timeWidth + ((names.indexOf(name) + 0.5) / Math.max(1, names.length)) * (width.value - timeWidth)
  const height = headHeight + Math.max(1, rows.length) * rowHeight + 10
  return (
    <section class="ladder" aria-labelledby="ladder-heading">
      <div class="heading">
        <h2 id="ladder-heading">Messages</h2>
        <div>
          <button type="button" onClick={() => saveSvg(element.value)}>
            ⤓ SVG
          </button>{' '}
          <button
            type="button"
            onClick={() => download('ladder.mmd', 'text/plain', mermaidText(rows, names))}
          >
            ⤓ Mermaid
          </button>
        </div>
      </div>
      <div
        class="frame"
        ref={ref}
        onScroll={({ currentTarget }) =>
          currentTarget.style.setProperty('--scrolled', `${currentTarget.scrollTop}px`)
        }
      >
        <svg width={width.value} height={height} role="group" aria-label="The last messages up to now">
          <g class="lifeline">
            {names.map((name) => (
              <path key={name} d={`M${x(name)} ${headHeight - 6}V${height}`} />
            ))}
          </g>
          {rows.map((row, index) => (
            <Rung
              key={`${row.kind} ${row.seq}`}
              {...{ store, row, x }}
              y={headHeight + index * rowHeight + 14}
              width={width.value}
            />
          ))}
          <g class="lifeline heads">
            <rect class="reach" width={width.value} height={headHeight - 6} />
            {names.map((name) => (
              <g
                key={name}
                style={{ fontSize: headSize(name, (width.value - timeWidth) / names.length) }}
                transform={`translate(${x(name)} 15)`}
              >
                <text>{name.split('.')[0]}</text>
                <text y={13}>{name.split('.').slice(1).join('.')}</text>
              </g>
            ))}
          </g>
        </svg>
      </div>
      {rows.length === 0 ? <p class="aside">No message yet.</p> : undefined}
    </section>
  )
}

/** The size at which the longer line of a name has room. */
function headSize(name: string, room: number): string {
  const letters = Math.max(...name.split('.').map((part) => part.length))
  return `${Math.min(11.5, (room - 4) / (0.68 * letters))}px`
}

/** From the customer to Azure; only those who said or heard something. */
function lifelines({ nodes }: PlanView, rows: readonly LadderRow[]): readonly string[] {
  const met = new Set(rows.flatMap((row) => (row.kind === 'message' ? [row.from, row.to] : [])))
  return nodes
    .filter(({ name }) => met.has(name))
    .toSorted((a, b) => a.tier - b.tier || a.share - b.share)
    .map(({ name }) => name)
}

interface RungProps {
  readonly store: Store
  readonly row: LadderRow
  readonly x: (name: string) => number
  readonly y: number
  readonly width: number
}

function Rung({ store, row, x, y, width }: RungProps): JSX.Element {
  if (row.kind === 'message') return <MessageRung {...{ store, row, x, y, width }} />
  const words = `${countOf(row.keepalives, 'KEEPALIVE')} in ${formatSpan(microsToSeconds(row.forMicros))}`
  return (
    <g class="quiet">
      <path d={`M${timeWidth} ${y}H${width}`} />
      <text x={(timeWidth + width) / 2} y={y + 4}>
        {words}
      </text>
    </g>
  )
}

interface MessageRungProps extends RungProps {
  readonly row: LadderRow & { readonly kind: 'message' }
}

function MessageRung({ store, row, x, y, width }: MessageRungProps): JSX.Element {
  const { seq, session, from, to, shape, words, sentAt } = row
  const fate = fateOf(row, store.moment.value?.at ?? 0)
  const moment = formatMoment(microsToSeconds(sentAt))
  const isChosen = store.selection.value?.kind === 'session' && store.selection.value.message === seq
  const [left, right] = [x(from), x(to)]
  return (
    <g
      class={`rung ${shape} ${isChosen ? 'chosen' : ''}`}
      {...choosable(`${moment} ${words}, ${from} to ${to}, ${fate}`, isChosen, () =>
        store.select({ kind: 'session', name: session, message: seq }),
      )}
    >
      <rect x={0} y={y - 15} {...{ width }} height={rowHeight} class="reach" />
      <text class="moment" x={0} y={y + 2}>
        {moment}
      </text>{' '}
      <Arrow {...{ left, right, fate }} y={y - 2} />
      <text class="words" x={(left + right) / 2} y={y - 4}>
        {shortened(`${messageGlyphs[shape]} ${brief(words)}`, (Math.abs(right - left) - 18) / 6)}
      </text>
    </g>
  )
}

type Fate = 'arrived' | 'under way' | 'never arrives'

function fateOf({ receivedAt }: MessageRungProps['row'], now: Micros): Fate {
  if (receivedAt === undefined) return 'never arrives'
  return receivedAt > now ? 'under way' : 'arrived'
}

interface ArrowProps {
  readonly left: number
  readonly right: number
  readonly y: number
  readonly fate: Fate
}

/** To the other line; what has not arrived ends half way, and what never does with a cross. */
function Arrow({ left, right, y, fate }: ArrowProps): JSX.Element {
  if (fate !== 'arrived') {
    const end = (left + right) / 2
    const low = y + slant / 2
    return (
      <>
        <path d={`M${left} ${y}L${end} ${low}`} />
        <path
          class="fate"
          d={fate === 'under way' ? `M${end} ${low - 5}v10` : `M${end - 5} ${low - 5}l10 10m0 -10l-10 10`}
        />
      </>
    )
  }
  return (
    <>
      <path d={`M${left} ${y}L${right} ${y + slant}`} />
      <polygon
        points="0,0 -9,-4.5 -9,4.5"
        transform={`translate(${right} ${y + slant}) rotate(${right < left ? 180 : 0})`}
      />
    </>
  )
}

/** `UPDATE +10.1.0.0/16`: without the attributes. */
function brief(words: string): string {
  return words.replace(/ path .*| hold .*| \(.*/, '')
}

/** As many of the words as have room, and one at least. */
function shortened(text: string, letters: number): string {
  const [first = '', second = '', ...others] = text.split(' ')
  let kept = `${first} ${second}`
  for (const word of others) {
    if (kept.length + word.length >= letters) break
    kept += ` ${word}`
  }
  return kept
}

const svgStyle =
  'svg{background:#fff}text{font:12px sans-serif;fill:#16191d;text-anchor:middle;paint-order:stroke;stroke:#fff;stroke-width:4px}.moment{text-anchor:start}path{stroke:#535b66;fill:none}.lifeline path{stroke:#c3c8cf}.quiet path{stroke-dasharray:2 5}.reach{fill:none}'

function saveSvg(frame: Element | undefined): void {
  const svg = frame?.querySelector('svg') ?? undefined
  if (svg === undefined) return
  const text = new XMLSerializer().serializeToString(svg).replace('>', `><style>${svgStyle}</style>`)
  download('ladder.svg', 'image/svg+xml', text)
}
