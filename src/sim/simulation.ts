import { AttributeInterner } from '../bgp/attribute-interner.ts'
import type { SpeakerTimer } from '../bgp/speaker-event.ts'
import type { PackedPrefixes } from '../net/packed-prefixes.ts'
import type { BfdNews } from './bfd/bfd-pair.ts'
import { BfdSessions } from './bfd/bfd-sessions.ts'
import { asOctets, byMeaning } from './carriage.ts'
import type { Carried } from './carried.ts'
import { Convergence } from './convergence.ts'
import { EventQueue } from './event-queue.ts'
import { Traffic } from './flow/traffic.ts'
import { AttachedNetwork } from './forwarding/attached-network.ts'
import { ForwardingFaults, type TableChange } from './forwarding/forwarding-faults.ts'
import type { ForwardingTable } from './forwarding/forwarding-table.ts'
import { InFlight } from './in-flight.ts'
import { interleaving } from './interleaving.ts'
import { type KeepaliveCount, Keepalives } from './keepalive/keepalives.ts'
import { Load } from './load/load.ts'
import { Network } from './network.ts'
import { describeOperation, type Operation } from './operation.ts'
import { Operator } from './operator.ts'
import { Outside } from './outside.ts'
import type { SimulationOptions, SimulationPlan } from './plan.ts'
import { type RandomStream, randomStream } from './random.ts'
import { type ForwardingChange, SimDriver } from './sim-driver.ts'
import { orderedBy, type SimEvent } from './sim-event.ts'
import type { RunningTimer } from './speaker-timers.ts'
import type { Micros } from './time.ts'
import { type TraceEmitter, Tracer } from './tracer.ts'
import type { TransportEvent } from './transport/segment.ts'
import { Transport } from './transport/transport.ts'

/**
 * A network in virtual time. One instant after the other is carried out whole: every event of it in order,
 * then what hosts and flows make of the new forwarding tables. Only this class moves the clock.
 */
export class Simulation {
  readonly plan: SimulationPlan
  readonly network: Network
  readonly traffic: Traffic
  readonly load: Load
  readonly bfd: BfdSessions
  readonly operator: Operator
  readonly faults: ForwardingFaults
  readonly routers: ReadonlyMap<string, SimDriver>
  readonly outside: Outside
  readonly interner: AttributeInterner
  readonly #options: SimulationOptions
  readonly #streams: ReadonlyMap<string, RandomStream>
  readonly #queue: EventQueue<SimEvent>
  readonly #tracer: Tracer
  readonly #transport: Transport<Carried>
  readonly #inFlight = new InFlight()
  readonly #networks: ReadonlyMap<string, AttachedNetwork>
  readonly #tables = new Map<string, ForwardingTable>()
  readonly #keepalives: Keepalives
  readonly convergence: Convergence
  #changed: TableChange[] = []
  #isDirty = true
  /** The record that the present state of forwarding follows from. */
  #because: number | undefined
  /** How many networks of hosts have yet to follow their routers. */
  #followers = 0
  /** When clients were last expected to give up connections. */
  #reconnectAt: Micros | undefined
  #events = 0

