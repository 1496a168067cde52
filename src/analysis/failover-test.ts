import type { Path, PeeringKind } from '../expressroute/design.ts'
import type { Expansion } from '../expressroute/expansion.ts'
import { mseeName } from '../expressroute/node-names.ts'
import { type Family, families } from '../net/address.ts'
import { prefixAt } from '../net/packed-prefixes.ts'
import { formatPrefix } from '../net/prefix-text.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { buildTopology } from '../scenario/topology.ts'
import { measureFlow } from '../sim/flow/flow-measure.ts'
import type { Operation } from '../sim/operation.ts'
import { Simulation } from '../sim/simulation.ts'
import { type Micros, secondsToMicros } from '../sim/time.ts'
import { arrivingShare, arrivingShares, type FlowEnd, flowEnds } from './flow-ends.ts'
import { pass, settle } from './settle.ts'

/** One link of a circuit, and how it is taken away: in Azure's words, `linkType` and `circuitTestCategory`. */
export interface FailoverTest {
  readonly circuit: string
  readonly link: Path
  readonly category: FailoverCategory
}

/** The sessions of the link are shut down, or its MSEE prepends 12076 both ways as before maintenance. */
export type FailoverCategory = 'BgpDisconnect' | 'ASPathPrepend'

/** What Azure's failover test of a circuit says, and what became of the flows besides. Instants are of virtual time. */
export interface FailoverReport {
  readonly test: FailoverTest
  readonly status: 'Completed' | 'StartFailed' | 'StopFailed'
  /** Why it could not start, or not end. */
  readonly problem: string | undefined
  readonly startAt: Micros
  readonly endAt: Micros
  /** Model assumption: prefixes that the customer announces over both links of the circuit, and those over the tested one alone. */
  readonly redundantRoutes: readonly string[]
  readonly nonRedundantRoutes: readonly string[]
  readonly bgpStatus: readonly LinkStatus[]
  readonly flows: readonly TestedFlow[]
  /** Every flow that arrived before arrived over other ways at the height of the test, and all came back. */
  readonly wasSimulationSuccessful: boolean
}

/** How the sessions of one link and family stood when all had settled. */
export interface LinkStatus {
  readonly link: Path
  readonly peering: PeeringKind
  readonly family: Family
  readonly isConnected: boolean
  readonly checkedAt: Micros
}

/** One direction of a flow. */
export interface TestedFlow extends FlowEnd {
  /** The share of five-tuples that arrived before the test, and at its height. */
  readonly arrivedBefore: number
  readonly arrivesDuring: number
  /** Whether any five-tuple still takes the link under test. */
  readonly usesLink: boolean
  /** The longest time that any five-tuple was out, from the start of the test to its end. */
  readonly worstOutage: Micros
}

/** How long the test lasts once everything has settled. */
const heightMicros: Micros = secondsToMicros(10)

/**
 * Azure's failover test of a circuit, on a scenario without its timeline: everything settles, one link is taken
 * away, everything settles again, and the link comes back.
 */
export function failoverTest(scenario: Scenario, test: FailoverTest): FailoverReport {
  return new TestRun(scenario, test).report()
}

class TestRun {
  readonly #test: FailoverTest
  readonly #peerings: readonly PeeringKind[]
  readonly #expansion: Expansion
  readonly #simulation: Simulation

  constructor(scenario: Scenario, test: FailoverTest) {
    const { expansion, plan } = buildTopology(scenario)
    this.#test = test
    this.#peerings = [...(scenario.design.circuits.get(test.circuit)?.peerings.keys() ?? [])]
    this.#expansion = expansion
    this.#simulation = new Simulation(plan)
  }

