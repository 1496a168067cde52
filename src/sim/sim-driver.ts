import { restartedGracefully } from '../bgp/fsm/graceful-restart.ts'
import type { BfdWord } from '../bgp/fsm/session.ts'
import { sessionById } from '../bgp/peer-sessions.ts'
import type { Policy, PolicyDirection } from '../bgp/policy.ts'
import { Speaker } from '../bgp/speaker.ts'
import type {
  AggregateConfiguration,
  PeerConfiguration,
  PrefixLimit,
  SpeakerConfiguration,
} from '../bgp/speaker-configuration.ts'
import type { SpeakerAction, SpeakerEvent } from '../bgp/speaker-event.ts'
import { type Family, families } from '../net/address.ts'
import type { PackedPrefixes } from '../net/packed-prefixes.ts'
import type { Carried } from './carried.ts'
import { Fib } from './forwarding/fib.ts'
import { Shortcuts } from './forwarding/shortcuts.ts'
import { farPort, type Link } from './link.ts'
import type { Network } from './network.ts'
import type { RouterPlan } from './plan.ts'
import { routeView } from './route-view.ts'
import { type ConnectionSurroundings, RouterConnections, type TalkingRouter } from './router-connections.ts'
import { SharedSpeaker } from './shared-speaker.ts'
import { crashRecord, reportRecord, stateRecord } from './speaker-records.ts'
import { type SpeakerTimerEvent, SpeakerTimers, type TimerSurroundings } from './speaker-timers.ts'
import type { TraceDetail } from './trace.ts'
import type { TransportEvent } from './transport/segment.ts'

/** What comes to a control plane that stands still. */
type HeldEvent =
  | { readonly kind: 'speaker'; readonly event: SpeakerEvent }
  | { readonly kind: 'transport'; readonly event: TransportEvent<Carried> }
  | { readonly kind: 'timer'; readonly event: SpeakerTimerEvent }

/** Prefixes that are now forwarded otherwise, and the record of it. */
export interface ForwardingChange {
  readonly prefixes: PackedPrefixes
  readonly cause: number
}

/** What a driver needs of the simulation around it. */
export interface DriverSurroundings extends ConnectionSurroundings, Omit<TimerSurroundings, 'tracer'> {
  readonly network: Network
  /** What BFD, which may have outlasted the control plane, has to say of a session. */
  readonly bfd: (session: string) => BfdWord | undefined
}

/**
 * Drives one speaker in virtual time: gives it one event, carries out every action in order, and only then
 * gives it the next. What the forwarding table changed by is gathered until the simulation asks for it.
 */
export class SimDriver implements TalkingRouter {
  readonly plan: RouterPlan
  readonly fib: Fib
  readonly timers: SpeakerTimers
  readonly #around: DriverSurroundings
  readonly #speaker: SharedSpeaker
  /** The plan's, with what operators changed since: it outlasts a crash. */
  #configuration: SpeakerConfiguration
  #changed: ForwardingChange[] = []
  /** The operator's shutdowns are configuration: they outlast a crash. */
  #shut = new Set<string>()
  /** Whether there is a control plane; packets may be forwarded without one. */
  #runs = true
  readonly #connections: RouterConnections
  /** What has come to a router whose control plane stands still; `undefined` where it does not. */
  #held: HeldEvent[] | undefined

  constructor(plan: RouterPlan, around: DriverSurroundings) {
    this.plan = plan
    this.#around = around
    for (const session of plan.shut) this.#shut.add(session)
    this.#configuration = plan.speaker
    this.#speaker = new SharedSpeaker(() => new Speaker(plan.speaker, around.interner))
    this.fib = new Fib(this.node, around.network, new Shortcuts(plan.shortcuts))
    this.timers = new SpeakerTimers(this.node, around)
    this.#connections = new RouterConnections(this, around)
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: SimDriver): void {
    this.#configuration = other.#configuration
    this.#speaker.assume(other.#speaker)
    this.fib.assume(other.fib)
    this.#changed = [...other.#changed]
    this.#shut = new Set(other.#shut)
    this.#runs = other.#runs
    this.timers.assume(other.timers)
    this.#connections.assume(other.#connections)
    this.#held = other.#held && [...other.#held]
  }

  get isFrozen(): boolean {
    return this.#held !== undefined
  }

  /**
   * The control plane stands still: it neither reads nor sends, and its timers run out unheard. Packets are forwarded as before.
   * Model assumption: its system takes in what comes, answers no SYN, and runs BFD by itself.
   */
  freeze(): void {
    for (const { name } of this.plan.speaker.peers) this.#around.keepalives.wake(name)
    this.#held = []
  }

