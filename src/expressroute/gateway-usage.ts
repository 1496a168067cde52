import { bitsPerMegabit } from './bandwidth.ts'
import type { Design } from './design.ts'
import { bypassesGateway } from './fast-path.ts'
import { findGatewaySku } from './gateway-sku.ts'
import { hubOf } from './spokes.ts'
import type { Usage } from './usage.ts'

/** What hosts here and there send each other, as far as it is known before they do. */
export interface Demand {
  /** A site, a virtual network or a spoke. */
  readonly from: string
  readonly to: string
  /** In bits per second. */
  readonly forward: number
  readonly return: number
}

/**
 * GW23, FAQ26: how much is advised for a gateway of each SKU. No rule is about it, and no document says what happens above it. Model
 * assumption: it is so much each way, and what takes a FastPath into Azure does not count.
 */
export function gatewayUsage(design: Design, demands: readonly Demand[]): readonly Usage[] {
  return [...design.virtualNetworks].flatMap(([subject, { gatewaySku }]) => {
    const sku = findGatewaySku(gatewaySku, design.era)
    const passing = demands.map((demand) => passingThrough(design, subject, demand))
    const inward = passing.reduce((sum, load) => sum + load.inward, 0)
    const outward = passing.reduce((sum, load) => sum + load.outward, 0)
    const used = Math.ceil(Math.max(inward, outward) / bitsPerMegabit)
    if (sku === undefined || used === 0) return []
    const counted = 'Mbps through the gateway'
    return [{ subject, counted, used, limit: sku.megabitsPerSecond, rule: undefined }]
  })
}

interface Passing {
  readonly inward: number
  readonly outward: number
}

/** What of it passes the gateway of the network; hosts of one hub reach each other without it. */
function passingThrough(design: Design, network: string, demand: Demand): Passing {
  const [isFrom, isTo] = [demand.from, demand.to].map((name) => hubOf(design.spokes, name) === network)
  if (isFrom === isTo) return { inward: 0, outward: 0 }
  const [host, inward, outward] =
    isTo === true ? [demand.to, demand.forward, demand.return] : [demand.from, demand.return, demand.forward]
  return { inward: bypasses(design, network, host) ? 0 : inward, outward }
}

function bypasses(design: Design, network: string, host: string): boolean {
  const connections = design.virtualNetworks.get(network)?.connections ?? []
  return connections.every((connection) => bypassesGateway(design, connection, host !== network))
}
