import type { FailureCase, FlowVerdict, Sweep } from '../analysis/failure-sweep.ts'
import { type Micros, microsToSeconds } from '../sim/time.ts'
import { countOf, formatCount, formatMoment, formatSpan } from './quantity.ts'
import { longest } from './wrap.ts'

/** How many cases are told one by one, the worst first. */
const mostRows = 20

/** `vmsee failures FILE` for people: how many cases end how, and the worst of them with every flow. */
export function failuresText(sweep: Sweep, { all }: { readonly all: boolean }): string {
  const { cases, elements, runs, startAt } = sweep
  const worstFirst = [...cases].sort(byHarm)
  const told = all ? worstFirst : worstFirst.slice(0, mostRows)
  const rest = cases.length - told.length
  const begin = formatMoment(microsToSeconds(startAt))
  return [
    ` ${countOf(elements.length, 'thing')} that may fail, ${countOf(cases.length, 'case')}, ${formatCount(runs)} of them run, each from ${begin} s`,
    '',
    ...aligned([
      ['at once', 'cases', 'kept', 'broken', 'longest', 'lost'],
      ...sizes(cases).map((size) => summaryCells(size, cases)),
    ]),
    '',
    ...aligned([
      ['', 'what fails', ...flowNames(cases)],
      ...told.map((one) => [signs[verdictOf(one)], nameOf(one), ...one.flows.map(flowCell)]),
    ]),
    ...(rest > 0 ? [`   and ${countOf(rest, 'case')} no worse than these: --all tells them too`] : []),
    '',
  ].join('\n')
}

const signs = { kept: '✓', never: '✓', broken: '~', lost: '✗' } as const

const harm = { kept: 0, never: 0, broken: 1, lost: 2 } as const

type Verdict = FlowVerdict['verdict']

/** That of the flow that fares worst. */
export function verdictOf({ flows }: FailureCase): Verdict {
  return flows.reduce<Verdict>(
    (worst, { verdict }) => (harm[verdict] > harm[worst] ? verdict : worst),
    'kept',
  )
}

export function worstOutageOf({ flows }: FailureCase): Micros {
  return Math.max(0, ...flows.map(({ worstOutage }) => worstOutage))
}

/** The worst first; of those that are alike the one with fewer failures, and then as the elements come. */
export function byHarm(a: FailureCase, b: FailureCase): number {
  return (
    harm[verdictOf(b)] - harm[verdictOf(a)] ||
    worstOutageOf(b) - worstOutageOf(a) ||
    a.elements.length - b.elements.length
  )
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

export function nameOf({ elements }: FailureCase): string {
  return elements.map(({ name }) => name).join(' + ')
}

function flowNames([first]: readonly FailureCase[]): readonly string[] {
  return first?.flows.map(({ name, direction }) => `${name} ${direction === 'forward' ? '→' : '←'}`) ?? []
}

function flowCell({ verdict, worstOutage, arriving }: FlowVerdict): string {
  if (verdict === 'kept') return 'kept'
  if (verdict === 'never') return 'never arrives'
  if (verdict === 'broken')
    return worstOutage === 0 ? 'some packets' : formatSpan(microsToSeconds(worstOutage))
  return arriving === 0 ? 'lost' : `${Math.round((1 - arriving) * 100)} % lost`
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]?.map((_, column) => longest(rows.map((row) => row[column] ?? ''))) ?? []
  return rows.map((row) =>
    `   ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  )
}
