import type { AttributeInterner } from '../bgp/attribute-interner.ts'
import { restartedGracefully } from '../bgp/fsm/graceful-restart.ts'
import type { Message } from '../bgp/message.ts'
import type { Peer } from '../bgp/peer.ts'
import { sessionByConnection } from '../bgp/peer-sessions.ts'
import { Speaker } from '../bgp/speaker.ts'
import type { SpeakerAction, SpeakerEvent, SpeakerTimer } from '../bgp/speaker-event.ts'
import type { UpdateFault } from '../bgp/wire/update-fault.ts'
import { beforeOpen, type WireSession, wireSession } from '../bgp/wire/wire-session.ts'
import { type Family, families, sameAddress } from '../net/address.ts'
import type { PackedPrefixes } from '../net/packed-prefixes.ts'
import { type Loading, type Unloaded, Unloading } from './carriage.ts'
import type { Carried, Malformed } from './carried.ts'
import type { EventQueue } from './event-queue.ts'
import { Fib } from './forwarding/fib.ts'
import type { InFlight } from './in-flight.ts'
import type { Network } from './network.ts'
import type { RouterPlan } from './plan.ts'
import type { RandomStream } from './random.ts'
import { routeView } from './route-view.ts'
import { RunningTimers, type TimerName } from './running-timers.ts'
import { crashRecord, faultRecord, reportRecord, stateRecord } from './speaker-records.ts'
import { secondsToMicros } from './time.ts'
import type { TraceDetail } from './trace.ts'
import type { Tracer } from './tracer.ts'
import type { TransportEvent } from './transport/segment.ts'
import type { Transport } from './transport/transport.ts'

/** A timer of a speaker, on its way through the queue. */
export interface SpeakerTimerEvent extends TimerName {
  readonly kind: 'speaker-timer'
  readonly node: string
  /** The record that started it. */
  readonly cause: number | undefined
}

/** Prefixes that are now forwarded otherwise, and the record of it. */
export interface ForwardingChange {
  readonly prefixes: PackedPrefixes
  readonly cause: number
}

/** What a driver needs of the simulation around it. */
export interface DriverSurroundings {
  readonly queue: Pick<EventQueue<SpeakerTimerEvent>, 'now' | 'schedule' | 'cancel'>
  readonly network: Network
  readonly transport: Transport<Carried>
  readonly load: Loading
  readonly tracer: Tracer
  readonly stream: RandomStream
  readonly interner: AttributeInterner
  readonly inFlight: InFlight
}

/** RFC 4271 §10: these are drawn from 75 to 100 per cent of their time at each use; the others are exact. */
const jittered: ReadonlySet<SpeakerTimer> = new Set([
  'ConnectRetryTimer',
  'KeepaliveTimer',
  'MinRouteAdvertisementIntervalTimer',
])

/**
 * Drives one speaker in virtual time: gives it one event, carries out every action in order, and only then
 * gives it the next. What the forwarding table changed by is gathered until the simulation asks for it.
 */
export class SimDriver {
  readonly plan: RouterPlan
  readonly fib: Fib
  readonly #around: DriverSurroundings
  #speaker: Speaker
  #changed: ForwardingChange[] = []
  /** The operator's shutdowns are configuration: they outlast a crash. */
  readonly #shut = new Set<string>()
  /** Whether there is a control plane; packets may be forwarded without one. */
  #runs = true
  readonly #timers = new RunningTimers()
  readonly #peerOf = new Map<number, string>()
  readonly #attempts = new Map<string, number>()
  readonly #unloading: Unloading

  constructor(plan: RouterPlan, around: DriverSurroundings) {
    this.plan = plan
    this.#around = around
    for (const session of plan.shut) this.#shut.add(session)
    this.#speaker = new Speaker(plan.speaker, around.interner)
    this.fib = new Fib(this.node, around.network)
    this.#unloading = new Unloading(around.interner)
  }

  get node(): string {
    return this.plan.speaker.name
  }

  /** Whether the router runs: neither the whole of it has crashed nor its control plane. */
  get isUp(): boolean {
    return this.#runs && this.#around.network.isUp(this.node)
  }

  get speaker(): Speaker {
    return this.#speaker
  }

  /** Whether the port on the link is up: what is connected to it is a route only then. */
  hasCarrier(link: string): boolean {
    return this.#around.network.portUp(this.node, link)
  }

