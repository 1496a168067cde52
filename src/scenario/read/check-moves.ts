import { circuitBandwidths, formatBandwidth } from '../../expressroute/bandwidth.ts'
import type { PeeringKind } from '../../expressroute/design.ts'
import { isSamePair } from '../../expressroute/life-cycle/estate.ts'
import type { CircuitMove, Move } from '../../expressroute/life-cycle/move.ts'
import { skuTiers } from '../../expressroute/sku.ts'
import type { FilePath } from '../place.ts'
import { type Problem, problem } from '../problem.ts'
import { unknownName } from './check-names.ts'
import { gatewaySkuProblems } from './gateway-skus.ts'
import { routeFilterProblems } from './route-filters.ts'
import type { Sections } from './sections.ts'

/** What a move is about has to be in the file, though not in Azure at that moment: that the run shows. */
export function moveProblems(move: Move, path: FilePath, sections: Sections): readonly Problem[] {
  if ('circuit' in move) return circuitProblems(move, path, sections)
  switch (move.kind) {
    case 'join':
    case 'part':
      return pairProblems(move.circuits, [...path, 'circuits'], sections)
    case 'resize':
      return [
        ...networkProblems(move, path, sections),
        ...gatewaySkuProblems(move.gatewaySku, sections.header?.era ?? 'current', [...path, 'sku']),
      ]
    case 'summarize':
      return [...networkProblems(move, path, sections), ...summaryProblems(path, sections)]
    default:
      throw new Error(`unknown move ${JSON.stringify(move satisfies never)}`)
  }
}

function networkProblems(
  { virtualNetwork }: { readonly virtualNetwork: string },
  path: FilePath,
  { virtualNetworks }: Sections,
): readonly Problem[] {
  return unknownName('virtual network', virtualNetwork, virtualNetworks.names, [...path, 'virtualNetwork'])
}

function summaryProblems(path: FilePath, { header }: Sections): readonly Problem[] {
  if (header?.era !== '2017') return []
  const message = 'the rules of 2017 do not know summarizedGatewayPrefixes, which came in 2026'
  return [problem('era', path, message, 'leave it out, or era: current')]
}

function circuitProblems(move: CircuitMove, path: FilePath, sections: Sections): readonly Problem[] {
  const { circuit } = move
  const hasKeys = !['create', 'delete', 'provision', 'deprovision'].includes(move.kind)
  const { circuits } = sections
  const unknown = unknownName('circuit', circuit, circuits.names, hasKeys ? [...path, 'circuit'] : path)
  if (unknown.length > 0 || !circuits.values.has(circuit)) return unknown
  switch (move.kind) {
    case 'configure':
    case 'remove':
    case 'enable':
    case 'disable':
    case 'approve':
    case 'set-customer-asn':
      return peeringProblems(move, [...path, 'peering'], sections)
    case 'attach':
    case 'detach':
      return filterProblems(move, path, sections)
    case 'link':
    case 'unlink':
    case 'weigh':
      return linkProblems(move, path, sections)
    case 'revoke':
      return keyProblems(move, [...path, 'authorization'], sections)
    case 'update':
      return updateProblems(move, path, sections)
    default:
      return []
  }
}

function peeringProblems(
  { circuit, peering }: { readonly circuit: string; readonly peering: PeeringKind },
  path: FilePath,
  { circuits }: Sections,
): readonly Problem[] {
  const own = [...(circuits.values.get(circuit)?.peerings.keys() ?? [])]
  return unknownName(`peering of ${circuit}`, peering, own, path)
}

function filterProblems(
  move: Move & { readonly kind: 'attach' | 'detach' },
  path: FilePath,
  sections: Sections,
): readonly Problem[] {
  const { circuit } = move
  if (sections.header?.era === '2017') {
    const message = 'the rules of 2017 do not know route filters, which came on 2017-08-01'
    return [problem('era', path, message, 'choose another, or era: current')]
  }
  if (sections.circuits.values.get(circuit)?.peerings.has('microsoft') === true)
    return move.kind === 'detach'
      ? []
      : routeFilterProblems(move.communities, circuit, sections, [...path, 'routeFilter'])
  const message = `${circuit} has no microsoft peering to attach a route filter to`
  return [
    problem('unknown-name', [...path, 'circuit'], message, `add it under circuits: ${circuit}: peerings:`),
  ]
}

function linkProblems(
  { virtualNetwork, circuit }: Move & { readonly kind: 'link' | 'unlink' | 'weigh' },
  path: FilePath,
  { virtualNetworks }: Sections,
): readonly Problem[] {
  const place = [...path, 'virtualNetwork']
  const unknown = unknownName('virtual network', virtualNetwork, virtualNetworks.names, place)
  const connections = virtualNetworks.values.get(virtualNetwork)?.connections
  if (unknown.length > 0 || connections === undefined) return unknown
  if (connections.some((connection) => connection.circuit === circuit)) return []
  const message = `${virtualNetwork} has no connection to ${circuit}`
  return [
    problem('unknown-name', place, message, `add it under virtualNetworks: ${virtualNetwork}: connections:`),
  ]
}

function pairProblems(
  circuits: readonly [string, string],
  path: FilePath,
  { circuits: known, globalReach }: Sections,
): readonly Problem[] {
  const unknown = circuits.flatMap((circuit, index) =>
    unknownName('circuit', circuit, known.names, [...path, index]),
  )
  if (unknown.length > 0) return unknown
  if (globalReach.some(({ value }) => isSamePair(value.circuits, circuits))) return []
  const message = `globalReach has no pair of ${circuits.join(' and ')}`
  return [problem('unknown-name', path, message, 'add it under globalReach:, with its addressPrefix')]
}

function keyProblems(
  { circuit, authorization }: { readonly circuit: string; readonly authorization: string },
  path: FilePath,
  { circuits, timeline }: Sections,
): readonly Problem[] {
  const created = timeline.flatMap(({ value: { action } }) =>
    (action.kind === 'moves' ? action.moves : []).flatMap(({ move }) =>
      move.kind === 'authorize' && move.circuit === circuit ? [move.authorization] : [],
    ),
  )
  const known = [...(circuits.values.get(circuit)?.authorizations ?? []), ...created]
  return unknownName(`authorization of ${circuit}`, authorization, known, path)
}

function updateProblems(
  { circuit, tier, bandwidthMbps }: Move & { readonly kind: 'update' },
  path: FilePath,
  { circuits, header }: Sections,
): readonly Problem[] {
  const connectivity = circuits.values.get(circuit)?.connectivity
  const sold = connectivity === undefined ? [] : circuitBandwidths(connectivity)
  const era = header?.era ?? 'current'
  return [
    ...(tier === undefined || skuTiers[era].includes(tier)
      ? []
      : [
          problem(
            'era',
            [...path, 'sku', 'tier'],
            `the rules of ${era} do not know the tier ${tier}`,
            'choose another',
          ),
        ]),
    ...(bandwidthMbps === undefined || connectivity === undefined || sold.includes(bandwidthMbps)
      ? []
      : [
          problem(
            'bandwidth',
            [...path, 'bandwidth'],
            `a circuit with connectivity ${connectivity} is not sold with ${formatBandwidth(bandwidthMbps)}`,
            `choose ${sold.map(formatBandwidth).join(', ')}`,
          ),
        ]),
  ]
}
