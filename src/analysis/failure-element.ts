import type { Design, PeeringKind } from '../expressroute/design.ts'
import type { ExpandedLink, PeeringLink } from '../expressroute/expansion.ts'
import {
  circuitCableName,
  gatewayInstances,
  gatewayName,
  mseeBoxName,
  mseeName,
  paths,
  portCableName,
} from '../expressroute/node-names.ts'
import { failureOf } from '../scenario/risk-group.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Topology } from '../scenario/topology.ts'
import type { Deed } from '../sim/operation.ts'

/** What may fail, by what it is: cables, boxes, BGP sessions, peerings of circuits, and what the file says to fail together. */
export const elementKinds = ['links', 'nodes', 'sessions', 'peerings', 'riskGroups'] as const

export type ElementKind = (typeof elementKinds)[number]

/** One thing that fails as a whole, under the name that scenario files have for it. */
export interface FailureName {
  readonly kind: ElementKind
  readonly name: string
  /** The action of a timeline that it is: `crash: ce1`. */
  readonly action: string
}

export interface FailureElement extends FailureName {
  readonly operations: readonly Deed[]
}

/** Everything of the kinds that a customer may lose, in the order of the plan. What is inside Microsoft's network counts by its boxes. */
export function failureElements(
  scenario: Scenario,
  topology: Topology,
  kinds: readonly ElementKind[],
): readonly FailureElement[] {
  const all: Readonly<Record<ElementKind, () => readonly FailureElement[]>> = {
    links: () => cables(topology),
    nodes: () => boxes(scenario, topology),
    sessions: () => sessions(topology),
    peerings: () => peerings(topology),
    riskGroups: () => riskGroups(scenario),
  }
  return elementKinds.filter((kind) => kinds.includes(kind)).flatMap((kind) => all[kind]())
}

/** Model assumption: a cable behind a layer-2 provider fails silently, and one between two ports takes their light. */
function cables({ design, expansion, plan }: Topology): readonly FailureElement[] {
  const inner = new Set(expansion.links.filter(isInside).map(({ name }) => name))
  const carried = new Map<string, string[]>()
  const cableOf = new Map(expansion.links.map((link) => [link.name, cableName(link, design)]))
  const hosts = new Set([
    ...plan.networks.flatMap(({ behind }) => behind.map(({ link }) => link)),
    ...plan.routers.flatMap(({ shortcuts }) => shortcuts.map(({ link }) => link)),
  ])
  for (const { name } of plan.links) {
    if (inner.has(name) || hosts.has(name)) continue
    const cable = cableOf.get(name) ?? name
    carried.set(cable, [...(carried.get(cable) ?? []), name])
  }
  return [...carried].map(([name, links]) => cableElement(name, links, plan))
}

function cableElement(name: string, names: readonly string[], { links }: Topology['plan']): FailureElement {
  const own = links.filter((link) => names.includes(link.name))
  const isSilent = own.every(({ carrier }) => carrier === 'layer-2')
  return {
    kind: 'links',
    name,
    action: `cut: ${name}${isSilent ? ', silently: true' : ''}`,
    operations: names.map((link) => ({
      kind: 'add-fault',
      rule: isSilent
        ? { kind: 'silence', id: failureId, link, from: undefined }
        : { kind: 'ports-down', id: failureId, link },
    })),
  }
}

function isInside({ kind }: ExpandedLink): boolean {
  return kind !== 'circuit' && kind !== 'internet'
}

function cableName(link: ExpandedLink, design: Design): string {
  return link.kind === 'circuit' ? circuitCable(link, design) : link.name
}

function circuitCable({ circuit, path }: PeeringLink, { circuits }: Design): string {
  const pair = circuits.get(circuit)?.portPair
  return pair === undefined ? circuitCableName(circuit, path) : portCableName(pair.name, path)
}

function boxes({ design, routers }: Scenario, { plan }: Topology): readonly FailureElement[] {
  const nodes = new Set(plan.routers.map(({ speaker }) => speaker.name))
  const msees = [...design.circuits].flatMap(([circuit, { peerings: kinds }]) =>
    paths.map((path) => ({ name: mseeBoxName(circuit, path), own: mseesOf(circuit, path, kinds) })),
  )
  const gateways = [...design.virtualNetworks.keys()].flatMap((network) =>
    gatewayInstances.map((instance) => gatewayName(network, instance)),
  )
  return [
    ...[...routers.keys()].map((name) => ({ name, own: [name] })),
    ...msees,
    ...gateways.map((name) => ({ name, own: [name] })),
  ]
    .filter(({ own }) => own.length > 0 && own.every((node) => nodes.has(node)))
    .map(({ name, own }) => boxElement(name, own))
}

function mseesOf(
  circuit: string,
  path: (typeof paths)[number],
  peeringsOf: ReadonlyMap<PeeringKind, unknown>,
): readonly string[] {
  return [...peeringsOf.keys()].map((peering) => mseeName(circuit, path, peering))
}

function boxElement(name: string, nodes: readonly string[]): FailureElement {
  return {
    kind: 'nodes',
    name,
    action: `crash: ${name}`,
    operations: nodes.map((node) => ({ kind: 'crash', node, hold: failureId })),
  }
}

function sessions({ plan }: Topology): readonly FailureElement[] {
  const names = new Set(plan.routers.flatMap(({ speaker }) => speaker.peers.map(({ name }) => name)))
  return [...names].map((session) => ({
    ...{ kind: 'sessions', name: session, action: `shut: ${session}` },
    operations: [{ kind: 'shut', session, hold: failureId }],
  }))
}

/** Both sessions of it at once, as where it is disabled in the portal. */
function peerings({ design, expansion }: Topology): readonly FailureElement[] {
  return [...design.circuits].flatMap(([circuit, { peerings: kinds }]) =>
    [...kinds.keys()].map((peering): FailureElement => {
      const own = expansion.sessions.filter(
        ({ link }) => link.kind === 'circuit' && link.circuit === circuit && link.peering === peering,
      )
      return {
        ...{ kind: 'peerings', name: `${circuit} ${peering}` },
        action: `disable: { circuit: ${circuit}, peering: ${peering} }`,
        operations: own.map(({ name, ends: [, msee] }) => ({
          ...{ kind: 'shut', session: name, at: msee.node, hold: failureId },
        })),
      }
    }),
  )
}

function riskGroups(scenario: Scenario): readonly FailureElement[] {
  return [...scenario.riskGroups].map(([name, group]) => ({
    ...{ kind: 'riskGroups', name, action: `fail: ${name}` },
    operations: failureOf(group, failureId),
  }))
}

/** Names what was done, so that it is one failure wherever it is asked for. */
const failureId = 'failure'