  /** What the speaker does after a session changed its state, it does because of that. */
  handle(event: SpeakerEvent): void {
    const { tracer } = this.#around
    let { cause } = tracer
    for (const action of this.#speaker.handle(event)) {
      if (action.kind === 'session-state')
        cause = tracer.following(cause, () => this.#emit(stateRecord(action, this.#remote(action.peer))))
      else tracer.following(cause, () => this.#carryOut(action))
    }
  }

  /** Announces what lies behind the next hop, or at the router itself. */
  announce(prefixes: PackedPrefixes, nextHop: Parameters<Fib['addStatic']>[1]): void {
    this.#forwarded(this.fib.addStatic(prefixes, nextHop))
    this.handle({ kind: 'originate', prefixes })
  }

  withdraw(prefixes: PackedPrefixes): void {
    this.fib.removeStatic(prefixes)
    this.handle({ kind: 'cease-originating', prefixes })
    this.#reinstall(prefixes)
  }

  /** The router is up: it learns which of its ports are not, and starts its sessions. */
  boot(): void {
    this.#runs = true
    for (const { name } of this.#around.network.linksOf(this.node)) {
      if (!this.hasCarrier(name)) this.handle({ kind: 'interface', name, up: false })
    }
    for (const { name } of this.plan.speaker.peers) {
      this.handle({ kind: this.#shut.has(name) ? 'stop' : 'start', peer: name })
    }
    for (const family of families) if (!this.#speaker.isDeferred(family)) this.#sweep(family)
  }

  /** The operator's hand on a session; a router that is down will find what was configured when it boots. */
  operate(kind: 'stop' | 'start' | 'clear' | 'refresh', peer: string): void {
    if (kind === 'stop') this.#shut.add(peer)
    if (kind === 'start') this.#shut.delete(peer)
    if (this.isUp) this.handle({ kind, peer })
  }

  /** Everything is gone at once, without a word: sessions, routes, timers. */
  crash(): void {
    this.#lose('router crashed')
    this.#around.transport.crash(this.node)
    this.#peerOf.clear()
    this.#around.inFlight.forget((connection) => connection.node === this.node)
    for (const prefixes of this.fib.clear()) this.#forwarded(prefixes)
    this.#speaker = new Speaker(this.plan.speaker, this.#around.interner)
  }

  /** Sessions, routes and timers are gone; packets are forwarded as before, and the system closes the connections. */
  crashControlPlane(): void {
    this.#lose('control plane crashed')
    for (const connection of [...this.#peerOf.keys()]) this.#close(connection)
    this.fib.keep()
    this.#speaker = new Speaker(this.plan.speaker, this.#around.interner, restartedGracefully)
  }

  #lose(reason: string): void {
    for (const { name, sessions } of this.#speaker.peers) {
      const { state } = sessions.configured
      if (state !== 'Idle') this.#emit(crashRecord(name, this.#remote(name), state, reason))
    }
    for (const ticket of this.#timers.stopAll()) this.#around.queue.cancel(ticket)
    this.#attempts.clear()
    this.#unloading.clear()
    this.#runs = false
  }

  onTimer(event: SpeakerTimerEvent): void {
    const { peer, session, timer } = event
    this.#timers.stop(event)
    this.#around.tracer.following(event.cause, () => {
      this.#around.tracer.because(
        this.node,
        { kind: 'timer', session: peer, peer: this.#remote(peer), timer },
        () => this.handle({ kind: 'timer', peer, session, timer }),
      )
    })
  }

  onTransport(event: TransportEvent<Carried>): void {
    this.#around.tracer.following(event.cause, () => {
      if (event.kind === 'incoming') this.#onIncoming(event)
      else this.#onConnection(event)
    })
  }

  #onConnection(event: Exclude<TransportEvent<Carried>, { kind: 'incoming' }>): void {
    const { connection } = event
    const peer = this.#peerOf.get(connection)
    if (peer === undefined) return
    if (event.kind === 'message') return this.#onMessage(peer, event)
    const isAttempt = this.#attempts.get(peer) === connection
    if (isAttempt) this.#attempts.delete(peer)
    if (event.kind === 'acked') this.handle({ kind: 'connection-acked', peer, connection })
    else if (event.kind === 'confirmed') this.handle({ kind: 'connection-confirmed', peer, connection })
    else {
      this.#forget(connection)
      const failed = isAttempt ? undefined : connection
      this.handle({ kind: 'connection-failed', peer, connection: failed, reason: event.reason })
    }
  }

  /** The prefixes whose forwarding changed since the last time. */
  takeChanged(): readonly ForwardingChange[] {
    const changed = this.#changed
    if (changed.length > 0) this.#changed = []
    return changed
  }

  #onIncoming({ connection, local, remote }: TransportEvent<Carried> & { kind: 'incoming' }): void {
    const peer = this.plan.speaker.peers.find(
      ({ localAddress, remoteAddress }) =>
        sameAddress(localAddress, local) && sameAddress(remoteAddress, remote),
    )
    if (peer === undefined || !this.#speaker.acceptsConnection(peer.name)) {
      this.#around.transport.refuse(connection)
      return
    }
    this.#peerOf.set(connection, peer.name)
    this.#around.transport.accept(connection, this.plan.sharedKeys.get(peer.name))
  }

  #onMessage(peer: string, event: TransportEvent<Carried> & { kind: 'message' }): void {
    const { connection, message, cause } = event
    if (cause !== undefined) this.#around.inFlight.arrived(cause)
    if (message instanceof Uint8Array) this.#onOctets(peer, connection, message)
    else if (message.kind === 'malformed') this.#onMalformed(peer, connection, message)
    else if (message.kind === 'flaw') this.#noteFault(peer, message.fault, message.octets)
    else if (message.kind === 'unread') this.handle({ kind: 'send-hold-expired', peer, connection })
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
    this.handle({ kind: 'message-error', peer, connection, error, notification })
  }

