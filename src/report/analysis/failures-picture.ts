import type { FailureCase, Sweep } from '../../analysis/failure-sweep.ts'
import { microsToSeconds } from '../../sim/time.ts'
import { type ChartBar, type ChartRow, chartsSvg } from '../chart-svg.ts'
import { countOf, formatSpan } from '../quantity.ts'
import { byHarm, nameOf, verdictOf, worstOutageOf } from './failure-words.ts'

/** How many cases are drawn, the worst first. */
const mostRows = 20

/** `vmsee failures FILE --svg OUT`: how long flows are out at the longest in the worst cases, and which of them lose for good. */
export function failuresPicture(file: string, { cases }: Sweep): string {
  const worst = cases
    .filter((one) => verdictOf(one) !== 'kept')
    .toSorted(byHarm)
    .slice(0, mostRows)
  const longest = Math.max(0, ...worst.filter((one) => verdictOf(one) === 'broken').map(secondsOf))
  const end = longest === 0 ? 1 : longest
  const kept = countOf(cases.filter((one) => verdictOf(one) === 'kept').length, 'case')
  return chartsSvg([
    {
      title: `${file}: the worst of ${countOf(cases.length, 'case')}; ${kept} lost nothing`,
      from: 0,
      to: end,
      reads: formatSpan,
      rows: worst.map((one) => caseRow(one, end)),
      marks: [],
    },
  ])
}

/** What is lost for good has no end. */
function caseRow(one: FailureCase, end: number): ChartRow {
  const isLost = verdictOf(one) === 'lost'
  const note = isLost ? 'lost' : formatSpan(secondsOf(one))
  const bar: ChartBar = {
    from: 0,
    to: isLost ? end : secondsOf(one),
    tone: isLost ? 'lost' : 'broken',
    says: note,
  }
  return { label: nameOf(one), bars: [bar], note }
}

function secondsOf(one: FailureCase): number {
  return microsToSeconds(worstOutageOf(one))
}
