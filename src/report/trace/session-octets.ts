import { negotiate } from '../../bgp/fsm/open.ts'
import type { Message } from '../../bgp/message.ts'
import type { PeerConfiguration } from '../../bgp/speaker-configuration.ts'
import { encodeMessage } from '../../bgp/wire/encode.ts'
import { beforeOpen, type WireSession, wireSession } from '../../bgp/wire/wire-session.ts'
import { type Address, sameAddress } from '../../net/address.ts'
import type { SimulationPlan } from '../../sim/plan.ts'
import type { TraceRecord } from '../../sim/trace.ts'

/** Puts the messages of a run into octets. It is told of every record, since OPENs settle the form of what follows. */
export class SessionOctets {
  readonly #peers: ReadonlyMap<string, readonly PeerConfiguration[]>
  readonly #settled = new Map<PeerConfiguration, WireSession>()

  constructor({ routers }: SimulationPlan) {
    this.#peers = new Map(routers.map(({ speaker }) => [speaker.name, speaker.peers]))
  }

  note(record: TraceRecord): void {
    if (record.kind !== 'message-received' || record.message.kind !== 'OPEN') return
    const peer = this.peer(record.node, record.session)
    this.#settled.set(peer, wireSession(negotiate(peer.session, record.message)))
  }

  /** As the node sends it. */
  encode(node: string, session: string, message: Message): Uint8Array {
    return encodeMessage(message, this.sessionOf(node, session))
  }

  sessionOf(node: string, session: string): WireSession {
    return this.#settled.get(this.peer(node, session)) ?? beforeOpen
  }

  /** The node's end of the session. */
  peer(node: string, session: string): PeerConfiguration {
    return found(
      this.#peers.get(node)?.find(({ name }) => name === session),
      `${node} has no ${session}`,
    )
  }

  peerBetween(node: string, local: Address, remote: Address): PeerConfiguration {
    const peer = this.#peers
      .get(node)
      ?.find(
        ({ localAddress, remoteAddress }) =>
          sameAddress(localAddress, local) && sameAddress(remoteAddress, remote),
      )
    return found(peer, `${node} has no session between the addresses of a connection`)
  }
}

function found<Value>(value: Value | undefined, otherwise: string): Value {
  if (value === undefined) throw new Error(otherwise)
  return value
}
