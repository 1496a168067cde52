import type { Path } from '../expressroute/design.ts'
import { gatewayInstances, gatewayName } from '../expressroute/node-names.ts'
import { circuitArpTable } from '../report/azure/arp-table.ts'
import { type AzAnswer, azJson, azTable } from '../report/azure/az-answer.ts'
import { circuitAnswer } from '../report/azure/circuit-answer.ts'
import { CircuitStats } from '../report/azure/circuit-stats.ts'
import { circuitRouteTable, circuitSummary } from '../report/azure/circuit-tables.ts'
import { gatewayLearnedRoutes, gatewayPeerStatus } from '../report/azure/gateway-tables.ts'
import {
  configuredPeerings,
  mseeOf,
  type PeeringName,
  type PeeringPath,
  peeringNames,
} from '../report/azure/peering.ts'
import { loadScenario } from '../scenario/load.ts'
import type { RouterResult, RunResult } from '../scenario/result/run-result.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { buildTopology, type Topology } from '../scenario/topology.ts'
import { secondsToMicros } from '../sim/time.ts'
import type { AzureTable } from './azure-option-values.ts'
import { chooseNamed } from './choose-named.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { runToInstant } from './run-files.ts'
import { tellIssues } from './tell-issues.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

export interface AzureOptions {
  readonly circuit?: string
  readonly path?: Path
  readonly peeringName?: PeeringName
  readonly vnet?: string
  readonly gateway?: string
  readonly at?: number
  readonly seed?: number
  readonly json?: true
}

/** `vmsee azure route-table FILE --circuit C --path primary --peering-name AzurePrivatePeering --at T`. */
export function azure(table: AzureTable, file: string, options: AzureOptions, terminal: Terminal): ExitCode {
  const source = loadScenario(file)
  if (source.scenario === undefined) {
    tellIssues(source, terminal)
    return exitCodes.unusable
  }
  const answer = answerTo(table, source.scenario, options)
  terminal.out(options.json === true ? azJson(answer) : azTable(answer))
  if (answer.rows.length === 0) terminal.talk('the table is empty\n')
  if (table === 'stats') terminal.talk(`${statsNote}\n`)
  return exitCodes.held
}

const statsNote = 'octets of BGP messages, and of flows with a rate: other flows have no size in the model'

function answerTo(table: AzureTable, scenario: Scenario, options: AzureOptions): AzAnswer {
  const topology = buildTopology(scenario)
  switch (table) {
    case 'circuit':
      return ofCircuit(scenario, options)
    case 'route-table':
      return ofPath(scenario, topology, options, circuitRouteTable)
    case 'route-table-summary':
      return ofPath(scenario, topology, options, circuitSummary)
    case 'arp-table':
      return ofPath(scenario, topology, options, circuitArpTable)
    case 'stats':
      return stats(scenario, topology, options)
    case 'learned-routes':
      return ofGateway(scenario, topology, options, gatewayLearnedRoutes)
    case 'bgp-peer-status':
      return ofGateway(scenario, topology, options, gatewayPeerStatus)
    default:
      throw new Error(`no answer to ${table satisfies never}`)
  }
}

function ofCircuit(scenario: Scenario, options: AzureOptions): AzAnswer {
  const stray = (['path', 'peeringName', 'vnet', 'gateway'] as const).find(
    (name) => options[name] !== undefined,
  )
  if (stray !== undefined) throw new UsageError('a circuit is shown whole: name it with --circuit alone')
  const [name] = chooseNamed('circuit', '--circuit', scenario.design.circuits, options.circuit)
  const { circuits } = runToInstant(scenario, { ...options, onRecord: undefined })
  const circuit = circuits.find((one) => one.name === name)
  if (circuit === undefined) throw new UsageError(goneText(name))
  return circuitAnswer(circuit)
}

