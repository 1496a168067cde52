import { type BfdSession, detectionTime } from '../../bfd/session.ts'
import { letsThrough } from '../fault.ts'
import type { RouterPlan } from '../plan.ts'
import type { Micros } from '../time.ts'
import type { BfdEndPlan } from './bfd-end.ts'
import { BfdPair, type BfdPlan, type BfdSurroundings, type BfdWork } from './bfd-pair.ts'

/** What one end of a session shows of itself. */
export interface BfdView extends Pick<BfdSession, 'state' | 'localDiscriminator' | 'localDiagnostic'> {
  /** How long silence is borne; `undefined` while nothing was heard. */
  readonly detectionMicros: Micros | undefined
}

/** The sessions that both ends watch; where one end does alone, its packets find nobody. */
export function bfdPlans(routers: readonly RouterPlan[]): readonly BfdPlan[] {
  const first = new Map<string, BfdEndPlan>()
  return routers.flatMap(({ speaker: { name: node, peers }, bfd }) =>
    peers.flatMap(({ name: session, interface: link }) => {
      const configuration = bfd.get(session)
      if (configuration === undefined) return []
      const [far, near] = [first.get(session), { node, configuration }]
      first.set(session, near)
      return far === undefined ? [] : [{ session, link, ends: [far, near] as const }]
    }),
  )
}

/** Every BFD session of a run. */
export class BfdSessions {
  readonly #pairs: ReadonlyMap<string, BfdPair>
  readonly #around: BfdSurroundings

  constructor(plans: readonly BfdPlan[], around: BfdSurroundings) {
    this.#around = around
    this.#pairs = new Map(plans.map((plan) => [plan.session, new BfdPair(plan, around)]))
  }

  /** Goes on from where others of the same plans stand; neither know of the other afterwards. */
  assume(other: BfdSessions): void {
    for (const [session, pair] of this.#pairs) {
      const far = other.#pairs.get(session)
      if (far !== undefined) pair.assume(far)
    }
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

  end(node: string, session: string): BfdView | undefined {
    const end = this.#pairs.get(session)?.ends.find((one) => one.node === node)
    if (end === undefined) return undefined
    const { state, localDiscriminator, localDiagnostic } = end.session
    return { state, localDiscriminator, localDiagnostic, detectionMicros: detectionTime(end.session) }
  }

  /** When silence will have lasted for a Detection Time at the node, as seen from an instant before the next. */
  detectsAt(node: string, session: string, at: Micros): Micros | undefined {
    return this.#pairs.get(session)?.detectsAt(node, at)
  }

  /** Whether every session that can be Up is, and no other. */
  isSettled(): boolean {
    return [...this.#pairs.values()].every((pair) => {
      const { network } = this.#around
      const carries = pair.ends.every(({ node }) => letsThrough(network.passage(node, pair.plan.link)))
      const canBeUp = carries && pair.ends.every(({ session }) => session.state !== 'AdminDown')
      return pair.ends.every(({ session }) => (session.state === 'Up') === canBeUp)
    })
  }
}
