import { escaped } from './html-page.ts'
import { longest } from './wrap.ts'

/** Rows of bars over one axis, of anything that has a length: time, or seconds of a year. */
export interface Chart {
  readonly title: string
  readonly from: number
  readonly to: number
  /** How a value of the axis reads. */
  readonly reads: (value: number) => string
  readonly rows: readonly ChartRow[]
  /** Moments that are drawn through all rows. */
  readonly marks: readonly { readonly at: number; readonly label: string }[]
}

export interface ChartRow {
  readonly label: string
  readonly bars: readonly ChartBar[]
  /** Stands behind the last bar. */
  readonly note?: string
}

export interface ChartBar {
  readonly from: number
  readonly to: number
  /** What it is, of those that have a colour. */
  readonly tone: Tone
  /** What a pointer that rests on it is told. */
  readonly says: string
}

const tones = {
  stands: '#3f9e57',
  detection: '#d64f4f',
  session: '#d9902f',
  repair: '#808a96',
  retention: '#8b6cc0',
  propagation: '#3c8ccf',
  selection: '#2a9d94',
  forwarding: '#b5639a',
  broken: '#d9902f',
  lost: '#d64f4f',
  uncertain: '#808a96',
} as const

export type Tone = keyof typeof tones

const width = 900
const rowHeight = 22
const barHeight = 14
const noteWidth = 110

/** Charts below each other, as one file that asks nobody for anything; the colours of text follow the reader's scheme. */
export function chartsSvg(charts: readonly Chart[]): string {
  const parts: string[] = []
  let top = 8
  for (const chart of charts) {
    parts.push(...chartLines(chart, top))
    top += heightOf(chart)
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" width="${width}" height="${top}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="${escaped(charts.map(({ title }) => title).join('; '))}">`,
    '<style>text{fill:#1f2328}line{stroke:#8c959f}@media(prefers-color-scheme:dark){text{fill:#e6edf3}line{stroke:#6e7681}}</style>',
    ...parts,
    '</svg>',
    '',
  ].join('\n')
}

function heightOf(chart: Chart): number {
  return headHeight(chart) + rowHeight * chart.rows.length + 52
}

/** The title, and the names of the marks below it. */
function headHeight({ marks }: Chart): number {
  return marks.length === 0 ? 26 : 40
}

function chartLines(chart: Chart, top: number): readonly string[] {
  const { title, rows, marks } = chart
  const left = Math.min(400, 24 + Math.round(6.9 * longest(rows.map(({ label }) => label))))
  const scale = (width - noteWidth - left) / (chart.to - chart.from || 1)
  const x = (value: number): number => left + (value - chart.from) * scale
  const first = top + headHeight(chart)
  const bottom = first + rowHeight * rows.length
  return [
    text(8, top + 14, title, ' font-weight="600"'),
    ...ticks(chart).flatMap((at) => [
      line(x(at), first, bottom, ' stroke-opacity="0.35"'),
      text(x(at), bottom + 14, chart.reads(at), ' text-anchor="middle"'),
    ]),
    ...rows.flatMap((row, index) => rowLines(row, first + rowHeight * index, x)),
    ...markLines(marks, first, bottom, x),
    ...legend(rows, bottom + 32),
  ]
}

/** A name that would stand in another one is left to the pointer. */
function markLines(
  marks: Chart['marks'],
  top: number,
  bottom: number,
  x: (value: number) => number,
): readonly string[] {
  let free = 0
  return marks.flatMap(({ at, label }) => {
    const own = `<g><title>${escaped(label)}</title>${line(x(at), top - 4, bottom, ' stroke-dasharray="3 3"')}</g>`
    if (x(at) < free) return [own]
    free = x(at) + 10 + 6 * label.length
    return [own, text(x(at), top - 6, label, ' font-size="10"')]
  })
}

function rowLines(
  { label, bars, note }: ChartRow,
  top: number,
  x: (value: number) => number,
): readonly string[] {
  const end = Math.max(x(0), ...bars.map(({ to }) => x(to)))
  return [
    text(8, top + 15, label),
    ...bars.map(({ from, to, tone, says }) => {
      const wide = Math.max(1.5, x(to) - x(from))
      return `<rect x="${short(x(from))}" y="${top + 4}" width="${short(wide)}" height="${barHeight}" fill="${tones[tone]}"><title>${escaped(says)}</title></rect>`
    }),
    ...(note === undefined ? [] : [text(end + 6, top + 15, note)]),
  ]
}

/** Between three and six round values. */
function ticks({ from, to }: Chart): readonly number[] {
  const rough = (to - from || 1) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough
  const first = Math.ceil(from / step)
  const count = Math.floor(to / step) - first + 1
  return Array.from({ length: count }, (_, index) => (first + index) * step)
}

function legend(rows: readonly ChartRow[], top: number): readonly string[] {
  const used = [...new Set(rows.flatMap(({ bars }) => bars.map(({ tone }) => tone)))]
  return used.flatMap((tone, index) => [
    `<rect x="${8 + 110 * index}" y="${top - 10}" width="10" height="10" fill="${tones[tone]}"/>`,
    text(23 + 110 * index, top, tone),
  ])
}

function text(x: number, y: number, words: string, how = ''): string {
  return `<text x="${short(x)}" y="${y}"${how}>${escaped(words)}</text>`
}

function line(x: number, from: number, to: number, how: string): string {
  return `<line x1="${short(x)}" x2="${short(x)}" y1="${from}" y2="${to}"${how}/>`
}

function short(value: number): string {
  return String(Math.round(10 * value) / 10)
}
