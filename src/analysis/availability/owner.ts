import { paths, providerEdgeName } from '../../expressroute/node-names.ts'
import type { Topology } from '../../scenario/topology.ts'
import type { Operation } from '../../sim/operation.ts'

/** Whose a thing is that broke; `planned` is maintenance, and `several` is more than one of the others at a time. */
export const owners = ['customer', 'provider', 'Microsoft', 'planned', 'several'] as const

export type Owner = (typeof owners)[number]

/**
 * Model assumption: a customer has its routers, what is between them and the cross connections of its own ports; a provider the cables
 * of its circuits and its edges, with what leads to these; Microsoft the rest.
 */
export function ownerOf(operations: readonly Operation[], topology: Topology): Owner {
  return sharedOwner(
    operations.map((operation) => {
      if (operation.kind === 'add-fault') return ownerOfLink(operation.rule.link, topology)
      return operation.kind === 'crash' ? ownerOfNode(operation.node, topology) : 'several'
    }),
  )
}

/** More than one thing at a time is nobody's alone, unless all of it is of one. */
export function sharedOwner(all: readonly Owner[]): Owner {
  const [first = 'several', ...others] = new Set(all)
  return others.length === 0 ? first : 'several'
}

function ownerOfNode(node: string, topology: Topology): Owner {
  if (providerEdges(topology).has(node)) return 'provider'
  return topology.design.routers.has(node) ? 'customer' : 'Microsoft'
}

function ownerOfLink(name: string, topology: Topology): Owner {
  const { design, expansion, plan } = topology
  const ofCircuit = expansion.links.find((link) => link.name === name)
  if (ofCircuit?.kind === 'circuit') {
    return design.circuits.get(ofCircuit.circuit)?.portPair === undefined ? 'provider' : 'customer'
  }
  const ends = plan.links.find((link) => link.name === name)?.ends ?? []
  const edges = providerEdges(topology)
  return ends.some(({ node }) => edges.has(node)) ? 'provider' : 'customer'
}

function providerEdges({ design }: Topology): ReadonlySet<string> {
  return new Set(
    [...design.circuits].flatMap(([circuit, { peerings }]) =>
      [...peerings.keys()].flatMap((kind) => paths.map((path) => providerEdgeName(circuit, path, kind))),
    ),
  )
}
