import { flowArrow } from '../../scenario/result/flow-arrow.ts'
import type { FlowResult } from '../../scenario/result/run-result.ts'
import type { Palette } from '../palette.ts'
import { formatCount, formatMoment, formatPart, formatShare, formatSpan } from '../quantity.ts'
import { longest } from '../wrap.ts'

/** A line for each flow and direction: what was lost, the availability, and the longest outage. */
export function flowTable(flows: readonly FlowResult[], palette: Palette): readonly string[] {
  const rows = flows.map(flowCells)
  if (rows.length === 0) return []
  const widths = [0, 1, 2].map((column) => longest(rows.map((row) => row[column] ?? '')))
  return rows.map(([name = '', lost = '', availability = '', outage = ''], index) => {
    const paint = flows[index]?.lost === 0 ? palette.green : palette.yellow
    const cells = [
      name.padEnd(widths[0] ?? 0),
      paint(lost.padEnd(widths[1] ?? 0)),
      availability.padStart(widths[2] ?? 0),
    ]
    return `   ${cells.join('   ')}   ${outage}`.trimEnd()
  })
}

/** A line for each flow whose answers come another way than its requests go, at any time. */
export function asymmetryLines(flows: readonly FlowResult[]): readonly string[] {
  return flows
    .filter(({ direction, asymmetric }) => direction === 'forward' && asymmetric > 0)
    .map(
      ({ name, asymmetric }) => `   ${name} ⇄   ${formatPart(asymmetric)} of the time there and back differ`,
    )
}

function flowCells(flow: FlowResult): readonly string[] {
  const arrow = flowArrow[flow.direction]
  const worst = flow.outages.reduce<FlowResult['outages'][number] | undefined>(
    (longestSoFar, outage) => (outage.seconds > (longestSoFar?.seconds ?? 0) ? outage : longestSoFar),
    undefined,
  )
  return [
    `${flow.name} ${arrow}`,
    flow.lost === 0 ? 'nothing lost' : `${formatCount(flow.lost)} of ${formatCount(flow.sent)} lost`,
    formatShare(flow.availability),
    worst === undefined
      ? ''
      : `${formatSpan(worst.seconds)} from ${formatMoment(worst.from)}, ${formatPart(worst.affected)} of five-tuples`,
  ]
}
