import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import { buildOpen } from '../../src/bgp/fsm/open.ts'
import { keepalive, type Message } from '../../src/bgp/message.ts'
import { Speaker } from '../../src/bgp/speaker.ts'
import type { SpeakerConfiguration } from '../../src/bgp/speaker-configuration.ts'
import type { SpeakerAction, SpeakerEvent } from '../../src/bgp/speaker-event.ts'
import type { BenchNetwork } from './bench-network.ts'
import { decoded, encoded, type Router } from './router.ts'

/** A session of the router, and the number of the connection that it stands on. */
interface Attached {
  readonly peer: string
  readonly connection: number
}

/** The product: octets in, session, Adj-RIB-In, policy, decision, Loc-RIB, Adj-RIB-Out, octets out. */
export class SpeakerRouter implements Router {
  readonly #speaker: Speaker
  readonly #interner = new AttributeInterner()
  readonly #senders: readonly Attached[]
  readonly #monitor: Attached
  #sent: Uint8Array[] = []

  constructor({ router, senders, monitor }: BenchNetwork) {
    this.#speaker = new Speaker(router, this.#interner)
    const attach = (far: SpeakerConfiguration): Attached => {
      const index = router.peers.findIndex(({ remote }) => remote === far.name)
      const [peer, [farPeer]] = [router.peers[index], far.peers]
      if (peer === undefined || farPeer === undefined) throw new Error(`${far.name} is not linked`)
      const attached = { peer: peer.name, connection: index + 1 }
      this.#handle({ kind: 'start', peer: peer.name })
      this.#handle({ kind: 'connection-acked', ...attached })
      this.#deliver(attached, buildOpen(farPeer.session))
      this.#deliver(attached, keepalive)
      return attached
    }
    this.#monitor = attach(monitor)
    this.#senders = senders.map(attach)
    this.#sent = []
  }

  receive(sender: number, octets: Uint8Array): void {
    const from = this.#senders[sender]
    if (from === undefined) throw new Error(`no sender ${sender}`)
    for (const message of decoded(octets, this.#interner)) this.#deliver(from, message)
  }

  takeSent(): readonly Uint8Array[] {
    const sent = this.#sent
    this.#sent = []
    return sent
  }

  #deliver(from: Attached, message: Message): void {
    this.#handle({ kind: 'message', ...from, message })
  }

  #handle(event: SpeakerEvent): void {
    for (const action of this.#speaker.handle(event)) this.#carryOut(action)
  }

  #carryOut(action: SpeakerAction): void {
    if (action.kind !== 'send' || action.message.kind !== 'UPDATE') return
    if (action.peer === this.#monitor.peer) this.#sent.push(encoded(action.message))
  }
}