function ofPath(
  scenario: Scenario,
  topology: Topology,
  options: AzureOptions,
  answer: (msee: RouterResult, topology: Topology, place: PeeringPath) => AzAnswer,
): AzAnswer {
  const { path } = options
  const place = choosePeering(scenario, options)
  if (path === undefined) throw new UsageError('which of the two MSEEs? --path primary or --path secondary')
  const end = { ...place, path }
  const result = runToInstant(scenario, { ...options, onRecord: undefined })
  refuseAbsent(result, place)
  return answer(routerIn(result, mseeOf(end)), topology, end)
}

/** A peering that somebody has yet to configure, or has removed, is none to Azure. */
function refuseAbsent({ circuits }: RunResult, { circuit: name, peering }: Omit<PeeringPath, 'path'>): void {
  const circuit = circuits.find((one) => one.name === name)
  if (circuit === undefined) throw new UsageError(goneText(name))
  const configured = circuit.peerings.map(({ kind }) => kind)
  if (!configured.includes(peeringNames[peering])) throw new UsageError(notFound(name, configured, peering))
}

function goneText(circuit: string): string {
  return `circuit ${circuit} does not exist then (Azure: ResourceNotFound)`
}

function stats(scenario: Scenario, topology: Topology, options: AzureOptions): AzAnswer {
  if (options.path !== undefined) throw new UsageError('stats has both paths in one row: leave --path out')
  const place = choosePeering(scenario, options)
  const until = options.at === undefined ? Number.POSITIVE_INFINITY : secondsToMicros(options.at)
  const counters = new CircuitStats(topology, place, until)
  const { linkOctets } = runToInstant(scenario, { ...options, onRecord: (record) => counters.note(record) })
  return counters.answer(linkOctets)
}

function ofGateway(
  scenario: Scenario,
  topology: Topology,
  options: AzureOptions,
  answer: (gateway: RouterResult, topology: Topology) => AzAnswer,
): AzAnswer {
  const stray = (['circuit', 'path', 'peeringName'] as const).find((name) => options[name] !== undefined)
  if (stray !== undefined) {
    throw new UsageError('this table is that of a gateway: name its virtual network with --vnet alone')
  }
  const name = chooseInstance(scenario, options)
  const result = runToInstant(scenario, { ...options, onRecord: undefined })
  return answer(routerIn(result, name), topology)
}

function routerIn({ routers }: RunResult, name: string): RouterResult {
  const router = routers.find((candidate) => candidate.name === name)
  if (router === undefined) throw new Error(`the run has no ${name}`)
  return router
}

function choosePeering(
  { design }: Scenario,
  { circuit: wanted, peeringName: peering = 'AzurePrivatePeering', vnet, gateway }: AzureOptions,
): Omit<PeeringPath, 'path'> {
  if (vnet !== undefined || gateway !== undefined) {
    throw new UsageError('this table is that of a circuit: name it with --circuit, and leave the gateway out')
  }
  const [name, circuit] = chooseNamed('circuit', '--circuit', design.circuits, wanted)
  const configured = configuredPeerings(circuit)
  if (!configured.includes(peeringNames[peering])) throw new UsageError(notFound(name, configured, peering))
  return { circuit: name, peering }
}

/** TS20: Azure names the service key, which no scenario has. */
function notFound(name: string, configured: readonly string[], peering: PeeringName): string {
  const known = configured.length === 0 ? 'it has none' : `it has: ${configured.join(', ')}`
  return `the BGP peering ${peering} of circuit ${name} is not found (Azure: status code 400, BadRequest); ${known}`
}

/** Both instances of a gateway answer in Azure, and one at a time; here the first does, unless the other is named. */
function chooseInstance({ design }: Scenario, { vnet, gateway }: AzureOptions): string {
  if (vnet !== undefined && gateway !== undefined) {
    throw new UsageError('--vnet and --gateway name the same thing: give one of them')
  }
  const wanted = vnet ?? gateway
  const instances = [...design.virtualNetworks.keys()].flatMap((name) =>
    gatewayInstances.map((instance) => gatewayName(name, instance)),
  )
  if (wanted !== undefined && instances.includes(wanted)) return wanted
  const [name] = chooseNamed('virtual network', '--vnet', design.virtualNetworks, wanted)
  return gatewayName(name, 0)
}
