import type { PackedPrefixes } from '../net/packed-prefixes.ts'
import type { BfdSessions } from './bfd/bfd-sessions.ts'
import type { AttachedNetwork } from './forwarding/attached-network.ts'
import { here, type NextHop, towards } from './forwarding/forwarding-table.ts'
import { Holds } from './holds.ts'
import type { Load } from './load/load.ts'
import type { Network, PortChange } from './network.ts'
import type { Deed, Operation } from './operation.ts'
import { Origins } from './origins.ts'
import { type OperatedEnd, routerOfEnd, type SimulationPlan } from './plan.ts'
import { Policies, type PolicyChangingDeed } from './policies.ts'
import type { SimDriver } from './sim-driver.ts'
import type { Tracer } from './tracer.ts'

/** What is operated. */
export interface OperatedNetwork {
  readonly plan: SimulationPlan
  readonly network: Network
  readonly load: Load
  readonly bfd: Pick<BfdSessions, 'configure'>
  readonly routers: ReadonlyMap<string, SimDriver>
  readonly networks: ReadonlyMap<string, AttachedNetwork>
  readonly tracer: Tracer
  /** A network of hosts forwards these otherwise from now on. */
  readonly changed: (node: string, prefixes: readonly PackedPrefixes[], cause: number | undefined) => void
}

/** Holds what was done without saying until when. */
const operatorsHand = 'operator'

/**
 * Carries out what is done to the network from outside, and remembers what of it is configuration: announcements,
 * shutdowns and maintenance outlast a restart, and are there when a router boots.
 */
export class Operator {
  readonly #around: OperatedNetwork
  readonly #origins: Origins
  readonly #holds = new Holds()
  readonly #maintenance = new Holds()
  readonly #discarding = new Holds()
  readonly #frozen = new Holds()
  readonly #mistakes = new Holds()
  readonly #unread = new Holds()
  readonly #policies: Policies

  constructor(around: OperatedNetwork) {
    this.#around = around
    this.#origins = new Origins(around.plan)
    this.#policies = new Policies(around.plan)
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: Operator): void {
    this.#origins.assume(other.#origins)
    this.#holds.assume(other.#holds)
    this.#maintenance.assume(other.#maintenance)
    this.#discarding.assume(other.#discarding)
    this.#frozen.assume(other.#frozen)
    this.#mistakes.assume(other.#mistakes)
    this.#unread.assume(other.#unread)
    this.#policies.assume(other.#policies)
  }

