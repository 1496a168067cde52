import { circuitArpTable } from '../../src/report/azure/arp-table.ts'
import type { AzAnswer } from '../../src/report/azure/az-answer.ts'
import { CircuitStats } from '../../src/report/azure/circuit-stats.ts'
import { circuitRouteTable, circuitSummary } from '../../src/report/azure/circuit-tables.ts'
import { gatewayLearnedRoutes, gatewayPeerStatus } from '../../src/report/azure/gateway-tables.ts'
import { mseeOf } from '../../src/report/azure/peering.ts'
import type { RouterResult } from '../../src/scenario/result/run-result.ts'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { buildTopology } from '../../src/scenario/topology.ts'
import { secondsToMicros } from '../../src/sim/time.ts'

/** Every table of the circuit `er`, its primary path, and of the first gateway instance of `vnet`, by the names of `az`. */
export function azureAnswers(scenario: Scenario, atSeconds: number): Readonly<Record<string, AzAnswer>> {
  const topology = buildTopology(scenario)
  const peering = { circuit: 'er', peering: 'AzurePrivatePeering' } as const
  const place = { ...peering, path: 'primary' } as const
  const stats = new CircuitStats(topology, peering, secondsToMicros(atSeconds))
  const { routers, linkOctets } = runScenario(scenario, {
    atSeconds,
    onRecord: (record) => stats.note(record),
  })
  const msee = routerNamed(routers, mseeOf(place))
  const gateway = routerNamed(routers, 'vnet.gw0')
  return {
    'list-route-tables': circuitRouteTable(msee, topology, place),
    'list-route-tables-summary': circuitSummary(msee, topology, place),
    'list-arp-tables': circuitArpTable(msee, topology, place),
    'get-stats': stats.answer(linkOctets),
    'list-learned-routes': gatewayLearnedRoutes(gateway, topology),
    'list-bgp-peer-status': gatewayPeerStatus(gateway, topology),
  }
}

function routerNamed(routers: readonly RouterResult[], name: string): RouterResult {
  const router = routers.find((candidate) => candidate.name === name)
  if (router === undefined) throw new Error(`no router ${name}`)
  return router
}
