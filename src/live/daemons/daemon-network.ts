import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Family, families } from '../../net/address.ts'
import { type PackedPrefixes, packPrefixes, unpackPrefixes } from '../../net/packed-prefixes.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { Holds } from '../../sim/holds.ts'
import { Origins } from '../../sim/origins.ts'
import { type OperatedEnd, routerOfEnd, type SimulationPlan } from '../../sim/plan.ts'
import type { Daemon, Past, RunningDaemon } from './daemon.ts'
import type { Deed } from './engine-stages.ts'
import type { RouterSetup } from './router-setup.ts'
import { routerSetups } from './router-setup.ts'
import { RunFolder } from './run-folder.ts'
import type { NetworkSnapshot, SentNotification } from './snapshot.ts'
import { Wire } from './wire.ts'

/** The operator's own hand, where a deed does not name who else keeps a router or a session down. */
const operatorsHand = 'operator'

/** The scenario's network, every router of it a daemon, in namespaces of this machine. */
export class DaemonNetwork {
  readonly #daemon: Daemon
  readonly #plan: SimulationPlan
  readonly #routers: readonly RouterSetup[]
  readonly #folder: RunFolder
  readonly #wire: Wire
  readonly #origins: Origins
  readonly #running = new Map<string, RunningDaemon>()
  readonly #holds = new Holds()
  readonly #shut = new Set<string>()
  /** How those that are down came to be so. */
  readonly #pasts = new Map<string, Past>()
  /** How many NOTIFICATIONs of each router were handed out. */
  readonly #told = new Map<string, number>()

  private constructor(daemon: Daemon, plan: SimulationPlan, folder: RunFolder, wire: Wire) {
    this.#daemon = daemon
    this.#plan = plan
    this.#routers = routerSetups(plan)
    this.#folder = folder
    this.#wire = wire
    this.#origins = new Origins(plan)
  }

  /** Lays the cables and starts every daemon; what was made is removed again where that fails. */
  static async start(daemon: Daemon, plan: SimulationPlan): Promise<DaemonNetwork> {
    const folder = new RunFolder()
    try {
      const wire = await Wire.lay(routerSetups(plan), plan.links, folder)
      const network = new DaemonNetwork(daemon, plan, folder, wire)
      await Promise.all(network.#routers.map((router) => network.#boot(router, 'none')))
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
        throw new Error(`${deed.node} is not drained on a host`)
      case 'note':
        return
      case 'set-policy':
      case 'set-prefix-limit':
        throw new Error(`${deed.at} keeps its configuration on a host`)
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
        this.#origins[deed.kind](deed.at, deed.prefixes)
        return this.#originateAnew(deed.at)
      default:
        throw new Error(`unknown deed ${deed satisfies never}`)
    }
  }

  /** Both ends of a session are told to start it, as far as nobody has shut it. */
  async startAgain(session: string): Promise<void> {
    const ends = this.#routers.filter(({ speaker }) => speaker.peers.some(({ name }) => name === session))
    if (ends.some(({ name: at }) => this.#shut.has(this.#heldEnd({ session, at })))) return
    for (const { name } of ends) await this.#running.get(name)?.open(session)
  }

  /** Every daemon is ended, and everything that was made for them is gone. */
  async end(): Promise<void> {
    for (const daemon of this.#running.values()) daemon.kill()
    await this.#folder.remove()
  }

  async #boot(router: RouterSetup, past: Past): Promise<void> {
    const path = join(this.#folder.path, router.name)
    mkdirSync(path, { recursive: true })
    const home = { namespace: this.#wire.namespaceOf(router.name), path, run: this.#folder }
    const daemon = await this.#daemon.start(router, this.#ownOf(router.name), home, past)
    this.#running.set(router.name, daemon)
    for (const { configuration } of router.peers) {
      const { name } = configuration
      if (this.#shut.has(this.#heldEnd({ session: name, at: router.name }))) await daemon.shut(name)
    }
  }

  // First nothing gets through any more, or the host would close the dead daemon's connections in its name.
  async #crash(node: string, hold: string = operatorsHand): Promise<void> {
    this.#holds.add(node, hold)
    const daemon = this.#running.get(node)
    if (daemon === undefined) return
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
    const router = this.#routers.find(({ name }) => name === node)
    if (router === undefined) throw new Error(`no router ${node}`)
    await this.#wire.perform({ kind: 'restart', node })
    await this.#boot(router, this.#pasts.get(node) ?? 'none')
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