  report(): FailoverReport {
    this.#simulation.start()
    const settles = settle(this.#simulation)
    const startAt = this.#simulation.now
    const before = this.#bgpStatus()
    const routes = this.#routes()
    const unfit = settles ? this.#unfit(before) : 'the network does not settle within an hour'
    if (unfit !== undefined) return this.#failed(startAt, routes, unfit)
    const arriving = arrivingShares(this.#simulation)
    this.#carryOut(this.#operations('begin'))
    const isSettled = settle(this.#simulation)
    pass(this.#simulation, heightMicros)
    const bgpStatus = this.#bgpStatus()
    const during = this.#flows(arriving)
    this.#carryOut(this.#operations('end'))
    const isBack = settle(this.#simulation)
    pass(this.#simulation, heightMicros)
    const back = this.#bgpStatus().filter((end) => this.#isTested(end))
    const flows = during.map((flow) => ({ ...flow, worstOutage: this.#worstOutage(flow, startAt) }))
    const returned = isSettled && isBack && back.every(({ isConnected }) => isConnected)
    return {
      ...{ test: this.#test, startAt, endAt: this.#simulation.now, ...routes, bgpStatus, flows },
      status: returned ? 'Completed' : 'StopFailed',
      problem: returned ? undefined : 'the sessions of the link did not come back within an hour',
      wasSimulationSuccessful: returned && flows.every(isKept),
    }
  }

  #failed(at: Micros, routes: Routes, problem: string): FailoverReport {
    return {
      ...{ test: this.#test, status: 'StartFailed', problem, startAt: at, endAt: at, ...routes },
      ...{ bgpStatus: this.#bgpStatus(), flows: [], wasSimulationSuccessful: false },
    }
  }

  /** Only a link that works can be taken away. */
  #unfit(before: readonly LinkStatus[]): string | undefined {
    const tested = before.filter((end) => this.#isTested(end))
    if (tested.some(({ isConnected }) => isConnected)) return undefined
    return `no session of the ${this.#test.link} link stands`
  }

  #isTested({ link }: LinkStatus): boolean {
    return link === this.#test.link
  }

  #operations(moment: 'begin' | 'end'): readonly Operation[] {
    const { circuit, link, category } = this.#test
    const nodes = this.#peerings.map((peering) => mseeName(circuit, link, peering))
    const hold = 'failover test'
    if (category === 'ASPathPrepend') {
      const kind = moment === 'begin' ? 'drain' : 'undrain'
      return nodes.map((node) => ({ kind, node, hold }))
    }
    const kind = moment === 'begin' ? 'shut' : 'start'
    return nodes.flatMap((at) => this.#sessionsOf(at).map((session) => ({ kind, session, at, hold })))
  }

  /** The sessions of an MSEE with the customer, or with his provider. */
  #sessionsOf(msee: string): readonly string[] {
    return this.#expansion.sessions
      .filter(({ link, ends }) => link.kind === 'circuit' && ends.some(({ node }) => node === msee))
      .map(({ name }) => name)
  }

  #carryOut(operations: readonly Operation[]): void {
    for (const operation of operations) this.#simulation.schedule(this.#simulation.now, operation)
    if (operations.length > 0) this.#simulation.advance()
  }

  #routes(): Routes {
    const { link } = this.#test
    const [tested, other] = [
      this.#heardOver(link),
      this.#heardOver(link === 'primary' ? 'secondary' : 'primary'),
    ]
    return {
      redundantRoutes: [...tested].filter((prefix) => other.has(prefix)),
      nonRedundantRoutes: [...tested].filter((prefix) => !other.has(prefix)),
    }
  }

  /** What the customer announces over one link, whichever peering it is on. */
  #heardOver(link: Path): ReadonlySet<string> {
    const prefixes = this.#peerings.flatMap((peering) => {
      const msee = mseeName(this.#test.circuit, link, peering)
      const { speaker } = this.#simulation.router(msee)
      return this.#sessionsOf(msee).flatMap((session) =>
        families.flatMap((family) => {
          const { ids } = speaker.ribs[family]
          const heard = [...speaker.peer(session).adjRibIn[family].prefixes()]
          return heard.map((id) => formatPrefix(prefixAt(family, ids.keys, ids.offset(id))))
        }),
      )
    })
    return new Set(prefixes)
  }

  #bgpStatus(): readonly LinkStatus[] {
    return (['primary', 'secondary'] as const).flatMap((link) =>
      this.#peerings.flatMap((peering) => this.#statusOf(link, peering)),
    )
  }

  #statusOf(link: Path, peering: PeeringKind): readonly LinkStatus[] {
    const msee = mseeName(this.#test.circuit, link, peering)
    const { speaker } = this.#simulation.router(msee)
    const peers = this.#sessionsOf(msee).map((session) => speaker.peer(session))
    return families.flatMap((family) => {
      const own = peers.filter(({ configuration }) => configuration.session.families.includes(family))
      if (own.length === 0) return []
      const isConnected = own.every(({ negotiated }) => negotiated !== undefined)
      return [{ link, peering, family, isConnected, checkedAt: this.#simulation.now }]
    })
  }

  /** How each direction of the flows fares now; how long it was out is known when the test is over. */
  #flows(before: readonly number[]): readonly Omit<TestedFlow, 'worstOutage'>[] {
    const { circuit, link } = this.#test
    const { traffic } = this.#simulation
    const boxes = this.#peerings.map((peering) => mseeName(circuit, link, peering))
    return flowEnds(this.#simulation).map((flow, index) => ({
      ...flow,
      arrivedBefore: before[index] ?? 0,
      arrivesDuring: arrivingShare(this.#simulation, flow),
      usesLink: traffic
        .walks(flow.name, flow.direction)
        .some(({ hops }) => hops.some((hop) => boxes.includes(hop))),
    }))
  }

  #worstOutage({ name, direction }: FlowEnd, from: Micros): Micros {
    const { now, traffic } = this.#simulation
    return measureFlow(traffic.record(name, direction, now), { from, to: now }).worstOutage
  }
}

type Routes = Pick<FailoverReport, 'redundantRoutes' | 'nonRedundantRoutes'>

function isKept({ arrivedBefore, arrivesDuring, usesLink }: TestedFlow): boolean {
  return arrivesDuring >= arrivedBefore && !usesLink
}
