import type { FailureCase, Sweep } from '../../analysis/failure-sweep.ts'
import { microsToSeconds } from '../../sim/time.ts'
import { countOf, formatCount, formatMoment, formatSpan } from '../quantity.ts'
import { aligned } from '../wrap.ts'
import {
  byHarm,
  flowCell,
  flowNames,
  nameOf,
  signs,
  type Verdict,
  verdictOf,
  worstOutageOf,
} from './failure-words.ts'
import { failuresMatrix } from './failures-matrix.ts'

/** How many cases are told one by one, the worst first. */
const mostRows = 20

/** `vmsee failures FILE` for people: how many cases end how, every pair as a sign, and the worst cases with every flow. */
export function failuresText(sweep: Sweep, { all }: { readonly all: boolean }): string {
  const { cases, elements, runs, startAt } = sweep
  const worstFirst = [...cases].sort(byHarm)
  const told = all ? worstFirst : worstFirst.slice(0, mostRows)
  const rest = cases.length - told.length
  const begin = formatMoment(microsToSeconds(startAt))
  return [
    ` ${countOf(elements.length, 'thing')} that may fail, ${countOf(cases.length, 'case')}, ${formatCount(runs)} of them run, each from ${begin} s`,
    '',
    ...indented([
      ['at once', 'cases', 'kept', 'broken', 'longest', 'lost'],
      ...sizes(cases).map((size) => summaryCells(size, cases)),
    ]),
    '',
    ...(sizes(cases).length > 1 ? [...failuresMatrix(sweep), ''] : []),
    ...indented([
      ['', 'what fails', ...flowNames(cases)],
      ...told.map((one) => [signs[verdictOf(one)], nameOf(one), ...one.flows.map(flowCell)]),
    ]),
    ...(rest > 0 ? [`   and ${countOf(rest, 'case')} no worse than these: --all tells them too`] : []),
    '',
  ].join('\n')
}

function indented(rows: readonly (readonly string[])[]): readonly string[] {
  return aligned(rows).map((row) => `   ${row}`)
}

function sizes(cases: readonly FailureCase[]): readonly number[] {
  return [...new Set(cases.map(({ elements }) => elements.length))]
}

function summaryCells(size: number, all: readonly FailureCase[]): readonly string[] {
  const cases = all.filter(({ elements }) => elements.length === size)
  const of = (verdict: Verdict): readonly FailureCase[] => cases.filter((one) => verdictOf(one) === verdict)
  const longestOutage = Math.max(0, ...of('broken').map(worstOutageOf))
  return [
    String(size),
    formatCount(cases.length),
    formatCount(of('kept').length),
    formatCount(of('broken').length),
    longestOutage === 0 ? '' : formatSpan(microsToSeconds(longestOutage)),
    formatCount(of('lost').length),
  ]
}