  #noteFault(peer: string, fault: UpdateFault, octets: Uint8Array): void {
    this.#emit(faultRecord(peer, this.#remote(peer), fault, octets))
  }

  #wireSession(peer: string, connection: number): WireSession {
    const { sessions } = this.#speaker.peer(peer)
    const negotiated = sessionByConnection(sessions, connection)?.negotiated
    return negotiated === undefined ? beforeOpen : wireSession(negotiated)
  }

  #receive(peer: string, connection: number, message: Message): void {
    const received = { kind: 'message-received', session: peer, peer: this.#remote(peer), message } as const
    this.#around.tracer.because(this.node, received, () =>
      this.handle({ kind: 'message', peer, connection, message }),
    )
  }

  #carryOut(action: Exclude<SpeakerAction, { kind: 'session-state' }>): void {
    switch (action.kind) {
      case 'connect':
        return this.#connect(this.#speaker.peer(action.peer))
      case 'send':
        return this.#send(action.peer, action.connection, action.message)
      case 'close':
        return this.#close(action.connection ?? this.#attempts.get(action.peer))
      case 'start-timer':
        return this.#startTimer(action)
      case 'stop-timer':
        return this.#stopTimer(action)
      case 'routes-changed':
        return this.#routesChanged(action)
      case 'selection-done':
        return this.#sweep(action.family)
      case 'prefix-limit':
      case 'stale':
      case 'too-large':
        this.#emit(reportRecord(action, this.#remote(action.peer)))
        return
      default:
        throw new Error(`unknown action ${action satisfies never}`)
    }
  }

  #connect({ configuration }: Peer): void {
    const { name, remote, localAddress, remoteAddress } = configuration
    const connection = this.#around.transport.open(
      { node: this.node, address: localAddress },
      { node: remote, address: remoteAddress },
      this.plan.sharedKeys.get(name),
      this.#around.tracer.cause,
    )
    this.#attempts.set(name, connection)
    this.#peerOf.set(connection, name)
  }

  #send(peer: string, connection: number, message: Message): void {
    const sent = { kind: 'message-sent', session: peer, peer: this.#remote(peer), message } as const
    const seq = this.#around.tracer.emit(this.node, sent)
    if (message.kind === 'UPDATE') this.#around.inFlight.sent(seq, { node: this.node, connection })
    const cargo = this.#around.load(message, this.#wireSession(peer, connection))
    this.#around.transport.send(connection, cargo, seq)
  }

  #close(connection: number | undefined): void {
    if (connection === undefined) return
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

  #startTimer(action: SpeakerAction & { kind: 'start-timer' }): void {
    const { peer, session, timer, seconds } = action
    const drawn = jittered.has(timer) ? seconds * this.#around.stream.between(0.75, 1) : seconds
    const event = { kind: 'speaker-timer', node: this.node, peer, session, timer } as const
    const at = this.#around.queue.now + secondsToMicros(drawn)
    const ticket = this.#around.queue.schedule(at, { ...event, cause: this.#around.tracer.cause })
    const replaced = this.#timers.start(action, ticket)
    if (replaced !== undefined) this.#around.queue.cancel(replaced)
  }

  #stopTimer(timer: TimerName): void {
    const ticket = this.#timers.stop(timer)
    if (ticket !== undefined) this.#around.queue.cancel(ticket)
  }

  #routesChanged({ change }: SpeakerAction & { kind: 'routes-changed' }): void {
    const { prefixes, old, new: selected } = change
    const detail = { kind: 'best-route', prefixes, old: routeView(old), new: routeView(selected) } as const
    const decidedBy = selected?.decidedBy
    this.#around.tracer.because(this.node, { ...detail, decidedBy }, () =>
      this.#forwarded(this.fib.install(prefixes, selected)),
    )
  }

  #sweep(family: Family): void {
    this.#forwarded(this.fib.sweep(family))
  }

  #forwarded(prefixes: PackedPrefixes): void {
    if (prefixes.count === 0) return
    const nextHops = this.fib.table.nextHops(this.fib.table.listAt(prefixes.family, prefixes.data, 0))
    const via = nextHops.map((nextHop) => (nextHop.kind === 'via' ? nextHop.node : nextHop.kind))
    const cause = this.#around.tracer.emit(this.node, { kind: 'fib', prefixes, via })
    this.#changed.push({ prefixes, cause })
  }

  // A prefix that is no longer the router's own may still have been heard from a peer, and selected all along.
  #reinstall(prefixes: PackedPrefixes): void {
    const rib = this.#speaker.ribs[prefixes.family]
    for (const id of rib.idsOf(prefixes)) {
      this.#forwarded(this.fib.install(rib.ids.pack([id]), rib.locRib.get(id)))
    }
  }

  #emit(detail: TraceDetail): number {
    return this.#around.tracer.emit(this.node, detail)
  }

  #remote(peer: string): string {
    return this.#speaker.peer(peer).configuration.remote
  }
}
