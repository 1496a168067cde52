import type { AttributeInterner } from '../bgp/attribute-interner.ts'
import type { Session } from '../bgp/fsm/session.ts'
import type { Message } from '../bgp/message.ts'
import { establishedSession, sessionByConnection } from '../bgp/peer-sessions.ts'
import type { Speaker } from '../bgp/speaker.ts'
import type { SpeakerEvent } from '../bgp/speaker-event.ts'
import { type Malformation, malformedUpdate } from '../bgp/wire/malformed-update.ts'
import type { UpdateFault } from '../bgp/wire/update-fault.ts'
import { beforeOpen, type WireSession, wireSession } from '../bgp/wire/wire-session.ts'
import { type Address, sameAddress } from '../net/address.ts'
import type { Prefix } from '../net/prefix.ts'
import { type Loading, type Unloaded, Unloading } from './carriage.ts'
import type { Carried, Malformed } from './carried.ts'
import type { InFlight } from './in-flight.ts'
import type { Keepalives } from './keepalive/keepalives.ts'
import type { RouterPlan } from './plan.ts'
import { faultRecord } from './speaker-records.ts'
import type { SpeakerTimers } from './speaker-timers.ts'
import { secondsToMicros } from './time.ts'
import type { TraceDetail } from './trace.ts'
import type { Tracer } from './tracer.ts'
import type { TransportEvent } from './transport/segment.ts'
import type { Transport } from './transport/transport.ts'

/** The router whose connections these are. */
export interface TalkingRouter {
  readonly plan: RouterPlan
  readonly node: string
  readonly speaker: Speaker
  readonly timers: Pick<SpeakerTimers, 'start' | 'stop'>
  handle(event: SpeakerEvent): void
  /** The far router of a session. */
  remote(peer: string): string
}

/** What connections need of the simulation around them. */
export interface ConnectionSurroundings {
  readonly transport: Transport<Carried>
  readonly load: Loading
  readonly tracer: Tracer
  readonly interner: AttributeInterner
  readonly inFlight: InFlight
  readonly keepalives: Keepalives
}

/**
 * The TCP connections of one router: which session each belongs to, what is put on it, and what comes over it,
 * which becomes events of the speaker.
 */
export class RouterConnections {
  readonly #router: TalkingRouter
  readonly #around: ConnectionSurroundings
  #peerOf = new Map<number, string>()
  /** The connection that a session's own attempt is about. */
  #attempts = new Map<string, number>()
  readonly #unloading: Unloading
  /** The sessions whose key somebody has got wrong here. */
  #wrongKeys = new Set<string>()
  /** The sessions that this end reads nothing of. */
  #unread = new Set<string>()

  constructor(router: TalkingRouter, around: ConnectionSurroundings) {
    this.#router = router
    this.#around = around
    this.#unloading = new Unloading(around.interner)
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: RouterConnections): void {
    this.#peerOf = new Map(other.#peerOf)
    this.#attempts = new Map(other.#attempts)
    this.#unloading.assume(other.#unloading)
    this.#wrongKeys = new Set(other.#wrongKeys)
    this.#unread = new Set(other.#unread)
  }

  open(peer: string): void {
    const { speaker, plan } = this.#router
    const { name, remote, localAddress, remoteAddress } = speaker.peer(peer).configuration
    const connection = this.#around.transport.open(
      { node: this.#router.node, address: localAddress },
      { node: remote, address: remoteAddress },
      this.#keyOf(name),
      this.#around.tracer.cause,
      secondsToMicros(plan.speaker.profile.connectSeconds),
    )
    this.#attempts.set(name, connection)
    this.#adopt(connection, name)
  }

