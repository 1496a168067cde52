import { paths, providerEdgeName } from '../expressroute/node-names.ts'
import type { Deed } from '../sim/operation.ts'
import { routerOfEnd } from '../sim/plan.ts'
import { type Owner, owners, sharedOwner } from './owner.ts'
import type { Topology } from './topology.ts'

/**
 * Says whose that is which somebody did something to, or whose doing it was, where that is known.
 *
 * Model assumption: a customer has its routers, what is between them and the cross connections of its own ports; a provider the cables
 * of its circuits, its edges and what stands for the Internet, with what leads to these; Microsoft the rest.
 */
export function ownership(topology: Topology): (deed: Deed) => Owner {
  return (deed) => ownerOf(deed, topology)
}

function ownerOf(deed: Deed, topology: Topology): Owner {
  switch (deed.kind) {
    case 'add-fault':
    case 'remove-fault':
      return ownerOfLink(deed.rule.link, topology)
    case 'drain':
    case 'undrain':
      return 'planned'
    case 'several':
      return ownerNamed(deed.doneBy) ?? sharedOwner(deed.operations.map((one) => ownerOf(one, topology)))
    case 'buy':
      return 'customer'
    case 'set-aggregates':
    case 'announce':
    case 'withdraw':
      return ownerOfNode(deed.at, topology)
    default: {
      const node = 'node' in deed ? deed.node : routerOfEnd(topology.plan.routers, deed)
      return ownerOfNode(node, topology)
    }
  }
}

function ownerNamed(name: string | undefined): Owner | undefined {
  return owners.find((owner) => owner === name)
}

/** Hosts are of whoever has the router that they are behind. */
function ownerOfNode(node: string, topology: Topology): Owner {
  const router = topology.design.routers.get(node)
  if (router?.isInternet === true || providerEdges(topology).has(node)) return 'provider'
  if (router !== undefined) return 'customer'
  const behind = topology.plan.networks.find(({ name }) => name === node)?.behind[0]
  return behind === undefined ? 'Microsoft' : ownerOfNode(behind.router, topology)
}

function ownerOfLink(name: string, topology: Topology): Owner {
  const { design, expansion, plan } = topology
  const ofCircuit = expansion.links.find((link) => link.name === name)
  if (ofCircuit?.kind === 'circuit') {
    return design.circuits.get(ofCircuit.circuit)?.portPair === undefined ? 'provider' : 'customer'
  }
  const ends = plan.links.find((link) => link.name === name)?.ends ?? []
  const ofEnds = ends.map(({ node }) => ownerOfNode(node, topology))
  return (['provider', 'Microsoft'] as const).find((owner) => ofEnds.includes(owner)) ?? 'customer'
}

function providerEdges({ design }: Topology): ReadonlySet<string> {
  return new Set(
    [...design.circuits].flatMap(([circuit, { peerings }]) =>
      [...peerings.keys()].flatMap((kind) => paths.map((path) => providerEdgeName(circuit, path, kind))),
    ),
  )
}
