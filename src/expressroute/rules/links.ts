import { formatBandwidth } from '../bandwidth.ts'
import { circuitLinks, usedLinks } from '../circuit-links.ts'
import type { Circuit, Design, Era, VirtualNetwork } from '../design.ts'
import {
  circuitsInParallel,
  circuitsPerLocation,
  circuitsPerVirtualNetwork,
  findGatewaySku,
} from '../gateway-sku.ts'
import { outOfReach } from '../reach.ts'
import type { Breach } from './rule.ts'

/** D1. */
export function networksOutOfReach(design: Design): readonly Breach[] {
  return [...design.virtualNetworks].flatMap(([name, { region, connections }]) =>
    connections.flatMap((connection, index) => {
      const circuit = design.circuits.get(connection.circuit)
      const fix = circuit === undefined ? undefined : outOfReach(circuit, region, design.era)
      if (circuit === undefined || fix === undefined) return []
      const { sku, peeringLocation } = circuit
      return [
        {
          path: ['virtualNetworks', name, 'connections', index],
          message: `${connection.circuit} is a ${sku.tier} circuit at ${peeringLocation} and does not reach ${name} in ${region}`,
          fix,
        },
      ]
    }),
  )
}

/** D2. */
export function tooManyLinks(design: Design): readonly Breach[] {
  return [...design.circuits].flatMap(([name, circuit]) => {
    const limit = circuitLinks(circuit)
    const { networks, joined } = usedLinks(design, name)
    const count = networks + joined
    if (limit === undefined || count <= limit) return []
    const what = joined === 0 ? 'virtual networks' : 'virtual networks and circuits'
    const bought = `${circuit.sku.tier} circuit of ${formatBandwidth(circuit.bandwidthMbps)}`
    return [
      {
        path: ['circuits', name, 'sku'],
        message: `${name} is linked to ${count} ${what}, and a ${bought} takes ${limit}`,
        fix: moreLinks(circuit, count),
      },
    ]
  })
}

function moreLinks(circuit: Circuit, count: number): string {
  const premium = circuitLinks({ ...circuit, sku: { ...circuit.sku, tier: 'Premium' } }) ?? 0
  if (circuit.sku.tier !== 'Premium' && count <= premium) return `buy Premium, which takes ${premium}`
  return 'buy more bandwidth with Premium, peer the networks with a hub that is linked, or use another circuit'
}

/** D3. */
export function tooManyCircuits(design: Design): readonly Breach[] {
  return [...design.virtualNetworks].flatMap(([name, network]) => [
    ...moreThanTheGateway(name, network, design.era),
    ...moreThanOneLocationGives(name, network, design),
  ])
}

function moreThanTheGateway(name: string, network: VirtualNetwork, era: Era): readonly Breach[] {
  const sku = findGatewaySku(network.gatewaySku, era)
  const limit = sku === undefined ? undefined : circuitsPerVirtualNetwork(sku, era)
  const count = network.connections.length
  if (sku === undefined || limit === undefined || count <= limit) return []
  return [
    {
      path: ['virtualNetworks', name, 'connections'],
      message: `${name} is linked to ${count} circuits, and its ${sku.name} gateway takes ${limit}`,
      fix: era === '2017' ? 'link fewer circuits' : 'link fewer circuits, or take a larger gateway',
    },
  ]
}

function moreThanOneLocationGives(
  name: string,
  { connections }: VirtualNetwork,
  design: Design,
): readonly Breach[] {
  const limit = circuitsPerLocation[design.era]
  const locations = connections.map(({ circuit }) => design.circuits.get(circuit)?.peeringLocation ?? '')
  return [...new Set(locations)].flatMap((location) => {
    const count = locations.filter((other) => other === location).length
    if (location === '' || count <= limit) return []
    return [
      {
        path: ['virtualNetworks', name, 'connections'],
        message: `${name} is linked to ${count} circuits at ${location}, and one location may give it ${limit}`,
        fix: 'take circuits of other peering locations',
      },
    ]
  })
}

/** D3, where the gateway takes them all and uses some. */
export function moreThanInParallel({ virtualNetworks }: Design): readonly Breach[] {
  return [...virtualNetworks].flatMap(([name, { connections }]) => {
    const highest = Math.max(...connections.map(({ weight }) => weight))
    const count = connections.filter(({ weight }) => weight === highest).length
    if (count <= circuitsInParallel) return []
    return [
      {
        path: ['virtualNetworks', name, 'connections'],
        message: `${name} has ${count} connections of weight ${highest}, and uses ${circuitsInParallel} circuits at once for the same prefix`,
        fix: 'give weights, so that you decide which of them wait',
      },
    ]
  })
}

/** D11. */
export function wrongAuthorizations({ circuits, virtualNetworks }: Design): readonly Breach[] {
  const redeemed = [...virtualNetworks].flatMap(([name, { connections }]) =>
    connections.map(({ circuit, authorization }, index) => ({ name, circuit, authorization, index })),
  )
  return redeemed.flatMap(({ name, circuit, authorization, index }, position) => {
    if (authorization === undefined) return []
    const keys = circuits.get(circuit)?.authorizations ?? []
    const isThere = keys.includes(authorization)
    const first = redeemed
      .slice(0, position)
      .find((other) => other.circuit === circuit && other.authorization === authorization)
    if (isThere && first === undefined) return []
    return [
      {
        path: ['virtualNetworks', name, 'connections', index, 'authorization'],
        message: isThere
          ? `${name} cannot redeem ${authorization} of ${circuit}, which is in use by ${first?.name}`
          : `${circuit} has no authorization ${authorization} for ${name}`,
        fix: isThere
          ? `create another authorization of ${circuit}`
          : `create it under authorizations: of ${circuit}, which has ${keys.join(' and ') || 'none'}`,
      },
    ]
  })
}
