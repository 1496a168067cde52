import { LifeCycleRun } from '../../scenario/life-cycle-run.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { TimelineRun } from '../../scenario/timeline-run.ts'
import { buildTopology } from '../../scenario/topology.ts'
import type { Operation } from '../../sim/operation.ts'
import type { SimulationPlan } from '../../sim/plan.ts'
import { Simulation } from '../../sim/simulation.ts'
import { type Micros, microsToSeconds } from '../../sim/time.ts'
import type { TraceRecord } from '../../sim/trace.ts'
import { playedLimit } from './conformance-plan.ts'
import { engineSnapshot } from './engine-snapshot.ts'
import { fallenByOne, standingOverLimit } from './one-too-many.ts'
import { undecidedInPairs } from './pairwise.ts'
import type { NetworkSnapshot, SentNotification } from './snapshot.ts'

/** What happens to the network; a moment that only gets a name is no part of it. */
export type Deed = Exclude<Operation, { kind: 'mark' | 'turn' }>

/** What was done at one instant, and the network when it came to rest after it: just before the next deed. */
export interface Stage {
  /** When the deeds were done; 0 for the start. */
  readonly atSeconds: number
  readonly deeds: readonly Deed[]
  readonly snapshot: NetworkSnapshot
  readonly notifications: readonly SentNotification[]
  /** The sessions that exceeded their prefix limit on the way. */
  readonly exceeded: readonly { readonly router: string; readonly session: string }[]
  /** The sessions that came to stand on the way. */
  readonly cameUp: readonly string[]
  /** How long after the deeds the last stale routes went because their time was over; 0 where none did. */
  readonly staleSeconds: number
  /** The prefixes whose best route depends on the order of arrival where routes are compared in pairs. */
  readonly undecidedInPairs: readonly string[]
  /** The sessions that had, or fell with, one route more than their prefix limit. */
  readonly oneTooMany: readonly string[]
  /** Whether everything had settled; what had not cannot be compared. */
  readonly isAtRest: boolean
}

/** What puts deeds into a simulation: asked after every instant, and over at its end. */
type Timeline = Pick<TimelineRun, 'update' | 'end'>

/** Plays the scenario in virtual time and looks at every rest point; somebody else may look at every record. */
export function engineStages(
  scenario: Scenario,
  plan: SimulationPlan,
  observe: (record: TraceRecord) => void = () => undefined,
): readonly Stage[] {
  const lifeCycle = new LifeCycleRun(scenario, buildTopology(scenario).expansion.sessions)
  const timelineOf = (simulation: Scheduler): Timeline =>
    new TimelineRun(simulation, scenario.timeline, lifeCycle)
  return stagesOf(plan, timelineOf, scenario.until, observe)
}

/** The same for deeds of any kind; `until` is where it ends, if not with the timeline. */
export function stagesOf(
  plan: SimulationPlan,
  timelineOf: (simulation: Scheduler) => Timeline,
  until: Micros | undefined,
  observe: (record: TraceRecord) => void = () => undefined,
): readonly Stage[] {
  const simulation = new Simulation(plan)
  const deeds = new Map<number, { readonly at: Micros; readonly deed: Deed }>()
  const timeline = timelineOf(recorded(simulation, deeds))
  const notifications: SentNotification[] = []
  const exceeded: { readonly router: string; readonly session: string }[] = []
  const cameUp: string[] = []
  const fallen: string[] = []
  simulation.trace.on('record', (record) => {
    observe(record)
    if (record.kind === 'session-state' && record.to === 'Established') cameUp.push(record.session)
    if (isTimeOver(record)) staleUntil = simulation.now
    const sent = sentNotification(record)
    if (sent !== undefined) notifications.push(sent)
    if (record.kind === 'limit' && record.level === 'exceeded')
      exceeded.push({ router: record.node, session: record.session })
    fallen.push(...fallenByOne(record))
  })
  let staleUntil: Micros = 0
  const stages: Stage[] = []
  let current: { readonly at: Micros; readonly deeds: readonly Deed[] } = { at: 0, deeds: [] }
  const finish = (): void => {
    stages.push({
      atSeconds: microsToSeconds(current.at),
      deeds: current.deeds,
      snapshot: engineSnapshot(simulation),
      notifications: notifications.splice(0),
      exceeded: exceeded.splice(0),
      undecidedInPairs: undecidedInPairs(simulation),
      oneTooMany: [...fallen.splice(0), ...standingOverLimit(simulation)],
      cameUp: [...new Set(cameUp.splice(0))],
      staleSeconds: microsToSeconds(Math.max(0, staleUntil - current.at)),
      isAtRest: simulation.convergence.isAtRest(),
    })
  }
  simulation.start()
  for (;;) {
    timeline.update()
    const next = simulation.peek()
    if (next === undefined || next > (until ?? timeline.end)) break
    const due = [...deeds].filter(([, { at }]) => at === next)
    if (due.length > 0) {
      finish()
      for (const [ticket] of due) deeds.delete(ticket)
      current = { at: next, deeds: due.map(([, { deed }]) => deed) }
    }
    simulation.advance()
  }
  finish()
  return stages
}

/** The simulation as far as deeds are put into it. */
export type Scheduler = ConstructorParameters<typeof TimelineRun>[0]

/** Passes everything on, and remembers what is to be done. */
function recorded(
  simulation: Simulation,
  deeds: Map<number, { readonly at: Micros; readonly deed: Deed }>,
): Scheduler {
  return {
    get now() {
      return simulation.now
    },
    schedule: (at, operation) => {
      if (operation.kind === 'mark' || operation.kind === 'turn') return simulation.schedule(at, operation)
      const deed = played(operation)
      const ticket = simulation.schedule(at, deed)
      deeds.set(ticket, { at, deed })
      return ticket
    },
    callOff: (ticket) => {
      deeds.delete(ticket)
      simulation.callOff(ticket)
    },
    isConverged: () => simulation.isConverged(),
    isEstablished: () => simulation.isEstablished(),
  }
}

/** As the plan has it (`conformancePlan`). */
function played(deed: Deed): Deed {
  if (deed.kind === 'several') return { ...deed, operations: deed.operations.map(played) }
  if (deed.kind !== 'set-prefix-limit') return deed
  return { ...deed, prefixLimit: deed.prefixLimit && playedLimit(deed.prefixLimit) }
}

function isTimeOver(record: TraceRecord): boolean {
  return record.kind === 'stale' && !record.present && timesOver.includes(record.reason)
}

const timesOver: readonly string[] = ['restart time over', 'stale for too long']

function sentNotification(record: TraceRecord): SentNotification | undefined {
  if (record.kind !== 'message-sent' || record.message.kind !== 'NOTIFICATION') return undefined
  const { code, subcode } = record.message
  return { router: record.node, session: record.session, code, subcode }
}