  constructor(plan: SimulationPlan, options: SimulationOptions = {}) {
    const { load = plan.wire ? asOctets : byMeaning, outside = [], interner } = options
    const drawn = plan.interleave === undefined ? undefined : interleaving(plan.interleave)
    this.#queue = new EventQueue(drawn && ((at, event) => drawn.rankOf(at, orderedBy(event))))
    this.plan = plan
    this.#options = options
    this.interner = interner ?? new AttributeInterner()
    const names = [
      ...plan.routers.map(({ speaker }) => speaker.name),
      ...plan.networks.map(({ name }) => name),
      ...outside,
    ]
    const streams: ReadonlyMap<string, RandomStream> = new Map(
      names.map((name) => [name, randomStream(plan.seed, name)]),
    )
    this.#streams = streams
    this.network = new Network(names, plan.links)
    this.#tracer = new Tracer(this.#queue)
    this.#transport = new Transport(
      this.network,
      this.#queue,
      streams,
      (seen) => this.#tracer.sight(seen),
      drawn && ((delay, at, { node, link }) => drawn.delayOf(delay, at, `${node} ${link}`)),
    )
    this.outside = new Outside(outside, this.#transport, this.#inFlight)
    this.#keepalives = new Keepalives({
      ...{ queue: this.#queue, network: this.network, transport: this.#transport, load },
      router: (node) => this.#listening(node),
      // What is not run has no delay of its own.
      areRun: options.everyKeepalive === true || drawn !== undefined,
    })
    this.routers = new Map(
      plan.routers.map((router) => {
        const { name } = router.speaker
        const around = { queue: this.#queue, network: this.network, transport: this.#transport }
        const own = {
          tracer: this.#tracer,
          stream: streamOf(streams, name),
          interner: this.interner,
          inFlight: this.#inFlight,
          keepalives: this.#keepalives,
          bfd: (session: string) => this.bfd.word(name, session),
          seed: plan.seed,
          load,
        }
        return [name, new SimDriver(router, { ...around, ...own })]
      }),
    )
    this.bfd = new BfdSessions(plan.routers, {
      ...{ seed: plan.seed, queue: this.#queue, network: this.network, tracer: this.#tracer },
      isShut: (node, session) => this.router(node).isShut(session),
      turned: (node, session, news) => this.#bfdTurned(node, session, news),
      folds: options.everyBfdPacket !== true,
    })
    this.convergence = new Convergence(plan.routers, this.routers, this.network, this.#inFlight)
    for (const [name, { fib }] of this.routers) this.#tables.set(name, fib.table)
    this.#networks = new Map(
      plan.networks.map((network) => [network.name, new AttachedNetwork(network, this.#tables)]),
    )
    for (const [name, { table }] of this.#networks) this.#tables.set(name, table)
    this.load = new Load(plan)
    this.operator = new Operator({
      ...{
        plan,
        network: this.network,
        load: this.load,
        bfd: this.bfd,
        routers: this.routers,
        networks: this.#networks,
        tracer: this.#tracer,
      },
      changed: (node, prefixes, cause) => this.#noteChanged(node, prefixes, cause),
    })
    this.faults = new ForwardingFaults(this.network, this.#tables)
    this.traffic = new Traffic(plan, this.network, this.#tables)
  }

  /**
   * Another simulation that goes on from this instant: both go on alike where the same is done to them, and neither
   * knows of the other. Its observers are its own.
   */
  fork(): Simulation {
    if (!this.outside.isEmpty) throw new Error('what routers outside know cannot be copied')
    const fork = new Simulation(this.plan, { ...this.#options, interner: this.interner })
    fork.#assume(this)
    return fork
  }

  #assume(other: Simulation): void {
    this.network.assume(other.network)
    this.#queue.assume(other.#queue)
    this.#tracer.assume(other.#tracer)
    for (const [name, stream] of this.#streams) stream.assume(streamOf(other.#streams, name))
    this.#transport.assume(other.#transport)
    this.#inFlight.assume(other.#inFlight)
    for (const [name, driver] of this.routers) driver.assume(other.router(name))
    for (const [name, { table }] of this.#networks) table.assume(other.table(name))
    this.convergence.assume(other.convergence)
    this.operator.assume(other.operator)
    this.bfd.assume(other.bfd)
    this.#keepalives.assume(other.#keepalives)
    this.faults.assume(other.faults)
    this.traffic.assume(other.traffic)
    this.load.assume(other.load)
    this.#changed = [...other.#changed]
    this.#isDirty = other.#isDirty
    this.#because = other.#because
    this.#followers = other.#followers
    this.#reconnectAt = other.#reconnectAt
    this.#events = other.#events
  }

  get now(): Micros {
    return this.#queue.now
  }

  /** How many events were carried out. */
  get events(): number {
    return this.#events
  }

  get trace(): TraceEmitter {
    return this.#tracer.emitter
  }

  /** When something happens next; `undefined` where nothing is to come. */
  peek(): Micros | undefined {
    return this.#queue.peek()
  }

  /** Answers a ticket by which the operation can be called off. */
  schedule(at: Micros, operation: Operation): number {
    return this.#queue.schedule(at, { kind: 'operation', operation })
  }

  callOff(ticket: number): void {
    this.#queue.cancel(ticket)
  }

  /** The first instant: every router starts, announces what is its own, and starts its sessions. */
  start(): void {
    this.operator.start()
    this.bfd.follow()
    this.#spreadAll()
    this.#settle()
  }

  /** Carries out the next instant, whole. */
  advance(): void {
    const instant = this.#queue.peek()
    while (instant !== undefined && this.#queue.peek() === instant) {
      const entry = this.#queue.next()
      if (entry === undefined) break
      this.#events++
      this.#carryOut(entry.event, entry.sequence)
    }
    this.#settle()
  }

  /** Lets time pass in which nothing happens. */
  waitUntil(at: Micros): void {
    this.#queue.waitUntil(at)
  }

  /** The forwarding table of any node, hosts' networks included. */
  table(node: string): ForwardingTable {
    const table = this.#tables.get(node)
    if (table === undefined) throw new Error(`no node ${node}`)
    return table
  }

  router(node: string): SimDriver {
    const driver = this.routers.get(node)
    if (driver === undefined) throw new Error(`no router ${node}`)
    return driver
  }

  /** How many KEEPALIVEs of an end that stood are in no trace, until an instant before the next. */
  keepalivesLeftOut(node: string, session: string, at: Micros): KeepaliveCount {
    return this.#keepalives.leftOut(node, session, at)
  }

  /** When a timer of an end runs out, as seen from an instant before the next; `undefined` where it does not run. */
  runsOutAt(node: string, session: string, timer: SpeakerTimer, at: Micros): Micros | undefined {
    return this.timer(node, session, timer)?.at ?? this.#keepalives.runsOutAt(node, session, timer, at)
  }

  /** A timer of an end that is run, or one of its peer's routes, whichever session stands. */
  timer(node: string, session: string, timer: SpeakerTimer): RunningTimer | undefined {
    const { speaker, timers } = this.router(node)
    const { id } = speaker.peer(session).sessions.configured
    const ofPeer = { peer: session, timer }
    return timers.get({ ...ofPeer, session: id }) ?? timers.get({ ...ofPeer, session: 0 })
  }

  /** Whether every session that can stand does: both ends up and willing, and a way for packets in both directions. */
  isEstablished(): boolean {
    return this.bfd.isSettled() && this.convergence.isEstablished()
  }

  /**
   * Whether routers agree with the network and each other, no route is on its way or waits for a timer, and hosts have
   * followed. A session that its operator or its prefix limit keeps Idle is one that cannot stand.
   */
  isConverged(): boolean {
    return this.#followers === 0 && this.bfd.isSettled() && this.convergence.isConverged()
  }

  #carryOut(event: SimEvent, ticket: number): void {
    switch (event.kind) {
      case 'speaker-timer':
        this.router(event.node).onTimer(event)
        return this.#spread(event.node)
      case 'operation':
        this.#operate(event.operation)
        return this.#spreadAll()
      case 'bfd':
        return this.bfd.handle(event, ticket)
      case 'follow':
        this.#followers--
        return this.#follow(event.network, event.change)
      case 'reconnect':
        this.#isDirty = true
        return
      case 'segment':
      case 'retransmission-timer':
        for (const news of this.#transport.handle(event)) this.#tell(news)
        return
      default:
        throw new Error(`unknown event ${event satisfies never}`)
    }
  }

  #tell(news: TransportEvent<Carried>): void {
    if (this.outside.plays(news.node)) return this.outside.note(news)
    this.router(news.node).onTransport(news)
    this.#spread(news.node)
  }

  #operate(operation: Operation): void {
    if (operation.kind === 'mark') {
      this.#tracer.emit('', operation)
      return
    }
    if (operation.kind === 'turn') return
    this.#isDirty = true
    const action = describeOperation(operation)
    this.#tracer.because('', { kind: 'operator', action, deed: operation }, () => {
      this.#because = this.#tracer.cause
      this.operator.perform(operation)
      this.#keepalives.follow()
      this.bfd.follow()
    })
  }

  /** A router whose control plane goes on; `undefined` where it stands still, or somebody else plays it. */
  #listening(node: string): SimDriver | undefined {
    const driver = this.routers.get(node)
    return driver?.isFrozen === true ? undefined : driver
  }

  #bfdTurned(node: string, session: string, news: BfdNews): void {
    this.router(node).handle({ kind: 'bfd', peer: session, ...news })
    this.#spread(node)
  }

  #spreadAll(): void {
    for (const name of this.routers.keys()) this.#spread(name)
  }

  // Where the router's table changed, the hosts behind it follow, at once or when their time has passed.
  #spread(name: string): void {
    const changed = this.router(name).takeChanged()
    if (changed.length === 0) return
    for (const { prefixes, cause } of changed) this.#noteChanged(name, [prefixes], cause)
    for (const { plan } of this.#networks.values()) {
      if (!plan.behind.some(({ router }) => router === name)) continue
      for (const change of changed) this.#scheduleFollow(plan.name, plan.convergenceMicros, change)
    }
  }

  #scheduleFollow(network: string, delay: Micros, change: ForwardingChange): void {
    if (delay === 0) return this.#follow(network, change)
    this.#followers++
    this.#queue.schedule(this.now + delay, { kind: 'follow', network, change })
  }

  #follow(name: string, { prefixes, cause }: ForwardingChange): void {
    this.#noteChanged(name, this.#networks.get(name)?.follow(prefixes) ?? [], cause)
  }

