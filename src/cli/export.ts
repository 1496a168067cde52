import { isProviderEdge } from '../expressroute/provider-edge.ts'
import { exportConfiguration } from '../report/router-config/export-configuration.ts'
import type { ExportTarget } from '../report/router-config/export-targets.ts'
import { exportedRouter } from '../report/router-config/exported-router.ts'
import { loadScenario } from '../scenario/load.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { didYouMeanOrList } from '../scenario/suggestion.ts'
import { buildTopology, type Topology } from '../scenario/topology.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { tellIssues } from './tell-issues.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

export interface ExportOptions {
  readonly router?: string
  readonly to: ExportTarget
}

/** `vmsee export FILE --router ce1 --to frr`: the configuration on standard output, what it does not say on the other. */
export function exportRouter(file: string, options: ExportOptions, terminal: Terminal): ExitCode {
  const source = loadScenario(file)
  if (source.scenario === undefined) {
    tellIssues(source, terminal)
    return exitCodes.unusable
  }
  const { scenario } = source
  const topology = buildTopology(scenario)
  const name = chooseRouter(scenario, topology, options.router)
  const { text, notes } = exportConfiguration(exportedRouter(scenario, topology, name), options.to)
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
  const hint = didYouMeanOrList(wanted, own)
  throw new UsageError([`no router ${wanted}`, hint].filter((part) => part !== undefined).join('; '))
}
