import { AttributeInterner } from '../bgp/attribute-interner.ts'
import type { PackedPrefixes } from '../net/packed-prefixes.ts'
import { asOctets, byMeaning } from './carriage.ts'
import type { Carried } from './carried.ts'
import { Convergence } from './convergence.ts'
import { EventQueue } from './event-queue.ts'
import { Traffic } from './flow/traffic.ts'
import { AttachedNetwork } from './forwarding/attached-network.ts'
import { ForwardingFaults, type TableChange } from './forwarding/forwarding-faults.ts'
import { type ForwardingTable, here, type NextHop, towards } from './forwarding/forwarding-table.ts'
import { Holds } from './holds.ts'
import { InFlight } from './in-flight.ts'
import { Network, type PortChange } from './network.ts'
import { describeOperation, type Operation } from './operation.ts'
import { Origins } from './origins.ts'
import { Outside } from './outside.ts'
import { type OperatedEnd, routerOfEnd, type SimulationOptions, type SimulationPlan } from './plan.ts'
import { randomStream } from './random.ts'
import { type ForwardingChange, SimDriver, type SpeakerTimerEvent } from './sim-driver.ts'
import type { Micros } from './time.ts'
import { type TraceEmitter, Tracer } from './tracer.ts'
import type { TransportEvent, TransportWork } from './transport/segment.ts'
import { Transport } from './transport/transport.ts'

/** What waits in the queue. Plain data, so that a simulation can be copied. */
type SimEvent =
  | SpeakerTimerEvent
  | TransportWork<Carried>
  | { readonly kind: 'operation'; readonly operation: Operation }
  | { readonly kind: 'follow'; readonly network: string; readonly change: ForwardingChange }

/**
 * A network in virtual time. One instant after the other is carried out whole: every event of it in order,
 * then what hosts and flows make of the new forwarding tables. Only this class moves the clock.
 */
export class Simulation {
  readonly plan: SimulationPlan
  readonly network: Network
  readonly traffic: Traffic
  readonly faults: ForwardingFaults
  readonly routers: ReadonlyMap<string, SimDriver>
  readonly outside: Outside
  readonly interner: AttributeInterner = new AttributeInterner()
  readonly #queue = new EventQueue<SimEvent>()
  readonly #tracer: Tracer
  readonly #transport: Transport<Carried>
  readonly #inFlight = new InFlight()
  readonly #networks: ReadonlyMap<string, AttachedNetwork>
  readonly #tables = new Map<string, ForwardingTable>()
  readonly #origins: Origins
  readonly #holds = new Holds()
  readonly #maintenance = new Holds()
  readonly convergence: Convergence
  #changed: TableChange[] = []
  #isDirty = true
  /** The record that the present state of forwarding follows from. */
  #because: number | undefined
  /** How many networks of hosts have yet to follow their routers. */
  #followers = 0
  #events = 0

