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
  const places = { ...topology, providerEdges: providerEdges(topology) }
  return (deed) => ownerOf(deed, places)
}

interface Places extends Topology {
  readonly providerEdges: ReadonlySet<string>
}

function ownerOf(deed: Deed, places: Places): Owner {
  switch (deed.kind) {
    case 'add-fault':
    case 'remove-fault':
      return ownerOfLink(deed.rule.link, places)
    case 'drain':
    case 'undrain':
      return 'planned'
    case 'several':
      return ownerNamed(deed.doneBy) ?? sharedOwner(deed.operations.map((one) => ownerOf(one, places)))
    case 'buy':
      return 'customer'
    case 'set-aggregates':
    case 'announce':
    case 'withdraw':
      return ownerOfNode(deed.at, places)
    default: {
      const node = 'node' in deed ? deed.node : routerOfEnd(places.plan.routers, deed)
      return ownerOfNode(node, places)
    }
  }
}

function ownerNamed(name: string | undefined): Owner | undefined {
  return owners.find((owner) => owner === name)
}

/** Hosts are of whoever has the router that they are behind. */
function ownerOfNode(node: string, places: Places): Owner {
  const router = places.design.routers.get(node)
  if (router?.isInternet === true || places.providerEdges.has(node)) return 'provider'
  if (router !== undefined) return 'customer'
  const behind = places.plan.networks.find(({ name }) => name === node)?.behind[0]
  return behind === undefined ? 'Microsoft' : ownerOfNode(behind.router, places)
}

function ownerOfLink(name: string, places: Places): Owner {
  const { design, expansion, plan } = places
  const ofCircuit = expansion.links.find((link) => link.name === name)
  if (ofCircuit?.kind === 'circuit') {
    return design.circuits.get(ofCircuit.circuit)?.portPair === undefined ? 'provider' : 'customer'
  }
  const ends = plan.links.find((link) => link.name === name)?.ends ?? []
  const ofEnds = ends.map(({ node }) => ownerOfNode(node, places))
  return (['provider', 'Microsoft'] as const).find((owner) => ofEnds.includes(owner)) ?? 'customer'
}

function providerEdges({ design }: Topology): ReadonlySet<string> {
  return new Set(
    [...design.circuits].flatMap(([circuit, { peerings }]) =>
      [...peerings.keys()].flatMap((kind) => paths.map((path) => providerEdgeName(circuit, path, kind))),
    ),
  )
}