  /** It goes on: first it reads what came, then it learns which of its timers have run out. */
  thaw(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const one of held) {
      if (one.kind === 'transport') this.onTransport(one.event)
      else if (one.kind === 'speaker') this.handle(one.event)
    }
    for (const one of held) if (one.kind === 'timer') this.timers.runOut(one.event)
  }

  get node(): string {
    return this.plan.speaker.name
  }

  /** Whether the router runs: neither the whole of it has crashed nor its control plane. */
  get isUp(): boolean {
    return this.#runs && this.#around.network.isUp(this.node)
  }

  /** For looking at: events come by `handle`. */
  get speaker(): Speaker {
    return this.#speaker.now
  }

  /** Whether the port on the link is up: what is connected to it is a route only then. */
  hasCarrier(link: string): boolean {
    return this.#around.network.portUp(this.node, link)
  }

  /** What the speaker does after a session changed its state, it does because of that. */
  handle(event: SpeakerEvent): void {
    if (this.#held !== undefined) {
      this.#held.push({ kind: 'speaker', event })
      return
    }
    const { tracer } = this.#around
    let { cause } = tracer
    for (const action of this.#speaker.own.handle(event)) {
      if (action.kind === 'session-state')
        cause = tracer.following(cause, () => this.#emit(stateRecord(action, this.remote(action.peer))))
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
    for (const link of this.#around.network.linksOf(this.node)) {
      if (this.hasCarrier(link.name)) this.#addStatics(link)
      else this.handle({ kind: 'interface', name: link.name, up: false })
    }
    for (const { name } of this.plan.speaker.peers) {
      this.handle({ kind: this.#shut.has(name) ? 'stop' : 'start', peer: name })
      const word = this.#around.bfd(name)
      if (word === 'Up') this.handle({ kind: 'bfd', peer: name, word, wasUp: false, reason: '' })
    }
    for (const family of families) if (!this.speaker.isDeferred(family)) this.#sweep(family)
  }

  /** A port gained or lost carrier: routes over it come or go, be they configured or learned. */
  portChanged(name: string, up: boolean): void {
    for (const link of this.#around.network.linksOf(this.node)) {
      if (link.name !== name) continue
      if (up) this.#addStatics(link)
      else this.#removeStatics(link)
    }
    this.handle({ kind: 'interface', name, up })
  }

  #addStatics(link: Link): void {
    const { node, addresses } = farPort(link, this.node)
    for (const prefixes of this.#staticsOver(link)) {
      const far = addresses.find(({ address }) => address.family === prefixes.family)
      const nextHop = { kind: 'via', node, link: link.name, address: far?.address } as const
      this.#forwarded(this.fib.addStatic(prefixes, nextHop))
    }
  }

  #removeStatics(link: Link): void {
    for (const prefixes of this.#staticsOver(link)) {
      this.fib.removeStatic(prefixes)
      this.#install(prefixes, undefined)
      this.#reinstall(prefixes)
    }
  }

  #staticsOver({ name }: Link): readonly PackedPrefixes[] {
    return this.plan.statics.flatMap(({ link, prefixes }) => (link === name ? prefixes : []))
  }

  /** Whether the operator keeps this end of the session down. */
  isShut(peer: string): boolean {
    return this.#shut.has(peer)
  }

  /** The operator's hand on a session; a router that is down will find what was configured when it boots. */
  operate(kind: 'stop' | 'start' | 'clear' | 'refresh', peer: string): void {
    if (kind === 'stop') this.#shut.add(peer)
    if (kind === 'start') this.#shut.delete(peer)
    if (this.isUp) this.handle({ kind, peer })
  }

  setPolicy(peer: string, direction: PolicyDirection, policy: Policy): void {
    this.#configure(peer, { [direction]: policy })
    this.handle({ kind: 'set-policy', peer, direction, policy })
  }

  setPrefixLimit(peer: string, prefixLimit: PrefixLimit | undefined): void {
    this.#configure(peer, { prefixLimit })
    this.handle({ kind: 'set-prefix-limit', peer, prefixLimit })
  }

  setWeight(peer: string, weight: number): void {
    this.#configure(peer, { weight })
    this.handle({ kind: 'set-weight', peer, weight })
  }

  /** This end expects another AS of the peer from now on, or the right one again. */
  setRemoteAsn(peer: string, remoteAsn: number): void {
    const { session } = this.speaker.peer(peer).configuration
    this.#configure(peer, { session: { ...session, remoteAsn } })
    this.handle({ kind: 'set-remote-asn', peer, remoteAsn })
  }

  /** Whether this end reads what it is sent. */
  reads(peer: string): boolean {
    return this.#connections.reads(peer)
  }

  /** The connections, for something that is about to be done to those of a session. */
  connectionsOf(peer: string): Pick<RouterConnections, 'setKeyWrong' | 'setReading' | 'sendMalformed'> {
    this.#around.keepalives.wake(peer)
    return this.#connections
  }

  setAggregates(aggregates: readonly AggregateConfiguration[]): void {
    this.#configuration = { ...this.#configuration, aggregates }
    this.handle({ kind: 'set-aggregates', aggregates })
  }

  #configure(peer: string, change: Partial<PeerConfiguration>): void {
    const peers = this.#configuration.peers.map((configured) =>
      configured.name === peer ? { ...configured, ...change } : configured,
    )
    this.#configuration = { ...this.#configuration, peers }
  }

  /** Everything is gone at once, without a word: sessions, routes, timers. */
  crash(): void {
    this.#lose('router crashed')
    this.#connections.crash()
    for (const prefixes of this.fib.clear()) this.#forwarded(prefixes)
    this.#speaker.become(new Speaker(this.#configuration, this.#around.interner))
  }

  /** Sessions, routes and timers are gone; packets are forwarded as before, and the system closes the connections. */
  crashControlPlane(): void {
    this.#lose('control plane crashed')
    this.#connections.closeAll()
    this.fib.keep()
    this.#speaker.become(new Speaker(this.#configuration, this.#around.interner, restartedGracefully))
  }

  #lose(reason: string): void {
    this.#held = undefined
    for (const { name, sessions } of this.speaker.peers) {
      const { state } = sessions.configured
      this.#around.keepalives.wake(name)
      if (state !== 'Idle') this.#emit(crashRecord(name, this.remote(name), state, reason))
    }
    this.timers.stopAll()
    this.#connections.lose()
    this.#runs = false
  }

  onTimer(event: SpeakerTimerEvent): void {
    const { peer, session, timer, cause } = event
    const { tracer, keepalives } = this.#around
    if (this.#held !== undefined) {
      this.#held.push({ kind: 'timer', event })
      return
    }
    if (timer === 'KeepaliveTimer' && keepalives.fold(event)) return
    const { state } = sessionById(this.speaker.peer(peer).sessions, session) ?? {}
    const expire = (): void =>
      this.timers.expire(event, () => this.handle({ kind: 'timer', peer, session, timer }))
    tracer.following(cause, () => {
      if (timer === 'KeepaliveTimer' && keepalives.leavesOut('KEEPALIVE', state)) return expire()
      const record = { kind: 'timer', session: peer, peer: this.remote(peer), timer } as const
      tracer.because(this.node, record, expire)
    })
  }

  onTransport(event: TransportEvent<Carried>): void {
    if (this.#held !== undefined) {
      this.#held.push({ kind: 'transport', event })
      return
    }
    this.#around.tracer.following(event.cause, () => this.#connections.on(event))
  }

  /** The prefixes whose forwarding changed since the last time. */
  takeChanged(): readonly ForwardingChange[] {
    const changed = this.#changed
    if (changed.length > 0) this.#changed = []
    return changed
  }

  #carryOut(action: Exclude<SpeakerAction, { kind: 'session-state' }>): void {
    if ('peer' in action) this.#around.keepalives.wake(action.peer)
    switch (action.kind) {
      case 'connect':
        return this.#connections.open(action.peer)
      case 'send':
        return this.#connections.send(action.peer, action.connection, action.message)
      case 'close':
        return this.#connections.close(action.peer, action.connection)
      case 'start-timer':
        return this.timers.start(action, action.seconds)
      case 'stop-timer':
        return this.timers.stop(action)
      case 'routes-changed':
        return this.#routesChanged(action)
      case 'selection-done':
        return this.#sweep(action.family)
      case 'prefix-limit':
      case 'stale':
      case 'too-large':
      case 'bfd-pending':
        this.#emit(reportRecord(action, this.remote(action.peer)))
        return
      default:
        throw new Error(`unknown action ${action satisfies never}`)
    }
  }

  #routesChanged({ change }: SpeakerAction & { kind: 'routes-changed' }): void {
    const { prefixes, old, new: selected } = change
    const detail = { kind: 'best-route', prefixes, old: routeView(old), new: routeView(selected) } as const
    const decidedBy = selected?.decidedBy
    this.#around.tracer.because(this.node, { ...detail, decidedBy }, () => this.#install(prefixes, selected))
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
    const rib = this.speaker.ribs[prefixes.family]
    for (const id of rib.idsOf(prefixes)) {
      this.#install(rib.ids.pack([id]), rib.locRib.get(id))
    }
  }

  #install(prefixes: PackedPrefixes, selected: Parameters<Fib['install']>[1]): void {
    for (const changed of this.fib.install(prefixes, selected)) this.#forwarded(changed)
  }

  #emit(detail: TraceDetail): number {
    return this.#around.tracer.emit(this.node, detail)
  }

  remote(peer: string): string {
    return this.speaker.peer(peer).configuration.remote
  }
}
