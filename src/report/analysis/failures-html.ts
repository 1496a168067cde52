import type { FailureCase, Sweep } from '../../analysis/failure-sweep.ts'
import type { FlowVerdict } from '../../analysis/settled-network.ts'
import { microsToSeconds } from '../../sim/time.ts'
import { escaped, page } from '../html-page.ts'
import { countOf, formatCount, formatMoment, formatSpan } from '../quantity.ts'
import { byHarm, flowCell, flowNames, nameOf, signs, verdictOf, worstOutageOf } from './failure-words.ts'
import { pairsOf } from './failures-matrix.ts'

/** How many cases are told one by one. */
const mostRows = 500

/** `vmsee failures FILE --html OUT`: every pair in one table, and every case, in one file that asks nobody for anything. */
export function failuresHtml(file: string, sweep: Sweep): string {
  const { elements, cases, runs, startAt } = sweep
  const begin = formatMoment(microsToSeconds(startAt))
  return page(`Every failure of ${file}`, [
    `<h1>Every failure of ${escaped(file)}</h1>`,
    `<p>${countOf(elements.length, 'thing')} that may fail, ${countOf(cases.length, 'case')}, ${formatCount(runs)} of them run, each from ${begin} s.</p>`,
    '<p>✓ kept: nothing was lost. ~ broken: out for a while, at the longest for the time given. ✗ lost: fewer arrive in the end.</p>',
    ...matrix(sweep),
    ...table(cases),
  ])
}

function matrix(sweep: Sweep): readonly string[] {
  const { elements } = sweep
  const pairs = pairsOf(sweep)
  const heads = elements.map(
    ({ name }, index) => `<th scope="col" title="${escaped(name)}">${index + 1}</th>`,
  )
  const rows = elements.map(({ name }, row) => {
    const cells = elements.slice(0, row + 1).map((_, column) => cell(pairs.get(`${column} ${row}`)))
    return `<tr><th scope="row">${row + 1} ${escaped(name)}</th>${cells.join('')}</tr>`
  })
  return [
    '<h2>Two at once</h2>',
    '<p>A row and a column fail together; where they are the same thing, it fails alone.</p>',
    `<div class="wide"><table class="matrix"><thead><tr><th></th>${heads.join('')}</tr></thead><tbody>`,
    ...rows,
    '</tbody></table></div>',
  ]
}

function cell(one: FailureCase | undefined): string {
  if (one === undefined) return '<td></td>'
  const verdict = verdictOf(one)
  const outage = verdict === 'broken' ? ` ${formatSpan(microsToSeconds(worstOutageOf(one)))}` : ''
  return `<td class="${verdict}" title="${escaped(nameOf(one))}: ${verdict}">${signs[verdict]}${outage}</td>`
}

function table(cases: readonly FailureCase[]): readonly string[] {
  const worst = [...cases].sort(byHarm).slice(0, mostRows)
  const rest = cases.length - worst.length
  const heads = ['', 'what fails', ...flowNames(cases)].map((head) => `<th scope="col">${escaped(head)}</th>`)
  return [
    '<h2>The worst first</h2>',
    `<div class="wide"><table><thead><tr>${heads.join('')}</tr></thead><tbody>`,
    ...worst.map((one) => {
      const verdict = verdictOf(one)
      const flows = one.flows.map((flow) => `<td class="${flow.verdict}">${flowText(flow)}</td>`)
      return `<tr><td class="${verdict}">${signs[verdict]}</td><th scope="row">${escaped(nameOf(one))}</th>${flows.join('')}</tr>`
    }),
    '</tbody></table></div>',
    ...(rest > 0 ? [`<p>And ${countOf(rest, 'case')} no worse than these.</p>`] : []),
  ]
}

function flowText(flow: FlowVerdict): string {
  return escaped(`${signs[flow.verdict]} ${flowCell(flow)}`)
}