  constructor(plan: SimulationPlan, { load, outside = [] }: SimulationOptions = {}) {
    this.plan = plan
    this.#origins = new Origins(plan)
    const names = [
      ...plan.routers.map(({ speaker }) => speaker.name),
      ...plan.networks.map(({ name }) => name),
      ...outside,
    ]
    const streams = new Map(names.map((name) => [name, randomStream(plan.seed, name)]))
    this.network = new Network(names, plan.links)
    this.#tracer = new Tracer(this.#queue)
    this.#transport = new Transport(this.network, this.#queue, streams, (seen) => this.#tracer.sight(seen))
    this.outside = new Outside(outside, this.#transport, this.#inFlight)
    this.routers = new Map(
      plan.routers.map((router) => {
        const { name } = router.speaker
        const around = { queue: this.#queue, network: this.network, transport: this.#transport }
        const own = {
          tracer: this.#tracer,
          stream: streamOf(streams, name),
          interner: this.interner,
          inFlight: this.#inFlight,
          load: load ?? (plan.wire ? asOctets : byMeaning),
        }
        return [name, new SimDriver(router, { ...around, ...own })]
      }),
    )
    this.convergence = new Convergence(plan.routers, this.routers, this.network, this.#inFlight)
    for (const [name, { fib }] of this.routers) this.#tables.set(name, fib.table)
    this.#networks = new Map(
      plan.networks.map((network) => [network.name, new AttachedNetwork(network, this.#tables)]),
    )
    for (const [name, { table }] of this.#networks) this.#tables.set(name, table)
    this.faults = new ForwardingFaults(this.network, this.#tables)
    this.traffic = new Traffic(plan.flows, plan.networks, this.network, this.#tables)
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
    for (const [name, network] of this.#networks) {
      const own = this.#origins.of(name).map((prefixes) => network.own(prefixes))
      this.#noteChanged(name, own, undefined)
    }
    for (const name of this.routers.keys()) this.#boot(name)
    this.#settle()
  }

  /** Carries out the next instant, whole. */
  advance(): void {
    const instant = this.#queue.peek()
    while (instant !== undefined && this.#queue.peek() === instant) {
      const entry = this.#queue.next()
      if (entry === undefined) break
      this.#events++
      this.#carryOut(entry.event)
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

  /** Whether every session that can stand does: both ends up and willing, and a way for packets in both directions. */
  isEstablished(): boolean {
    return this.convergence.isEstablished()
  }

  /**
   * Whether routers agree with the network and each other, no route is on its way or waits for a timer, and hosts have
   * followed. A session that its operator or its prefix limit keeps Idle is one that cannot stand.
   */
  isConverged(): boolean {
    return this.#followers === 0 && this.convergence.isConverged()
  }

  #boot(name: string): void {
    const driver = this.router(name)
    for (const { at, nextHop } of this.#placesAt(name)) {
      for (const prefixes of this.#origins.of(at)) driver.announce(prefixes, nextHop)
    }
    driver.boot()
    if (this.#maintenance.has(name)) driver.handle({ kind: 'drain' })
    this.#spreadAll()
  }

  #carryOut(event: SimEvent): void {
    switch (event.kind) {
      case 'speaker-timer':
        this.router(event.node).onTimer(event)
        return this.#spread(event.node)
      case 'operation':
        this.#operate(event.operation)
        return this.#spreadAll()
      case 'follow':
        this.#followers--
        return this.#follow(event.network, event.change)
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
    this.#isDirty = true
    const action = describeOperation(operation)
    this.#tracer.because('', { kind: 'operator', action }, () => {
      this.#because = this.#tracer.cause
      this.#perform(operation)
    })
  }

  #perform(operation: Exclude<Operation, { kind: 'mark' }>): void {
    switch (operation.kind) {
      case 'add-fault':
        return this.#portsChanged(this.network.addFault(operation.rule))
      case 'remove-fault':
        return this.#portsChanged(this.network.removeFault(operation.rule))
      case 'crash':
        return this.#crash(operation.node, operation.hold)
      case 'crash-control-plane':
        return this.#crashControlPlane(operation.node, operation.hold)
      case 'restart':
        return this.#restart(operation.node, operation.hold)
      case 'shut':
        this.#holds.add(this.#heldEnd(operation), operation.hold ?? operatorsHand)
        return this.#tellEnd(operation, 'stop')
      case 'start':
        if (!this.#holds.release(this.#heldEnd(operation), operation.hold)) return
        return this.#tellEnd(operation, 'start')
      case 'clear':
      case 'refresh':
        return this.#tellEnd(operation, operation.kind)
      case 'drain':
      case 'undrain':
        return this.#drain(operation)
      case 'announce':
      case 'withdraw':
        return this.#changeNetwork(operation)
      default:
        throw new Error(`unknown operation ${operation satisfies never}`)
    }
  }

  // What was done to a router that is down already, or up already, changes nothing.
  #crash(node: string, hold: string = operatorsHand): void {
    this.#holds.add(node, hold)
    if (!this.network.isUp(node)) return
    this.router(node).crash()
    this.#portsChanged(this.network.crash(node))
  }

  #crashControlPlane(node: string, hold: string = operatorsHand): void {
    this.#holds.add(node, hold)
    const driver = this.router(node)
    if (driver.isUp) driver.crashControlPlane()
  }

  #restart(node: string, hold: string | undefined): void {
    if (!this.#holds.release(node, hold) || this.router(node).isUp) return
    if (!this.network.isUp(node)) this.#portsChanged(this.network.restart(node))
    this.#boot(node)
  }

  // Like a shutdown this is configuration, and outlasts a restart.
  #drain({ kind, node, hold }: Operation & { kind: 'drain' | 'undrain' }): void {
    if (kind === 'drain') this.#maintenance.add(node, hold ?? operatorsHand)
    else if (!this.#maintenance.release(node, hold)) return
    if (this.router(node).isUp) this.router(node).handle({ kind })
  }

  #portsChanged(changes: readonly PortChange[]): void {
    for (const { node, link, up } of changes) {
      const driver = this.routers.get(node)
      this.#tracer.because(node, { kind: 'link', link, up }, () => {
        if (driver?.isUp) driver.handle({ kind: 'interface', name: link, up })
      })
    }
  }

  #heldEnd(end: OperatedEnd): string {
    return `${end.session} ${routerOfEnd(this.plan.routers, end)}`
  }

  #tellEnd(end: OperatedEnd, kind: 'stop' | 'start' | 'clear' | 'refresh'): void {
    this.router(routerOfEnd(this.plan.routers, end)).operate(kind, end.session)
  }

  #changeNetwork({ kind, at, prefixes }: Operation & { kind: 'announce' | 'withdraw' }): void {
    this.#origins[kind](at, prefixes)
    const network = this.#networks.get(at)
    const ports = network?.plan.behind ?? [{ router: at, link: '' }]
    const own = kind === 'announce' ? network?.own(prefixes) : network?.disown(prefixes)
    if (own !== undefined) this.#noteChanged(at, [own], this.#tracer.cause)
    for (const { router, link } of ports) {
      if (!this.router(router).isUp) continue
      if (kind === 'withdraw') this.#withdrawAt(router, prefixes)
      else {
        const nextHop = network === undefined ? here : towards(at, link)
        this.router(router).announce(prefixes, nextHop)
      }
    }
  }

  // What a router still announces for another place only changes its way.
  #withdrawAt(router: string, prefixes: PackedPrefixes): void {
    const driver = this.router(router)
    let gone = prefixes
    for (const { at, nextHop } of this.#placesAt(router)) {
      const { held, rest } = this.#origins.split(at, gone)
      if (held.count > 0) driver.announce(held, nextHop)
      gone = rest
    }
    if (gone.count > 0) driver.withdraw(gone)
  }

  /** What a router announces for: itself, and the networks behind it. */
  #placesAt(router: string): readonly { readonly at: string; readonly nextHop: NextHop }[] {
    const behind = [...this.#networks.values()].flatMap(({ plan }) =>
      plan.behind
        .filter((port) => port.router === router)
        .map(({ link }) => ({ at: plan.name, nextHop: towards(plan.name, link) })),
    )
    return [{ at: router, nextHop: here }, ...behind]
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
    })
  }
}

/** Holds what was done without saying until when. */
const operatorsHand = 'operator'

function streamOf<Value>(streams: ReadonlyMap<string, Value>, name: string): Value {
  const stream = streams.get(name)
  if (stream === undefined) throw new Error(`${name} has no random stream`)
  return stream
}