  #noteChanged(node: string, changed: readonly PackedPrefixes[], cause: number | undefined): void {
    if (changed.length === 0) return
    this.#isDirty = true
    this.#because = cause
    for (const prefixes of changed) this.#changed.push({ node, prefixes })
  }

  /** The instant is over: what do packets meet now? */
  #settle(): void {
    if (!this.#isDirty) return
    if (this.outside.isEmpty) this.#followPackets()
    this.#changed = []
    this.#isDirty = false
  }

  #followPackets(): void {
    this.#tracer.following(this.#because, () => {
      for (const fault of this.faults.update(this.#changed)) this.#tracer.emit('', fault)
      this.traffic.observe(this.now, new Set(this.#changed.map(({ node }) => node)), this.#tracer)
      for (const overload of this.load.observe(this.now, () => this.traffic.waysSinceStart())) {
        this.#tracer.emit('', { kind: 'overload', ...overload })
      }
    })
    const { due } = this.traffic
    if (due === undefined || due === this.#reconnectAt) return
    this.#reconnectAt = due
    this.#queue.schedule(due, { kind: 'reconnect' })
  }
}

function streamOf<Value>(streams: ReadonlyMap<string, Value>, name: string): Value {
  const stream = streams.get(name)
  if (stream === undefined) throw new Error(`${name} has no random stream`)
  return stream
}