  /** The first instant: hosts have their own prefixes, and every router boots. */
  start(): void {
    for (const [name, network] of this.#around.networks) {
      const own = this.#origins.of(name).map((prefixes) => network.own(prefixes))
      this.#around.changed(name, own, undefined)
    }
    for (const name of this.#around.routers.keys()) this.#boot(name)
  }

  /** Whether it is in maintenance. */
  isDrained(node: string): boolean {
    return this.#maintenance.has(node)
  }

  /** What is announced at present for a network behind routers, or for a router itself: one list for each family that has any. */
  announcedAt(place: string): readonly PackedPrefixes[] {
    return this.#origins.of(place)
  }

  perform(operation: Deed): void {
    switch (operation.kind) {
      case 'add-fault':
        return this.#portsChanged(this.#around.network.addFault(operation.rule))
      case 'remove-fault':
        return this.#portsChanged(this.#around.network.removeFault(operation.rule))
      case 'crash':
        return this.#crash(operation.node, operation.hold)
      case 'crash-control-plane':
        return this.#crashControlPlane(operation.node, operation.hold)
      case 'restart':
        return this.#restart(operation.node, operation.hold)
      case 'discard':
        this.#discarding.add(operation.node, operation.hold ?? operatorsHand)
        return this.#around.network.setDiscarding(operation.node, true)
      case 'forward':
        if (!this.#discarding.release(operation.node, operation.hold)) return
        return this.#around.network.setDiscarding(operation.node, false)
      case 'freeze':
      case 'thaw':
        return this.#freeze(operation)
      case 'mistake':
      case 'mend':
        return this.#mistake(operation)
      case 'stop-reading':
      case 'read':
        return this.#setReading(operation)
      case 'malformed': {
        const { session, wrong, prefix } = operation
        return this.#endOf(operation).connectionsOf(session).sendMalformed(session, wrong, prefix)
      }
      case 'shut':
        this.#holds.add(this.#heldEnd(operation), operation.hold ?? operatorsHand)
        return this.#tellEnd(operation, 'stop')
      case 'start':
        if (!this.#holds.release(this.#heldEnd(operation), operation.hold)) return
        return this.#tellEnd(operation, 'start')
      case 'clear':
      case 'refresh':
        return this.#tellEnd(operation, operation.kind)
      case 'set-policy':
      case 'adjust-policy':
      case 'restore-policy':
        return this.#changePolicy(operation)
      case 'set-bfd':
      case 'restore-bfd':
        return this.#around.bfd.configure(operation)
      case 'set-prefix-limit':
        return this.#router(operation.at).setPrefixLimit(operation.session, operation.prefixLimit)
      case 'buy':
        return this.#around.load.buy(operation.trunk, {
          capacity: operation.capacity,
          isMetered: operation.isMetered,
        })
      case 'set-weight':
        return this.#router(operation.at).setWeight(operation.session, operation.weight)
      case 'set-aggregates':
        return this.#router(operation.at).setAggregates(operation.aggregates)
      case 'drain':
      case 'undrain':
        return this.#drain(operation)
      case 'announce':
      case 'withdraw':
        return this.#changeNetwork(operation)
      case 'several':
        for (const one of operation.operations) this.perform(one)
        return
      default:
        throw new Error(`unknown operation ${operation satisfies never}`)
    }
  }

  // What was done to a router that is down already, or up already, changes nothing.
  #crash(node: string, hold: string = operatorsHand): void {
    this.#holds.add(node, hold)
    if (!this.#around.network.isUp(node)) return
    this.#router(node).crash()
    this.#portsChanged(this.#around.network.crash(node))
  }

  #crashControlPlane(node: string, hold: string = operatorsHand): void {
    this.#holds.add(node, hold)
    const driver = this.#router(node)
    if (driver.isUp) driver.crashControlPlane()
  }

  #restart(node: string, hold: string | undefined): void {
    if (!this.#holds.release(node, hold) || this.#router(node).isUp) return
    if (!this.#around.network.isUp(node)) this.#portsChanged(this.#around.network.restart(node))
    this.#boot(node)
  }

  // A crash ends it: what boots does not stand still.
  #freeze({ kind, node, hold }: Operation & { kind: 'freeze' | 'thaw' }): void {
    if (kind === 'freeze') this.#frozen.add(node, hold ?? operatorsHand)
    else if (!this.#frozen.release(node, hold)) return
    const driver = this.#router(node)
    if (kind === 'thaw') driver.thaw()
    else if (driver.isUp && !driver.isFrozen) driver.freeze()
  }

  #mistake(operation: Operation & { kind: 'mistake' | 'mend' }): void {
    const { kind, about, session, hold } = operation
    const what = `${about} ${this.#heldEnd(operation)}`
    if (kind === 'mistake') this.#mistakes.add(what, hold ?? operatorsHand)
    else if (!this.#mistakes.release(what, hold)) return
    const driver = this.#endOf(operation)
    if (about === 'key') return driver.connectionsOf(session).setKeyWrong(session, kind === 'mistake')
    driver.setRemoteAsn(
      session,
      kind === 'mistake' ? wrongAsnFor(driver, session) : rightAsn(driver, session),
    )
  }

  // A crash ends it: what boots reads.
  #setReading(operation: Operation & { kind: 'stop-reading' | 'read' }): void {
    const { kind, session, hold } = operation
    const end = this.#heldEnd(operation)
    if (kind === 'stop-reading') this.#unread.add(end, hold ?? operatorsHand)
    else if (!this.#unread.release(end, hold)) return
    const driver = this.#endOf(operation)
    if (driver.isUp) driver.connectionsOf(session).setReading(session, kind === 'read')
  }

  #changePolicy(operation: PolicyChangingDeed): void {
    const { session, at, direction } = operation
    this.#policies.change(operation)
    this.#router(at).setPolicy(session, direction, this.#policies.of(operation))
  }

