/** The library: what the command line does, without the disk and the console. It runs in a browser too. */
export { type RouteEntry, RouteTable } from './net/route-table.ts'
export type { ScenarioIssue } from './scenario/issue.ts'
export { parseScenario, readScenario, ScenarioError } from './scenario/parse.ts'
export type { RunResult } from './scenario/result/run-result.ts'
export { type RunOptions, runScenario } from './scenario/run-scenario.ts'
export type { Scenario } from './scenario/scenario.ts'
export type { TraceRecord } from './sim/trace.ts'
