import { flowArrow } from '../../scenario/result/flow-arrow.ts'
import type { FlowResult, RunResult, SessionResult, WhyResult } from '../../scenario/result/run-result.ts'
import { type Chart, type ChartBar, type ChartRow, chartsSvg } from '../chart-svg.ts'
import { formatMoment, formatSpan } from '../quantity.ts'
import type { ScenarioEntry } from './run-report.ts'

/** `vmsee run FILE --reporter svg:OUT`: when sessions stood and flows were out, and what each outage went into. */
export function runPicture(entries: readonly ScenarioEntry[]): string {
  return chartsSvg(entries.flatMap((entry) => (entry.kind === 'ran' ? chartsOf(entry.result) : [])))
}

function chartsOf(result: RunResult): readonly Chart[] {
  const sessions = result.sessions.flatMap((session) => sessionRow(session, result.simulatedSeconds))
  const rows = [...sessions, ...result.flows.flatMap(flowRow)]
  const when: Chart = {
    title: result.title,
    from: 0,
    to: result.simulatedSeconds,
    reads: formatSpan,
    rows: rows.length === 0 ? [{ label: 'no session fell, no flow was out', bars: [] }] : rows,
    marks: [...result.marks].map(([label, at]) => ({ at, label })),
  }
  const parts = [...result.flows.flatMap(outageRow), ...result.sessions.flatMap(fallRow)]
  if (parts.length === 0) return [when]
  const longest = Math.max(...parts.flatMap(({ bars }) => bars.map(({ to }) => to)))
  const title = 'What the longest outage of each flow, and the slowest fall of each session, went into'
  return [when, { title, from: 0, to: longest, reads: formatSpan, rows: parts, marks: [] }]
}

/** Sessions that never fell are as good as not there. */
function sessionRow({ name, falls }: SessionResult, end: number): readonly ChartRow[] {
  if (falls.length === 0) return []
  const starts = [0, ...falls.flatMap(({ standsAgain }) => standsAgain ?? [])]
  const bars = starts.map((from, index): ChartBar => {
    const to = falls[index]?.at ?? end
    return { from, to, tone: 'stands', says: `stands until ${formatMoment(to)}` }
  })
  return [{ label: name, bars }]
}

function flowRow({ name, direction, outages }: FlowResult): readonly ChartRow[] {
  if (outages.length === 0) return []
  const bars = outages.map(({ from, to, seconds }): ChartBar => {
    return { from, to, tone: 'lost', says: `out for ${formatSpan(seconds)} from ${formatMoment(from)}` }
  })
  return [{ label: `${name} ${flowArrow[direction]} out`, bars }]
}

function outageRow({ name, direction, outages }: FlowResult): readonly ChartRow[] {
  const [longest] = outages.toSorted((a, b) => b.seconds - a.seconds)
  return longest === undefined ? [] : stepsRow(`${name} ${flowArrow[direction]}`, longest.why)
}

function fallRow({ name, falls }: SessionResult): readonly ChartRow[] {
  const [slowest] = falls.toSorted((a, b) => b.seconds - a.seconds)
  return slowest === undefined ? [] : stepsRow(name, slowest.why)
}

/** The parts one behind the other; what was not over at the end of the run has none. */
function stepsRow(label: string, { steps }: WhyResult): readonly ChartRow[] {
  let sum = 0
  const bars = steps.map(({ stage, seconds, text }): ChartBar => {
    const from = sum
    sum += seconds
    return { from, to: sum, tone: stage, says: `${stage} ${formatSpan(seconds)}: ${text}` }
  })
  return bars.length === 0 ? [] : [{ label, bars, note: formatSpan(sum) }]
}
