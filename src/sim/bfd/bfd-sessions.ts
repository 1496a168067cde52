import { type BfdSession, detectionTime } from '../../bfd/session.ts'
import type { BfdWord } from '../../bgp/fsm/session.ts'
import { letsThrough } from '../fault.ts'
import { HeldSettings } from '../held-settings.ts'
import type { Deed } from '../operation.ts'
import type { RouterPlan } from '../plan.ts'
import type { Micros } from '../time.ts'
import type { BfdEnd, BfdEndPlan } from './bfd-end.ts'
import { BfdPair, type BfdPlan, type BfdSurroundings, type BfdWork, wordOf } from './bfd-pair.ts'

/** What one end of a session shows of itself. */
export interface BfdView extends Pick<BfdSession, 'state' | 'localDiscriminator' | 'localDiagnostic'> {
  /** How long silence is borne; `undefined` while nothing was heard. */
  readonly detectionMicros: Micros | undefined
}

/** The sessions that both ends watch, or can be told to. */
function bfdPlans(routers: readonly RouterPlan[]): readonly BfdPlan[] {
  const first = new Map<string, BfdEndPlan>()
  return routers.flatMap(({ speaker: { name: node, peers }, bfd }) =>
    peers.flatMap(({ name: session, interface: link }) => {
      const watch = bfd.get(session)
      if (watch === undefined) return []
      const [far, near] = [first.get(session), { node, configuration: watch.configuration }]
      first.set(session, near)
      return far === undefined ? [] : [{ session, link, ends: [far, near] as const }]
    }),
  )
}

/** What somebody configured while time ran. */
interface Configured {
  readonly hold: string
  readonly enabled: boolean
}

/** Every BFD session of a run, and those that there may yet be. Where one end alone is configured, its packets find nobody. */
export class BfdSessions {
  readonly #watched: ReadonlyMap<string, RouterPlan['bfd']>
  readonly #pairs: ReadonlyMap<string, BfdPair>
  readonly #around: BfdSurroundings
  readonly #configured = new HeldSettings<Configured>()

  constructor(routers: readonly RouterPlan[], around: BfdSurroundings) {
    this.#around = around
    this.#watched = new Map(routers.map(({ speaker, bfd }) => [speaker.name, bfd]))
    this.#pairs = new Map(bfdPlans(routers).map((plan) => [plan.session, new BfdPair(plan, around)]))
    for (const session of this.#pairs.keys()) this.#followConfiguration(session)
  }

  /** Goes on from where others of the same plans stand; neither know of the other afterwards. */
  assume(other: BfdSessions): void {
    this.#configured.assume(other.#configured)
    for (const [session, pair] of this.#pairs) {
      const far = other.#pairs.get(session)
      if (far !== undefined) pair.assume(far)
    }
  }

  configure(deed: Deed & { kind: 'set-bfd' | 'restore-bfd' }): void {
    const { session, hold } = deed
    if (deed.kind === 'set-bfd') this.#configured.set(session, deed)
    else this.#configured.release(session, hold)
    this.#followConfiguration(session)
  }

  /** Whether a router's end of a session is configured for it. */
  isConfigured(node: string, session: string): boolean {
    const last = this.#configured.of(session).at(-1)
    return last?.enabled ?? this.#watched.get(node)?.get(session)?.isOn === true
  }

  #followConfiguration(session: string): void {
    const pair = this.#pairs.get(session)
    if (pair === undefined) throw new Error(`${session} has no BFD`)
    pair.configure(pair.ends.every(({ node }) => this.isConfigured(node, session)))
  }

  /** To be called after everything that is done to the network or by operators. */
  follow(): void {
    for (const pair of this.#pairs.values()) pair.follow()
  }

  /** `ticket` is the one under which the work was scheduled. */
  handle(work: BfdWork, ticket: number): void {
    const pair = this.#pairs.get(work.session)
    if (pair === undefined) throw new Error(`no BFD session for ${work.session}`)
    pair.handle(work, ticket)
  }

  /** What a client of BFD that starts at the node finds; `undefined` where there is nothing to be told. */
  word(node: string, session: string): BfdWord | undefined {
    const end = this.#endOf(node, session)
    return end && wordOf(end.session)
  }

  /** A router's end; `undefined` where its session is not watched from both ends. */
  end(node: string, session: string): BfdView | undefined {
    const end = this.#endOf(node, session)
    if (end === undefined) return undefined
    const { state, localDiscriminator, localDiagnostic } = end.session
    return { state, localDiscriminator, localDiagnostic, detectionMicros: detectionTime(end.session) }
  }

  /** When silence will have lasted for a Detection Time at the node, as seen from an instant before the next. */
  detectsAt(node: string, session: string, at: Micros): Micros | undefined {
    return this.#pairs.get(session)?.detectsAt(node, at)
  }

  #endOf(node: string, session: string): BfdEnd | undefined {
    const pair = this.#pairs.get(session)
    return pair?.isConfigured === true ? pair.ends.find((one) => one.node === node) : undefined
  }

  /** Whether every session that can be Up is, and no other. */
  isSettled(): boolean {
    return [...this.#pairs.values()].every((pair) => {
      const { network } = this.#around
      const carries = pair.ends.every(({ node }) => letsThrough(network.passage(node, pair.plan.link)))
      const canBeUp =
        pair.isConfigured && carries && pair.ends.every(({ session }) => session.state !== 'AdminDown')
      return pair.ends.every(({ session }) => (session.state === 'Up') === canBeUp)
    })
  }
}
