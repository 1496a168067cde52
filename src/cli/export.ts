import { writeFileSync } from 'node:fs'
import { isProviderEdge } from '../expressroute/provider-edge.ts'
import { exportConfiguration } from '../report/router-config/export-configuration.ts'
import { type ExportTarget, exportTargets } from '../report/router-config/export-targets.ts'
import { exportedRouter } from '../report/router-config/exported-router.ts'
import { loadScenario } from '../scenario/load.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { buildTopology, type Topology } from '../scenario/topology.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { pageHtml } from './page/page-html.ts'
import { exportedFiles, shelved } from './page/shelf.ts'
import { scenarioFiles } from './scenario-files.ts'
import { makeFolders, writing } from './system-error.ts'
import { tellIssues } from './tell-issues.ts'
import type { Terminal } from './terminal.ts'
import { unknownWord } from './unknown-word.ts'
import { UsageError } from './usage-error.ts'

export interface ExportOptions {
  readonly router?: string
  readonly to?: ExportTarget
  /** Where the page is written; `-` for standard output. */
  readonly html?: string
}

/** `vmsee export FILE`, as the configuration of a router or as a page, which may have several files to choose from. */
export function exportFiles(
  files: readonly string[],
  { router, to, html }: ExportOptions,
  terminal: Terminal,
): ExitCode {
  if (to !== undefined && html !== undefined) throw new UsageError('either --to or --html, not both')
  if (html !== undefined && router !== undefined)
    throw new UsageError('--html shows every router: leave --router out')
  if (html !== undefined) return exportPage(files, html, terminal)
  if (to === undefined) throw new UsageError(`as what? --to ${exportTargets.join(', ')}, or --html FILE`)
  const [file, ...others] = files
  if (file === undefined || others.length > 0)
    throw new UsageError('the configuration of a router is made of one file; several are for --html')
  const source = loadScenario(file)
  if (source.scenario === undefined) {
    tellIssues(source, terminal)
    return exitCodes.unusable
  }
  return exportRouter(source.scenario, { router, to }, terminal)
}

/** One HTML file that works from disk. */
function exportPage(files: readonly string[], out: string, terminal: Terminal): ExitCode {
  if (out !== standardOutput) makeFolders([out])
  const named = scenarioFiles(files)
  if (named.length === 0) throw new UsageError('no scenario file found')
  const loaded = exportedFiles(named).map((file) => ({
    file,
    source: loadScenario(file.path),
  }))
  const unusable = loaded.filter(({ source }) => source.scenario === undefined)
  for (const { source } of unusable) tellIssues(source, terminal)
  if (unusable.length > 0) return exitCodes.unusable
  const html = pageHtml({
    scenarios: loaded.map(({ file, source }) => shelved(file, source)),
    watched: false,
  })
  if (out === standardOutput) terminal.out(html)
  else writing(out, () => writeFileSync(out, html))
  return exitCodes.held
}

/** What stands for standard output where a file is asked for. */
const standardOutput = '-'

interface RouterChoice {
  readonly router: string | undefined
  readonly to: ExportTarget
}

/** The configuration on standard output, and what it does not say on the other. */
function exportRouter(scenario: Scenario, { router, to }: RouterChoice, terminal: Terminal): ExitCode {
  const topology = buildTopology(scenario)
  const name = chooseRouter(scenario, topology, router)
  const { text, notes } = exportConfiguration(exportedRouter(scenario, topology, name), to)
  terminal.out(text)
  for (const note of notes) terminal.talk(`not said: ${note}\n`)
  return exitCodes.held
}

/** One of the customer's routers: the rest of a scenario is not configured by whoever reads this. */
function chooseRouter(scenario: Scenario, { plan }: Topology, wanted: string | undefined): string {
  // A name of the file has no dot; `er-ipvpn.pe1` is made of one.
  const own = [...scenario.routers.keys()].filter((name) => !name.includes('.'))
  const [only] = own
  if (wanted === undefined) {
    if (only !== undefined && own.length === 1) return only
    throw new UsageError(
      own.length === 0
        ? 'the scenario has no router of yours'
        : `which router? --router with one of: ${own.join(', ')}`,
    )
  }
  if (own.includes(wanted)) return wanted
  if (isProviderEdge(wanted, scenario.design)) {
    throw new UsageError(`${wanted} is your provider's, who configures it; yours: ${own.join(', ')}`)
  }
  if (plan.routers.some(({ speaker }) => speaker.name === wanted)) {
    throw new UsageError(`${wanted} is Microsoft's, who configures it; yours: ${own.join(', ')}`)
  }
  if (plan.networks.some(({ name }) => name === wanted)) {
    throw new UsageError(`${wanted} is a network and no router; yours: ${own.join(', ')}`)
  }
  throw new UsageError(unknownWord(`router ${wanted}`, wanted, own))
}