  #adopt(connection: number, peer: string): void {
    this.#peerOf.set(connection, peer)
    this.#around.transport.setWindow(connection, this.reads(peer))
  }

  send(peer: string, connection: number, message: Message): void {
    const seq = this.#recordSent(peer, connection, message)
    if (message.kind === 'UPDATE' && seq !== undefined)
      this.#around.inFlight.sent(seq, { node: this.#router.node, connection })
    const cargo = this.#around.load(message, this.#wireSession(peer, connection))
    this.#around.transport.send(connection, cargo, seq)
  }

  /** What is on its way already was signed before. */
  setKeyWrong(peer: string, isWrong: boolean): void {
    if (isWrong) this.#wrongKeys.add(peer)
    else this.#wrongKeys.delete(peer)
    for (const [connection, name] of this.#peerOf) {
      if (name === peer) this.#around.transport.setKey(connection, this.#keyOf(peer))
    }
  }

  /**
   * This end reads nothing of the session, whatever connection it has, or reads it again. Model assumption (RFC 9687 §3):
   * no room is left for what it does not read, and what waits unread stops the HoldTimer, which begins anew afterwards.
   */
  setReading(peer: string, reads: boolean): void {
    if (this.reads(peer) === reads) return
    if (reads) this.#unread.delete(peer)
    else this.#unread.add(peer)
    for (const [connection, name] of this.#peerOf) {
      if (name === peer) this.#around.transport.setWindow(connection, reads)
    }
    const session = establishedSession(this.#router.speaker.peer(peer).sessions)
    const seconds = session?.negotiated?.holdTimeSeconds ?? 0
    if (session === undefined || seconds === 0) return
    const holdTimer = { peer, session: session.id, timer: 'HoldTimer' } as const
    if (reads) this.#router.timers.start(holdTimer, seconds)
    else this.#router.timers.stop(holdTimer)
  }

  /** Whether this end reads what comes over the session. */
  reads(peer: string): boolean {
    return !this.#unread.has(peer)
  }

  #keyOf(peer: string): string | undefined {
    const key = this.#router.plan.sharedKeys.get(peer)
    return this.#wrongKeys.has(peer) ? `not ${key ?? 'without a key'}` : key
  }

  /** Where the session does not stand there is nothing to send it on. */
  sendMalformed(peer: string, wrong: Malformation, prefix: Prefix): void {
    const { configuration, sessions } = this.#router.speaker.peer(peer)
    const connection = establishedSession(sessions)?.connection
    if (connection === undefined) return
    const { localAsn: asn, localBgpIdentifier } = configuration.session
    const from = { asn, nextHop: ipv4NextHop(configuration.localAddress, localBgpIdentifier) }
    const octets = malformedUpdate(wrong, prefix, from, this.#wireSession(peer, connection))
    this.#around.transport.send(connection, octets, this.#around.tracer.cause)
  }

  /** Ends a connection of the session; its own attempt where none is named. */
  close(peer: string, connection: number | undefined): void {
    const wanted = connection ?? this.#attempts.get(peer)
    if (wanted !== undefined) this.#close(wanted)
  }

  closeAll(): void {
    for (const connection of [...this.#peerOf.keys()]) this.#close(connection)
  }

  /** The speaker is gone, and with it what was half begun and half read. */
  lose(): void {
    this.#attempts.clear()
    this.#unloading.clear()
    this.#unread.clear()
  }

  /** The whole router is gone: no connection is closed, each just ends. */
  crash(): void {
    this.#around.transport.crash(this.#router.node)
    this.#peerOf.clear()
    this.#around.inFlight.forget(({ node }) => node === this.#router.node)
  }

  on(event: TransportEvent<Carried>): void {
    if (event.kind === 'incoming') this.#onIncoming(event)
    else this.#onConnection(event)
  }

  #onConnection(event: Exclude<TransportEvent<Carried>, { kind: 'incoming' }>): void {
    const { connection } = event
    const peer = this.#peerOf.get(connection)
    if (peer === undefined) return
    if (event.kind === 'message') return this.#onMessage(peer, event)
    if (event.kind === 'blocked' || event.kind === 'unblocked')
      return this.#router.handle({ kind: `connection-${event.kind}`, peer, connection })
    const isAttempt = this.#attempts.get(peer) === connection
    if (isAttempt) this.#attempts.delete(peer)
    if (event.kind === 'acked') this.#router.handle({ kind: 'connection-acked', peer, connection })
    else if (event.kind === 'confirmed')
      this.#router.handle({ kind: 'connection-confirmed', peer, connection })
    else {
      this.#forget(connection)
      const failed = isAttempt ? undefined : connection
      this.#router.handle({ kind: 'connection-failed', peer, connection: failed, reason: event.reason })
    }
  }

  #onIncoming({ connection, local, remote }: TransportEvent<Carried> & { kind: 'incoming' }): void {
    const peer = this.#router.plan.speaker.peers.find(
      ({ localAddress, remoteAddress }) =>
        sameAddress(localAddress, local) && sameAddress(remoteAddress, remote),
    )
    if (peer === undefined || !this.#router.speaker.acceptsConnection(peer.name)) {
      this.#around.transport.refuse(connection)
      return
    }
    this.#around.transport.accept(connection, this.#keyOf(peer.name))
    this.#adopt(connection, peer.name)
  }

  #onMessage(peer: string, event: TransportEvent<Carried> & { kind: 'message' }): void {
    const { connection, message, cause } = event
    if (cause !== undefined) this.#around.inFlight.arrived(cause)
    if (message instanceof Uint8Array) this.#onOctets(peer, connection, message)
    else if (message.kind === 'malformed') this.#onMalformed(peer, connection, message)
    else if (message.kind === 'flaw') this.#noteFault(peer, message.fault, message.octets)
    else if (message.kind === 'unread') this.#router.handle({ kind: 'send-hold-expired', peer, connection })
    else this.#receive(peer, connection, message)
  }

  // What is settled between one message and the next decides on how the next is read.
  #onOctets(peer: string, connection: number, octets: Uint8Array): void {
    this.#unloading.push(connection, octets)
    const next = (): Unloaded | undefined =>
      this.#unloading.next(connection, this.#wireSession(peer, connection))
    for (let unloaded = next(); unloaded !== undefined; unloaded = next()) {
      this.#onUnloaded(peer, connection, unloaded)
    }
  }

  #onUnloaded(peer: string, connection: number, { decoded, octets }: Unloaded): void {
    if (decoded.kind === 'error') {
      const { event: error, notification } = decoded
      return this.#onMalformed(peer, connection, { error, notification })
    }
    for (const fault of decoded.faults) this.#noteFault(peer, fault, octets)
    for (const message of decoded.messages) this.#receive(peer, connection, message)
  }

  #onMalformed(peer: string, connection: number, found: Omit<Malformed, 'kind'>): void {
    const { error, notification } = found
    this.#router.handle({ kind: 'message-error', peer, connection, error, notification })
  }

  #noteFault(peer: string, fault: UpdateFault, octets: Uint8Array): void {
    this.#around.tracer.emit(this.#router.node, faultRecord(peer, this.#router.remote(peer), fault, octets))
  }

  #wireSession(peer: string, connection: number): WireSession {
    const session = this.#sessionOf(peer, connection)
    if (session?.negotiated === undefined) return beforeOpen
    return wireSession(session.negotiated, session.configuration.reading)
  }

  #sessionOf(peer: string, connection: number): Session | undefined {
    return sessionByConnection(this.#router.speaker.peer(peer).sessions, connection)
  }

  #receive(peer: string, connection: number, message: Message): void {
    const { keepalives, tracer } = this.#around
    const { node } = this.#router
    const handle = (): void => this.#router.handle({ kind: 'message', peer, connection, message })
    if (keepalives.leavesOut(message.kind, this.#sessionOf(peer, connection)?.state)) {
      keepalives.count(node, peer, 'received')
      return handle()
    }
    tracer.because(node, this.#messageRecord('message-received', peer, message), handle)
  }

  /** Answers the record of it, or what it follows from where it has none. */
  #recordSent(peer: string, connection: number, message: Message): number | undefined {
    const { keepalives, tracer } = this.#around
    const { node } = this.#router
    if (!keepalives.leavesOut(message.kind, this.#sessionOf(peer, connection)?.state)) {
      return tracer.emit(node, this.#messageRecord('message-sent', peer, message))
    }
    keepalives.count(node, peer, 'sent')
    return tracer.cause
  }

  #messageRecord(
    kind: 'message-sent' | 'message-received',
    session: string,
    message: Message,
  ): TraceDetail & { kind: 'message-sent' | 'message-received' } {
    return { kind, session, peer: this.#router.remote(session), message }
  }

  #close(connection: number): void {
    this.#around.transport.close(connection, this.#around.tracer.cause)
    this.#forget(connection)
  }

  #forget(connection: number): void {
    const peer = this.#peerOf.get(connection)
    if (peer !== undefined && this.#attempts.get(peer) === connection) this.#attempts.delete(peer)
    this.#peerOf.delete(connection)
    this.#unloading.forget(connection)
    this.#around.inFlight.forget((other) => other.connection === connection)
  }
}

/** What an IPv4 route of this end is sent to where the peer need not take RFC 8950: over IPv6, the number that the router goes by. */
function ipv4NextHop(localAddress: Address, bgpIdentifier: number): Address {
  return localAddress.family === 'ipv4' ? localAddress : { family: 'ipv4', words: [bgpIdentifier] }
}
