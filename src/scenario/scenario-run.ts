import type { SimulationOptions } from '../sim/plan.ts'
import { Simulation } from '../sim/simulation.ts'
import type { Micros } from '../sim/time.ts'
import { Evidence } from './judge/evidence.ts'
import { LifeCycleRun } from './life-cycle-run.ts'
import { RunWarnings } from './result/run-warnings.ts'
import type { Scenario } from './scenario.ts'
import { TimelineRun } from './timeline-run.ts'
import { buildTopology, type Topology } from './topology.ts'

export interface ScenarioRunOptions extends Pick<SimulationOptions, 'everyBfdPacket' | 'everyKeepalive'> {
  /** Where the run ends, in place of the file's `until` and of what follows from the timeline. */
  readonly until?: Micros | undefined
}

/** A scenario on its way through time: its network, what its timeline does to that, and what was seen of it. Nobody judges. */
export class ScenarioRun {
  readonly scenario: Scenario
  readonly topology: Topology
  readonly simulation: Simulation
  readonly timeline: TimelineRun
  readonly evidence: Evidence
  /** The rules that routers enforced. */
  readonly enforced: RunWarnings
  readonly lifeCycle: LifeCycleRun
  readonly #until: Micros | undefined
  #instants = 0

  constructor(scenario: Scenario, { topology, simulation, until }: RunParts) {
    this.scenario = scenario
    this.topology = topology
    this.simulation = simulation
    this.#until = until
    const { expansion } = topology
    const lifeCycle = new LifeCycleRun(scenario, expansion.sessions)
    const enforced = new RunWarnings(scenario, expansion, simulation.interner)
    const reported = (rule: string): boolean =>
      enforced.has(rule) ||
      lifeCycle.warnings.some((warning) => warning.rule === rule) ||
      scenario.warnings.some((warning) => warning.rule === rule)
    const evidence = new Evidence(simulation, topology, { reported, estate: () => lifeCycle.estate })
    this.lifeCycle = lifeCycle
    this.enforced = enforced
    this.evidence = evidence
    this.timeline = new TimelineRun(simulation, scenario.timeline, lifeCycle)
    simulation.trace.on('record', (record) => {
      enforced.note(record)
      evidence.note(record)
    })
  }

  /** When the run is over. It may become later, as long as something is waited for. */
  get end(): Micros {
    return this.#until ?? this.timeline.end
  }

  /** How many instants were carried out. */
  get instants(): number {
    return this.#instants
  }

  /** The next instant that belongs to the run; `undefined` where it is over. */
  get next(): Micros | undefined {
    const next = this.simulation.peek()
    return next === undefined || next > this.end ? undefined : next
  }

  start(): void {
    this.simulation.start()
    this.timeline.update()
  }

  /** Carries out the next instant, whole, and puts into the simulation what the timeline has waited for. */
  advance(): void {
    this.simulation.advance()
    this.#resetOffended()
    this.timeline.update()
    this.#instants++
  }

  // Model assumption of the file, where it makes it: whatever is forbidden costs the session.
  #resetOffended(): void {
    for (const { session, node } of this.enforced.takeOffended()) {
      const action = `${node} resets ${session}, over which it was told what it forbids`
      const operations = [{ kind: 'clear', session, at: node }] as const
      this.simulation.schedule(this.simulation.now, { kind: 'several', action, operations })
    }
  }

  /**
   * Another run that goes on from this instant: both go on alike, and neither knows of the other. Where the scenario has
   * more entries at the end of its timeline, at instants that are yet to come, it goes on as one that has had them from
   * the beginning; nothing else of it may differ.
   */
  fork(scenario: Scenario = this.scenario): ScenarioRun {
    const fork = new ScenarioRun(scenario, {
      topology: this.topology,
      simulation: this.simulation.fork(),
      until: this.#until,
    })
    fork.lifeCycle.assume(this.lifeCycle)
    fork.enforced.assume(this.enforced)
    fork.evidence.assume(this.evidence)
    fork.timeline.assume(this.timeline)
    fork.#instants = this.#instants
    return fork
  }
}

interface RunParts {
  readonly topology: Topology
  readonly simulation: Simulation
  readonly until: Micros | undefined
}

/** The run of a scenario, before it has started. */
export function scenarioRun(scenario: Scenario, options: ScenarioRunOptions = {}): ScenarioRun {
  const topology = buildTopology(scenario)
  const { until = scenario.until, ...every } = options
  return new ScenarioRun(scenario, { topology, simulation: new Simulation(topology.plan, every), until })
}
