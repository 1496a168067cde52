import { formatAsPath } from '../../bgp/as-path.ts'
import type { SessionState } from '../../bgp/fsm/session.ts'
import { formatAddress } from '../../net/address-text.ts'
import type { NeighborResult, RouteResult, RouterResult } from '../../scenario/result/run-result.ts'
import type { Topology } from '../../scenario/topology.ts'
import { type AzAnswer, type AzColumn, type AzRow, headingOf } from './az-answer.ts'
import { formatTimeSpan } from './az-durations.ts'

/** LAB26: the weight of a gateway's own address space. */
const ownWeight = 32_768

const routeColumns: readonly AzColumn[] = [
  'network',
  'nextHop',
  'origin',
  'sourcePeer',
  'asPath',
  'weight',
].map(column)

const peerColumns: readonly AzColumn[] = [
  'neighbor',
  'asn',
  'state',
  'connectedDuration',
  'routesReceived',
  'messagesSent',
  'messagesReceived',
].map(column)

/** `az network vnet-gateway list-learned-routes`, of the instance that answers: first what is its own. */
export function gatewayLearnedRoutes(gateway: RouterResult, { plan }: Topology): AzAnswer {
  const localAddresses = localAddressesOf(gateway, plan)
  const [first = ''] = localAddresses.values()
  const own = gateway.routes.filter(({ peer }) => peer === undefined)
  const learned = gateway.routes.filter(({ peer }) => peer !== undefined)
  return {
    kind: 'list',
    rows: [
      ...own.map(({ prefix }) => ownRow(prefix, first)),
      ...learned.map((route) => learnedRow(route, localAddresses.get(route.peer?.address ?? '') ?? first)),
    ],
    columns: routeColumns,
  }
}

/** `az network vnet-gateway list-bgp-peer-status`, of the instance that answers (LAB26 saw those of one alone). */
export function gatewayPeerStatus(gateway: RouterResult, { plan }: Topology): AzAnswer {
  const localAddresses = localAddressesOf(gateway, plan)
  const rows = gateway.neighbors.map((neighbor) =>
    peerRow(neighbor, gateway, localAddresses.get(neighbor.address) ?? ''),
  )
  return { kind: 'list', rows, columns: peerColumns }
}

/** The gateway's address towards each of its peers. Azure's instances have one each, here every cable has its own. */
function localAddressesOf(
  { name }: RouterResult,
  { routers }: Topology['plan'],
): ReadonlyMap<string, string> {
  const peers = routers.find(({ speaker }) => speaker.name === name)?.speaker.peers ?? []
  return new Map(
    peers.map(({ remoteAddress, localAddress }) => [
      formatAddress(remoteAddress),
      formatAddress(localAddress),
    ]),
  )
}

function ownRow(network: string, localAddress: string): AzRow {
  return { asPath: '', localAddress, network, origin: 'Network', sourcePeer: localAddress, weight: ownWeight }
}

function learnedRow({ prefix, nextHop, weight, peer, attributes }: RouteResult, localAddress: string): AzRow {
  return {
    asPath: formatAsPath(attributes.asPath).replaceAll(' ', '-'),
    localAddress,
    network: prefix,
    nextHop,
    origin: 'EBgp',
    sourcePeer: peer?.address ?? localAddress,
    weight,
  }
}

/** LAB26: what is counted is what the table of learned routes shows, so without what the gateway refuses. */
function peerRow(neighbor: NeighborResult, { routes, atSeconds }: RouterResult, localAddress: string): AzRow {
  const { address, asn, state, changedSeconds } = neighbor
  const isConnected = state === 'Established' && changedSeconds !== undefined
  return {
    asn,
    ...(isConnected ? { connectedDuration: formatTimeSpan(atSeconds - changedSeconds) } : {}),
    localAddress,
    messagesReceived: neighbor.messagesReceived,
    messagesSent: neighbor.messagesSent,
    neighbor: address,
    routesReceived: routes.filter(({ peer }) => peer?.address === address).length,
    state: neighbor.idleBecause === 'admin' ? 'Stopped' : peerStates[state],
  }
}

/** What Azure calls the states of RFC 4271. */
const peerStates: Readonly<Record<SessionState, string>> = {
  Idle: 'Idle',
  Connect: 'Connecting',
  Active: 'Connecting',
  OpenSent: 'Connecting',
  OpenConfirm: 'Connecting',
  Established: 'Connected',
}

function column(key: string): AzColumn {
  return { title: key === 'asn' ? 'ASN' : headingOf(key), key }
}
