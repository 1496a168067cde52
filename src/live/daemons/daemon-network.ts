import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { PeerConfiguration } from '../../bgp/speaker-configuration.ts'
import { type Family, families } from '../../net/address.ts'
import { type PackedPrefixes, packPrefixes, unpackPrefixes } from '../../net/packed-prefixes.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { Holds } from '../../sim/holds.ts'
import { describeOperation } from '../../sim/operation.ts'
import { Origins } from '../../sim/origins.ts'
import { type OperatedEnd, routerOfEnd, type SimulationPlan } from '../../sim/plan.ts'
import { Policies } from '../../sim/policies.ts'
import type { Daemon, Past, RunningDaemon } from './daemon.ts'
import { drained } from './drained.ts'
import type { Deed } from './engine-stages.ts'
import type { RouterSetup } from './router-setup.ts'
import { RunFolder } from './run-folder.ts'
import type { NetworkSnapshot, SentNotification } from './snapshot.ts'
import { Wire } from './wire.ts'

/** The operator's own hand, where a deed does not name who else keeps a router or a session down. */
const operatorsHand = 'operator'

/** The scenario's network, every router of it a daemon, in namespaces of this machine. */
export class DaemonNetwork {
  readonly #daemon: Daemon
  readonly #plan: SimulationPlan
  /** As they are configured at present, but for maintenance. */
  readonly #routers: Map<string, RouterSetup>
  readonly #folder: RunFolder
  readonly #wire: Wire
  readonly #origins: Origins
  readonly #running = new Map<string, RunningDaemon>()
  readonly #policies: Policies
  readonly #holds = new Holds()
  readonly #maintenance = new Holds()
  readonly #shut = new Set<string>()
  /** How those that are down came to be so. */
  readonly #pasts = new Map<string, Past>()
  /** How many NOTIFICATIONs of each router were handed out. */
  readonly #told = new Map<string, number>()

  private constructor(
    daemon: Daemon,
    plan: SimulationPlan,
    routers: readonly RouterSetup[],
    folder: RunFolder,
    wire: Wire,
  ) {
    this.#daemon = daemon
    this.#plan = plan
    this.#routers = new Map(routers.map((router) => [router.name, router]))
    this.#folder = folder
    this.#wire = wire
    this.#origins = new Origins(plan)
    this.#policies = new Policies(plan)
    for (const { speaker, shut } of plan.routers)
      for (const session of shut) this.#shut.add(this.#heldEnd({ session, at: speaker.name }))
  }

