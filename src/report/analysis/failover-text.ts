import type { FailoverReport, LinkStatus, TestedFlow } from '../../analysis/failover-test.ts'
import type { Path } from '../../expressroute/design.ts'
import { flowArrow } from '../../scenario/result/flow-arrow.ts'
import { type Micros, microsToSeconds } from '../../sim/time.ts'
import { countOf, formatMoment, formatPart, formatSpan } from '../quantity.ts'
import { longest } from '../wrap.ts'

/** `vmsee failover FILE` for people, under the names that Azure has for it. */
export function failoverText(report: FailoverReport): string {
  const { test, status, problem, flows, wasSimulationSuccessful } = report
  const head = `Failover test of ${test.circuit}: ${linkTypes[test.link]} link, ${test.category}`
  return [
    ` ${head}`,
    '',
    ...named('status', [problem === undefined ? status : `${status}: ${problem}`]),
    ...named('startTime, endTime', [`${moment(report.startAt)}, ${moment(report.endAt)}`]),
    ...named('bgpStatus', table(report.bgpStatus.map(statusCells))),
    ...named('redundantRoutes', routeLines(report.redundantRoutes)),
    ...named('nonRedundantRoutes', routeLines(report.nonRedundantRoutes)),
    ...named('flows', flows.length === 0 ? [withoutFlows] : table(flows.map(flowCells))),
    ...named('wasSimulationSuccessful', [String(wasSimulationSuccessful)]),
    '',
  ].join('\n')
}

/** Who has no flow is told of routes and sessions alone. */
const withoutFlows = 'none: give the file flows to see whether traffic gets through'

export const linkTypes: Readonly<Record<Path, 'Primary' | 'Secondary'>> = {
  primary: 'Primary',
  secondary: 'Secondary',
}

const nameWidth = 'wasSimulationSuccessful'.length

function named(name: string, lines: readonly string[]): readonly string[] {
  const shown = lines.length === 0 ? ['none'] : lines
  return shown.map((line, index) => `   ${(index === 0 ? name : '').padEnd(nameWidth)}  ${line}`)
}

const mostRoutes = 8

function routeLines(routes: readonly string[]): readonly string[] {
  const rest = routes.length - mostRoutes
  return [...routes.slice(0, mostRoutes), ...(rest > 0 ? [`and ${countOf(rest, 'more', 'more')}`] : [])]
}

function statusCells({ link, peering, family, isConnected, checkedAt }: LinkStatus): readonly string[] {
  return [linkTypes[link], peering, familyTypes[family], statusWord(isConnected), moment(checkedAt)]
}

export const familyTypes = { ipv4: 'IPv4', ipv6: 'IPv6' } as const

export function statusWord(isConnected: boolean): 'Connected' | 'Disconnected' {
  return isConnected ? 'Connected' : 'Disconnected'
}

function flowCells(flow: TestedFlow): readonly string[] {
  const { name, direction, arrivedBefore, arrivesDuring, usesLink, worstOutage } = flow
  return [
    `${name} ${flowArrow[direction]}`,
    `${formatPart(arrivesDuring)} of five-tuples arrive (before: ${formatPart(arrivedBefore)})`,
    usesLink ? 'still over the link' : arrivesDuring === 0 ? 'by no way' : 'over other ways',
    worstOutage === 0 ? 'nothing lost' : `out for ${formatSpan(microsToSeconds(worstOutage))} at most`,
  ]
}

/** Columns that stand under each other. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const columns = rows[0]?.map((_, column) => longest(rows.map((row) => row[column] ?? ''))) ?? []
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(columns[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

function moment(at: Micros): string {
  return `${formatMoment(microsToSeconds(at))} s`
}