  // Like a shutdown this is configuration, and outlasts a restart.
  #drain({ kind, node, hold }: Operation & { kind: 'drain' | 'undrain' }): void {
    if (kind === 'drain') this.#maintenance.add(node, hold ?? operatorsHand)
    else if (!this.#maintenance.release(node, hold)) return
    if (this.#router(node).isUp) this.#router(node).handle({ kind })
  }

  #portsChanged(changes: readonly PortChange[]): void {
    for (const { node, link, up } of changes) {
      const driver = this.#around.routers.get(node)
      this.#around.tracer.because(node, { kind: 'link', link, up }, () => {
        if (driver?.isUp) driver.portChanged(link, up)
      })
    }
  }

  #heldEnd(end: OperatedEnd): string {
    return `${end.session} ${routerOfEnd(this.#around.plan.routers, end)}`
  }

  #endOf(end: OperatedEnd): SimDriver {
    return this.#router(routerOfEnd(this.#around.plan.routers, end))
  }

  #tellEnd(end: OperatedEnd, kind: 'stop' | 'start' | 'clear' | 'refresh'): void {
    this.#endOf(end).operate(kind, end.session)
  }

  #changeNetwork(operation: Operation & { kind: 'announce' | 'withdraw' }): void {
    const { announced, withdrawn } = this.#origins.change(operation)
    if (announced.count > 0) this.#announcementsChanged('announce', operation.at, announced)
    if (withdrawn.count > 0) this.#announcementsChanged('withdraw', operation.at, withdrawn)
  }

  #announcementsChanged(kind: 'announce' | 'withdraw', at: string, prefixes: PackedPrefixes): void {
    const network = this.#around.networks.get(at)
    const ports = network?.plan.behind ?? [{ router: at, link: '' }]
    const own = kind === 'announce' ? network?.own(prefixes) : network?.disown(prefixes)
    if (own !== undefined) this.#around.changed(at, [own], this.#around.tracer.cause)
    for (const { router, link } of ports) {
      if (!this.#router(router).isUp) continue
      if (kind === 'withdraw') this.#withdrawAt(router, prefixes)
      else {
        const nextHop = network === undefined ? here : towards(at, link)
        this.#router(router).announce(prefixes, nextHop)
      }
    }
  }

  // What a router still announces for another place only changes its way.
  #withdrawAt(router: string, prefixes: PackedPrefixes): void {
    const driver = this.#router(router)
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
    const behind = [...this.#around.networks.values()].flatMap(({ plan }) =>
      plan.behind
        .filter((port) => port.router === router)
        .map(({ link }) => ({ at: plan.name, nextHop: towards(plan.name, link) })),
    )
    return [{ at: router, nextHop: here }, ...behind]
  }

  #boot(name: string): void {
    const driver = this.#router(name)
    for (const { at, nextHop } of this.#placesAt(name)) {
      for (const prefixes of this.#origins.of(at)) driver.announce(prefixes, nextHop)
    }
    driver.boot()
    if (this.#maintenance.has(name)) driver.handle({ kind: 'drain' })
  }

  #router(name: string): SimDriver {
    const driver = this.#around.routers.get(name)
    if (driver === undefined) throw new Error(`no router ${name}`)
    return driver
  }
}

/** RFC 5398: two numbers that nobody has. */
const nobodysAsns = [64496, 64497] as const

function rightAsn({ plan }: SimDriver, session: string): number {
  const peer = plan.speaker.peers.find(({ name }) => name === session)
  if (peer === undefined) throw new Error(`no session ${session}`)
  return peer.session.remoteAsn
}

/** Neither the peer's nor the router's own. */
function wrongAsnFor(driver: SimDriver, session: string): number {
  const taken = [rightAsn(driver, session), driver.plan.speaker.asn]
  return nobodysAsns.find((asn) => !taken.includes(asn)) ?? firstPrivateAsn
}

const firstPrivateAsn = 64512
