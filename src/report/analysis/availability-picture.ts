import type { AvailabilitySummary } from '../../analysis/availability/summary.ts'
import { type Chart, chartsSvg } from '../chart-svg.ts'
import { formatShare, formatSpan } from '../quantity.ts'

/** How many causes are drawn. */
const mostRows = 12

/** `vmsee availability FILE --svg OUT`: what flows lose in a year, and what takes it. */
export function availabilityPicture({ trials, years, causes }: AvailabilitySummary): string {
  const flows: Chart = {
    title: `Out a year, the mean of ${trials}, with 95 % confidence`,
    ...upTo(years.map(({ outSeconds }) => outSeconds.high)),
    rows: years.map(({ name, outSeconds: { mean, low, high } }) => ({
      label: name,
      bars: [
        { from: 0, to: low, tone: 'lost', says: `${formatSpan(low)} at least` },
        { from: low, to: high, tone: 'uncertain', says: `${formatSpan(low)} to ${formatSpan(high)}` },
      ],
      note: formatSpan(mean),
    })),
  }
  const told = causes.slice(0, mostRows)
  if (told.length === 0) return chartsSvg([flows])
  const taken: Chart = {
    title: 'What was broken while anything was lost, seconds a year over all flows',
    ...upTo(told.map(({ outSecondsPerYear }) => outSecondsPerYear)),
    rows: told.map(({ conditions, outSecondsPerYear: out, share }) => ({
      label: conditions.join(' + '),
      bars: [{ from: 0, to: out, tone: 'lost', says: `${formatSpan(out)} a year` }],
      note: formatShare(share),
    })),
  }
  return chartsSvg([flows, taken])
}

function upTo(values: readonly number[]): Pick<Chart, 'from' | 'to' | 'reads' | 'marks'> {
  return { from: 0, to: Math.max(0, ...values) || 1, reads: formatSpan, marks: [] }
}
