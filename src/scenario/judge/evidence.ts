import type { SessionState } from '../../bgp/fsm/session.ts'
import type { Path } from '../../expressroute/design.ts'
import type { ExpandedLink } from '../../expressroute/expansion.ts'
import type { Estate } from '../../expressroute/life-cycle/estate.ts'
import type { Simulation } from '../../sim/simulation.ts'
import type { TraceRecord } from '../../sim/trace.ts'
import { isKeepalive } from '../result/cause-log.ts'
import type { SessionEnds } from '../result/session-ends.ts'
import { SessionLog } from '../result/session-log.ts'
import type { Topology } from '../topology.ts'

/** What expectations are judged by: the network as it stands, and what the trace told of it so far. */
export class Evidence {
  readonly simulation: Simulation
  readonly sessions: readonly SessionEnds[]
  readonly log: SessionLog = new SessionLog()
  readonly #links: ReadonlyMap<string, ExpandedLink>
  #flaws = new Map<string, number>()
  #version = 0

  /** Whether a rule of ExpressRoute was met so far, by the file or by the run. */
  readonly reported: (rule: string) => boolean

  /** The circuits and what hangs on them, as they are at present. */
  readonly estate: () => Estate

  constructor(
    simulation: Simulation,
    topology: Topology,
    azure: { readonly reported: (rule: string) => boolean; readonly estate: () => Estate },
  ) {
    this.simulation = simulation
    this.reported = azure.reported
    this.estate = azure.estate
    this.sessions = sessionsOf(topology)
    this.#links = new Map(topology.expansion.links.map((link) => [link.name, link]))
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: Evidence): void {
    this.log.assume(other.log)
    this.#flaws = new Map(other.#flaws)
    this.#version = other.#version
  }

  /**
   * Grows with every record but those of KEEPALIVEs, which fill a run and change nothing that a state check looks
   * at: what a KEEPALIVE does change has a record of its own.
   */
  get version(): number {
    return this.#version
  }

  note(record: TraceRecord): void {
    this.log.note(record)
    if (!isKeepalive(record)) this.#version++
    if (record.kind !== 'loop' && record.kind !== 'black-hole') return
    const name = `${flawNames[record.kind]} ${record.nodes.join(' › ')}`
    const count = (this.#flaws.get(name) ?? 0) + (record.present ? 1 : -1) * record.prefixes.count
    if (count === 0) this.#flaws.delete(name)
    else this.#flaws.set(name, count)
  }

  /** The loops or black holes that there are now, in words. */
  flaws(kind: 'loop' | 'black-hole'): readonly string[] {
    return [...this.#flaws.keys()].filter((name) => name.startsWith(`${flawNames[kind]} `))
  }

  /** The sessions that do not stand now, in words: `ce1-ce2 ipv4 is Active`. */
  down(): readonly string[] {
    return this.sessions.flatMap((session) => {
      const state = this.stateOf(session)
      return state === 'Established' ? [] : [`${session.name} is ${state}`]
    })
  }

  /** A session stands where both ends say so; otherwise the end that does not is believed. */
  stateOf({ name, local, remote }: SessionEnds): SessionState {
    const [near, far] = [local, remote].map((end) => this.#stateAt(end, name))
    if (near === undefined || far === undefined) throw new Error(`session ${name} has no two ends`)
    return near === 'Established' ? far : near
  }

  #stateAt(router: string, session: string): SessionState {
    return this.simulation.router(router).speaker.peer(session).sessions.configured.state
  }

  /** The side of a circuit that a link belongs to; `undefined` for a link of the customer's own. */
  pathOf(link: string): Path | undefined {
    const found = this.#links.get(link)
    return found === undefined || found.kind === 'internet' ? undefined : found.path
  }

  /** Whether it is between a customer, or its provider, and an MSEE. */
  isOfCircuit({ link }: SessionEnds): boolean {
    return this.#links.get(link)?.kind === 'circuit'
  }

  session(name: string): SessionEnds {
    const ends = this.sessions.find((session) => session.name === name)
    if (ends === undefined) throw new Error(`no session ${name}`)
    return ends
  }

  /** The routers that a name stands for: itself, or the instances of a virtual network's gateway. */
  routersAt(name: string): readonly string[] {
    if (this.simulation.routers.has(name)) return [name]
    const network = this.simulation.plan.networks.find((other) => other.name === name)
    const { behind = [], standby = [] } = network ?? {}
    return behind.map(({ router }) => router).filter((router) => !standby.includes(router))
  }
}

const flawNames = { loop: 'loop', 'black-hole': 'black hole' } as const

/** Each session once, seen from the router that stands first in the plan: the customer's before Microsoft's. */
export function sessionsOf({ plan }: Topology): readonly SessionEnds[] {
  const sessions = new Map<string, SessionEnds>()
  for (const { speaker } of plan.routers) {
    for (const { name, remote, interface: link } of speaker.peers) {
      if (!sessions.has(name)) sessions.set(name, { name, local: speaker.name, remote, link })
    }
  }
  return [...sessions.values()]
}
