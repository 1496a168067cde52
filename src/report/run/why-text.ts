import { flowArrow } from '../../scenario/result/flow-arrow.ts'
import type {
  FallResult,
  FlowResult,
  OwnersOutages,
  SessionResult,
  WhyResult,
} from '../../scenario/result/run-result.ts'
import { whoseText } from '../owner-words.ts'
import type { Palette } from '../palette.ts'
import { countOf, formatMoment } from '../quantity.ts'
import { longest, wrap } from '../wrap.ts'

/**
 * Why the longest outage of each flow and direction took as long as it did, and the slowest fall of each session took as
 * long to settle: a line for each part of it.
 */
export function whyText(
  { flows, sessions }: { readonly flows: readonly FlowResult[]; readonly sessions: readonly SessionResult[] },
  palette: Palette,
  columns: number,
): readonly string[] {
  const parts = [...flows.flatMap(outagePart), ...sessions.flatMap(fallPart)]
  return parts.flatMap((part) => partLines(part, palette, columns))
}

interface Part {
  readonly head: string
  readonly why: WhyResult
  /** What stands in place of the steps where there are none. */
  readonly without: Row
  /** All outages of the flow and direction together, where there are several. */
  readonly inAll: readonly Row[]
}

interface Row {
  readonly label: string
  readonly time: string
  readonly text: string
}

function outagePart({ name, direction, outages, byOwner }: FlowResult): readonly Part[] {
  const [first, ...others] = outages.toSorted((a, b) => b.seconds - a.seconds)
  if (first === undefined) return []
  const arrow = flowArrow[direction]
  const head = `why ${name} ${arrow} was out for ${exact(first.seconds)} from ${formatMoment(first.from)}`
  const without = { label: 'not over', time: '', text: 'when the run ended' }
  return [
    {
      head: `${head}${more(others.length, 'shorter outage')}`,
      why: first.why,
      without,
      inAll: inAll(byOwner),
    },
  ]
}

function inAll(byOwner: readonly OwnersOutages[]): readonly Row[] {
  const count = byOwner.reduce((sum, { outages }) => sum + outages, 0)
  if (count < 2) return []
  const whole = byOwner.reduce((sum, { seconds }) => sum + seconds, 0)
  const shares = byOwner.map(({ owner, seconds }) =>
    byOwner.length === 1 ? whoseText(owner) : `${whoseText(owner)} ${exact(seconds)}`,
  )
  return [{ label: 'in all', time: exact(whole), text: `${countOf(count, 'outage')}: ${shares.join(', ')}` }]
}

function fallPart({ name, falls }: SessionResult): readonly Part[] {
  const [first, ...others] = falls.toSorted((a, b) => b.seconds - a.seconds)
  if (first === undefined) return []
  const again =
    first.standsAgain === undefined
      ? 'did not stand again'
      : `stood again at ${formatMoment(first.standsAgain)}`
  const head = `why ${name}, which fell at ${formatMoment(first.at)}, took ${exact(first.seconds)} to be followed everywhere`
  const without = { label: 'at once', time: '', text: reasonOf(first) }
  return [
    {
      head: `${head}; it ${again}${more(others.length, 'quicker fall')}`,
      why: first.why,
      without,
      inAll: [],
    },
  ]
}

function reasonOf({ node, reason }: FallResult): string {
  return `${node}: ${reason}`
}

function more(others: number, what: string): string {
  return others === 0 ? '' : ` (${countOf(others, what)} in the JSON)`
}

function partLines(
  { head, why, without, inAll: sums }: Part,
  palette: Palette,
  columns: number,
): readonly string[] {
  const rows: readonly Row[] = [
    ...(why.broke === undefined
      ? []
      : [{ label: 'broke', time: '', text: `${why.broke} (${whoseText(why.owner)})` }]),
    ...(why.noticed === undefined || why.steps.some(({ text }) => text === why.noticed)
      ? []
      : [{ label: 'noticed', time: '', text: why.noticed }]),
    ...(why.steps.length === 0 ? [without] : []),
    ...why.steps.map(({ stage, seconds: part, text }) => ({ label: stage, time: exact(part), text })),
    ...sums,
  ]
  const width = longest(rows.map(({ time }) => time))
  const indent = 6 + 13 + width + 3
  const [first = '', ...rest] = wrap(head, columns - 6)
  return [
    `   ${first}`,
    ...rest.map((line) => `      ${line}`),
    ...rows.flatMap(({ label, time, text }) => {
      const [start = '', ...others] = wrap(text, columns - indent)
      const lead = `      ${palette.dim(label.padEnd(13))}${time.padStart(width)}   `
      return [`${lead}${start}`, ...others.map((line) => `${' '.repeat(indent)}${line}`)]
    }),
  ]
}

/** To the microsecond, so that the parts can be added up. */
function exact(seconds: number): string {
  return `${seconds.toFixed(6)} s`
}