  /** Lays the cables and starts every daemon; what was made is removed again where that fails. */
  static async start(
    daemon: Daemon,
    plan: SimulationPlan,
    routers: readonly RouterSetup[],
  ): Promise<DaemonNetwork> {
    const folder = new RunFolder()
    try {
      const wire = await Wire.lay(routers, plan.links, folder)
      const network = new DaemonNetwork(daemon, plan, routers, folder, wire)
      await Promise.all(routers.map(({ name }) => network.#boot(name, 'none')))
      return network
    } catch (error) {
      await folder.remove()
      throw error
    }
  }

  async read(): Promise<NetworkSnapshot> {
    const names = [...this.#running.keys()]
    const snapshots = await Promise.all([...this.#running.values()].map((daemon) => daemon.read()))
    return new Map(
      names.flatMap((name, index) => {
        const snapshot = snapshots[index]
        return snapshot === undefined ? [] : [[name, snapshot] as const]
      }),
    )
  }

  /** The NOTIFICATIONs that were sent since this was asked for the last time. */
  takeNotifications(): readonly SentNotification[] {
    return [...this.#running].flatMap(([name, daemon]) => {
      const all = daemon.notifications()
      const fresh = all.slice(this.#told.get(name) ?? 0)
      this.#told.set(name, all.length)
      return fresh
    })
  }

  async perform(deed: Deed): Promise<void> {
    switch (deed.kind) {
      case 'add-fault':
      case 'remove-fault':
        return this.#wire.perform(deed)
      case 'crash':
        return this.#crash(deed.node, deed.hold)
      case 'drain':
      case 'undrain':
        return this.#drain(deed)
      case 'set-policy':
      case 'adjust-policy':
      case 'restore-policy':
        this.#policies.change(deed)
        return this.#configure(deed, { [deed.direction]: this.#policies.of(deed) })
      case 'discard':
      case 'forward':
      case 'freeze':
      case 'thaw':
      case 'mistake':
      case 'mend':
      case 'malformed':
      case 'stop-reading':
      case 'read':
      case 'set-bfd':
      case 'restore-bfd':
        throw new Error(`${describeOperation(deed)}: not on a host`)
      case 'set-prefix-limit':
        return this.#configure(deed, { prefixLimit: deed.prefixLimit })
      case 'set-weight':
      case 'set-aggregates':
        throw new Error(`${deed.at} keeps its configuration on a host`)
      case 'buy':
        // Of flows: daemons send none.
        return
      case 'several':
        for (const one of deed.operations) await this.perform(one)
        return
      case 'crash-control-plane':
        return this.#crashControlPlane(deed.node, deed.hold)
      case 'restart':
        return this.#restart(deed.node, deed.hold)
      case 'shut':
        this.#holds.add(this.#heldEnd(deed), deed.hold ?? operatorsHand)
        this.#shut.add(this.#heldEnd(deed))
        return this.#operated(deed)?.shut(deed.session)
      case 'start':
        if (!this.#holds.release(this.#heldEnd(deed), deed.hold)) return
        this.#shut.delete(this.#heldEnd(deed))
        return this.#operated(deed)?.open(deed.session)
      case 'clear':
        if (this.#shut.has(this.#heldEnd(deed))) return
        return this.#operated(deed)?.clear(deed.session)
      case 'refresh':
        return this.#operated(deed)?.refresh(deed.session)
      case 'announce':
      case 'withdraw':
        this.#origins.change(deed)
        return this.#originateAnew(deed.at)
      default:
        throw new Error(`unknown deed ${deed satisfies never}`)
    }
  }

  /** Both ends of a session are told to start it, as far as nobody has shut it. */
  async startAgain(session: string): Promise<void> {
    const ends = [...this.#routers.values()].filter(({ speaker }) =>
      speaker.peers.some(({ name }) => name === session),
    )
    if (ends.some(({ name: at }) => this.#shut.has(this.#heldEnd({ session, at })))) return
    for (const { name } of ends) await this.#running.get(name)?.open(session)
  }

  /** Every daemon is ended, and everything that was made for them is gone. */
  async end(): Promise<void> {
    for (const daemon of this.#running.values()) daemon.kill()
    await this.#folder.remove()
  }

  async #boot(name: string, past: Past): Promise<void> {
    const router = this.#setupOf(name)
    const path = join(this.#folder.path, name)
    mkdirSync(path, { recursive: true })
    const home = { namespace: this.#wire.namespaceOf(name), path, run: this.#folder }
    const daemon = await this.#daemon.start(router, this.#ownOf(name), home, past)
    this.#running.set(name, daemon)
    for (const { configuration } of router.peers) {
      const { name: session } = configuration
      if (this.#shut.has(this.#heldEnd({ session, at: name }))) await daemon.shut(session)
    }
  }

  // First nothing gets through any more, or the host would close the dead daemon's connections in its name; and a busy host takes long
  // enough for that to notice.
  async #crash(node: string, hold: string = operatorsHand): Promise<void> {
    this.#holds.add(node, hold)
    const daemon = this.#running.get(node)
    if (daemon === undefined) return
    daemon.freeze()
    await this.#wire.perform({ kind: 'crash', node })
    daemon.kill()
    this.#running.delete(node)
    this.#pasts.set(node, 'crash')
  }

  /** The daemon alone is gone: the host closes its connections, and what it left in the kernel stays. */
  #crashControlPlane(node: string, hold: string = operatorsHand): void {
    this.#holds.add(node, hold)
    const daemon = this.#running.get(node)
    if (daemon === undefined) return
    daemon.kill()
    this.#running.delete(node)
    this.#pasts.set(node, 'graceful')
  }

  async #restart(node: string, hold: string | undefined): Promise<void> {
    if (!this.#holds.release(node, hold) || this.#running.has(node)) return
    await this.#wire.perform({ kind: 'restart', node })
    await this.#boot(node, this.#pasts.get(node) ?? 'none')
  }

  /** Like a shutdown this is configuration, and outlasts a restart. */
  async #drain({ kind, node, hold }: Deed & { kind: 'drain' | 'undrain' }): Promise<void> {
    if (kind === 'drain') this.#maintenance.add(node, hold ?? operatorsHand)
    else this.#maintenance.release(node, hold)
    await this.#running.get(node)?.follow(this.#setupOf(node))
  }

  /** So is this. */
  async #configure(
    { session, at }: { readonly session: string; readonly at: string },
    change: Partial<PeerConfiguration>,
  ): Promise<void> {
    const router = this.#routerCalled(at)
    const peers = router.peers.map((peer) => {
      const { configuration } = peer
      return configuration.name === session
        ? { ...peer, configuration: { ...configuration, ...change } }
        : peer
    })
    this.#routers.set(at, { ...router, peers })
    await this.#running.get(at)?.follow(this.#setupOf(at))
  }

  #setupOf(name: string): RouterSetup {
    const router = this.#routerCalled(name)
    return this.#maintenance.has(name) ? drained(router) : router
  }

  #routerCalled(name: string): RouterSetup {
    const router = this.#routers.get(name)
    if (router === undefined) throw new Error(`no router ${name}`)
    return router
  }

  #heldEnd(end: OperatedEnd): string {
    return `${end.session} ${routerOfEnd(this.#plan.routers, end)}`
  }

  /** It may be down. */
  #operated(end: OperatedEnd): RunningDaemon | undefined {
    return this.#running.get(routerOfEnd(this.#plan.routers, end))
  }

  async #originateAnew(at: string): Promise<void> {
    for (const [name, daemon] of this.#running) {
      if (this.#placesAt(name).includes(at)) await daemon.originate(this.#ownOf(name))
    }
  }

  #placesAt(router: string): readonly string[] {
    const behind = this.#plan.networks.filter((network) =>
      network.behind.some((end) => end.router === router),
    )
    return [router, ...behind.map(({ name }) => name)]
  }

  /** What the router itself and the networks behind it announce at present, each prefix once. */
  #ownOf(router: string): readonly PackedPrefixes[] {
    const all = this.#placesAt(router).flatMap((place) => this.#origins.of(place))
    return families.map((family) => onlyOnce(family, all)).filter(({ count }) => count > 0)
  }
}

function onlyOnce(family: Family, lists: readonly PackedPrefixes[]): PackedPrefixes {
  const prefixes = lists.filter((list) => list.family === family).flatMap(unpackPrefixes)
  return packPrefixes(family, [...new Map(prefixes.map((prefix) => [formatPrefix(prefix), prefix])).values()])
}
