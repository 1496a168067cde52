import { type AzureNode, member, memberAt, textOf } from './azure-node.ts'
import type { CircuitImport } from './circuit-block.ts'
import { type ImportIssue, importIssue } from './import-issue.ts'
import type { PeeringImport } from './peering-block.ts'
import { segmentAfter } from './resources.ts'
import { type Placed, remark, scalar } from './scenario-text.ts'

/** The pairs of circuits that Global Reach joins. */
export interface ReachImport {
  readonly lines: readonly string[]
  readonly places: readonly Placed[]
  readonly issues: readonly ImportIssue[]
}

/** A connection as one circuit has it, and the circuit at its other end, where the scenario has that. */
interface Reach {
  readonly node: AzureNode
  readonly own: CircuitImport
  readonly other: CircuitImport | undefined
  readonly otherName: string
  readonly addressPrefix: string | undefined
  readonly ipv6AddressPrefix: string | undefined
}

/** Each connection belongs to one circuit, and is listed at the other as one that was set up from there. */
export function importReach(circuits: readonly CircuitImport[]): ReachImport {
  const own = reachesOf(circuits, ({ connections }) => connections)
  const fromOthers = reachesOf(circuits, ({ peeredConnections }) => peeredConnections)
  const complete = own.filter(isComplete)
  const written = complete.filter(
    (reach, index) => !complete.slice(0, index).some((one) => joinsSame(one, reach)),
  )
  const strays = [
    ...own.filter((reach) => !isComplete(reach)),
    ...fromOthers.filter(({ other }) => other === undefined),
  ]
  const left = strays.map(({ node, own: { name }, otherName }) => {
    return {
      node,
      message: `Global Reach between ${name} and ${otherName} is left out: not all of it is in the files`,
    }
  })
  return {
    lines: [
      ...(written.length + left.length === 0 ? [] : ['']),
      ...(written.length === 0 ? [] : ['globalReach:']),
      ...written.map(
        ({ own: { name }, other, addressPrefix = '', ipv6AddressPrefix }) =>
          `  - { circuits: [${name}, ${other?.name}], addressPrefix: ${scalar(addressPrefix)}${
            ipv6AddressPrefix === undefined ? '' : `, ipv6AddressPrefix: ${scalar(ipv6AddressPrefix)}`
          } }`,
      ),
      ...left.map(({ message }) => remark(message)),
    ],
    places: written.map(({ node }, index) => ({ path: ['globalReach', index], node })),
    issues: left.map(({ node, message }) => importIssue(node, 'warning', 'left-out', message)),
  }
}

function reachesOf(
  circuits: readonly CircuitImport[],
  listed: (peering: PeeringImport) => readonly AzureNode[],
): readonly Reach[] {
  return circuits.flatMap((own) =>
    own.peerings
      .filter(({ kind }) => kind === 'private')
      .flatMap(listed)
      .map((node) => ({
        node,
        own,
        ...farEnd(node, circuits),
        addressPrefix: textOf(member(node, 'addressPrefix')),
        ipv6AddressPrefix: textOf(memberAt(node, 'ipv6CircuitConnectionConfig', 'addressPrefix')),
      })),
  )
}

function farEnd(node: AzureNode, circuits: readonly CircuitImport[]): Pick<Reach, 'other' | 'otherName'> {
  const id = textOf(memberAt(node, 'peerExpressRouteCircuitPeering', 'id')) ?? ''
  const [circuitId] = id.toLowerCase().split('/peerings/')
  const otherName = segmentAfter(id, 'expressRouteCircuits') ?? 'a circuit without a name'
  const other =
    circuits.find(({ resource }) => resource.id !== undefined && resource.id.toLowerCase() === circuitId) ??
    circuits.find(({ resource }) => resource.id === undefined && resource.name === otherName)
  return { other, otherName }
}

function joinsSame(a: Reach, b: Reach): boolean {
  return (a.own === b.own && a.other === b.other) || (a.own === b.other && a.other === b.own)
}

function isComplete({ own, other, addressPrefix }: Reach): boolean {
  const hasPrivate = (circuit: CircuitImport | undefined): boolean =>
    circuit?.isWritten === true && circuit.peerings.some(({ kind }) => kind === 'private')
  return hasPrivate(own) && hasPrivate(other) && addressPrefix !== undefined
}
