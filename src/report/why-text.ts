import type { FlowResult, OutageResult } from '../scenario/result/run-result.ts'
import type { Palette } from './palette.ts'
import { countOf, formatMoment } from './quantity.ts'
import { longest, wrap } from './wrap.ts'

/** Why the longest outage of each flow and direction took as long as it did: a line for each part of it. */
export function whyText(flows: readonly FlowResult[], palette: Palette, columns: number): readonly string[] {
  return flows.flatMap((flow) => {
    const [first, ...others] = flow.outages.toSorted((a, b) => b.seconds - a.seconds)
    return first === undefined ? [] : outageLines(flow, first, others.length, palette, columns)
  })
}

function outageLines(
  { name, direction }: FlowResult,
  { from, seconds, why }: OutageResult,
  others: number,
  palette: Palette,
  columns: number,
): readonly string[] {
  const arrow = direction === 'forward' ? '→' : '←'
  const more = others === 0 ? '' : ` (${countOf(others, 'shorter outage')} in the JSON)`
  const head = `why ${name} ${arrow} was out for ${exact(seconds)} from ${formatMoment(from)}${more}`
  const rows = [
    ...(why.broke === undefined ? [] : [{ label: 'broke', time: '', text: why.broke }]),
    ...(why.noticed === undefined || why.steps.some(({ text }) => text === why.noticed)
      ? []
      : [{ label: 'noticed', time: '', text: why.noticed }]),
    ...(why.steps.length === 0 ? [{ label: 'not over', time: '', text: 'when the run ended' }] : []),
    ...why.steps.map(({ stage, seconds: part, text }) => ({ label: stage, time: exact(part), text })),
  ]
  const width = longest(rows.map(({ time }) => time))
  const indent = 6 + 13 + width + 3
  return [
    `   ${head}`,
    ...rows.flatMap(({ label, time, text }) => {
      const [start = '', ...rest] = wrap(text, columns - indent)
      const lead = `      ${palette.dim(label.padEnd(13))}${time.padStart(width)}   `
      return [`${lead}${start}`, ...rest.map((line) => `${' '.repeat(indent)}${line}`)]
    }),
  ]
}

/** To the microsecond, so that the parts can be added up. */
function exact(seconds: number): string {
  return `${seconds.toFixed(6)} s`
}
