import type { SessionState } from '../../bgp/fsm/session.ts'
import { asTrans, type Message } from '../../bgp/message.ts'
import type { MrtPeer, MrtRecord, MrtRibEntry, MrtSession } from '../../bgp/mrt/record.ts'
import { ribAttributes } from '../../bgp/mrt/rib-attributes.ts'
import type { WritableRecord } from '../../bgp/mrt/write-mrt.ts'
import type { PeerConfiguration } from '../../bgp/speaker-configuration.ts'
import type { WireSession } from '../../bgp/wire/wire-session.ts'
import type { Family } from '../../net/address.ts'
import { type Micros, microsPerSecond } from '../../sim/time.ts'
import type { TraceRecord } from '../../sim/trace.ts'
import type { PeerPath, PeerTable } from './peer-table.ts'
import type { SessionOctets } from './session-octets.ts'

/** RFC 6396 §4.4.1. */
export const stateNumbers: Readonly<Record<SessionState, number>> = {
  Idle: 1,
  Connect: 2,
  Active: 3,
  OpenSent: 4,
  OpenConfirm: 5,
  Established: 6,
}

/** What a collector in the router's place would write of the record: what was received, and changes of state. */
export function mrtRecord(record: TraceRecord, octets: SessionOctets): WritableRecord | undefined {
  if (record.kind === 'session-state') {
    const session = mrtSession(octets.peer(record.node, record.session), 4)
    const states = { oldState: stateNumbers[record.from], newState: stateNumbers[record.to] }
    return { ...mrtTime(record.at), kind: 'state-change', ...session, ...states }
  }
  if (record.kind !== 'message-received') return undefined
  const { node, session, peer, message } = record
  const wire = octets.sessionOf(peer, session)
  return {
    ...mrtTime(record.at),
    kind: 'message',
    ...mrtSession(octets.peer(node, session), asnOctets(message, wire)),
    sentBy: 'peer',
    addPath: hasPathIdentifiers(message, wire),
    octets: octets.encode(peer, session, message),
  }
}

function mrtTime(at: Micros): Pick<MrtRecord, 'seconds' | 'micros'> {
  return { seconds: Math.floor(at / microsPerSecond), micros: at % microsPerSecond }
}

/** RFC 6396 §4.4.3: the record says how wide the AS numbers of an AS_PATH are; other messages have none. */
function asnOctets({ kind }: Message, { fourOctetAs }: WireSession): 2 | 4 {
  return kind === 'UPDATE' && !fourOctetAs ? 2 : 4
}

function hasPathIdentifiers(message: Message, { addPath }: WireSession): boolean {
  return message.kind === 'UPDATE' && addPath.send.includes(message.family)
}

function mrtSession(
  { session, localAddress, remoteAddress }: PeerConfiguration,
  octets: MrtSession['asnOctets'],
): MrtSession {
  const asn = (number: number): number => (octets === 2 && number > 0xffff ? asTrans : number)
  return {
    asnOctets: octets,
    peerAsn: asn(session.remoteAsn),
    localAsn: asn(session.localAsn),
    interfaceIndex: 0,
    peer: remoteAddress,
    local: localAddress,
  }
}

/** RFC 6396 §4.3: a router's table, its peers first. */
export function mrtTable({ router, bgpIdentifier, peers, routes, at }: PeerTable): readonly WritableRecord[] {
  const time = { seconds: Math.floor(at / microsPerSecond), micros: undefined }
  const index: readonly MrtPeer[] = peers.map((peer) => ({ ...peer, asnOctets: 4 }))
  return [
    { ...time, kind: 'peer-index-table', collector: bgpIdentifier, viewName: router, peers: index },
    ...routes.map(({ prefix, paths }, sequence): WritableRecord => {
      const entries = paths.map((path) => ribEntry(prefix.family, path))
      return { ...time, kind: 'rib', multicast: false, addPath: false, sequence, prefix, entries }
    }),
  ]
}

function ribEntry(family: Family, { peerIndex, since, attributes }: PeerPath): MrtRibEntry {
  return {
    peerIndex,
    originatedSeconds: Math.floor(since / microsPerSecond),
    pathIdentifier: undefined,
    attributes: ribAttributes(family, attributes),
  }
}
