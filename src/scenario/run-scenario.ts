import { vpnGatewayName } from '../expressroute/node-names.ts'
import { Simulation } from '../sim/simulation.ts'
import { type Micros, microsToSeconds, secondsToMicros } from '../sim/time.ts'
import type { DatagramRecord, SegmentRecord, TraceRecord } from '../sim/trace.ts'
import type { ScenarioIssue } from './issue.ts'
import { Evidence } from './judge/evidence.ts'
import { Judge } from './judge/judge.ts'
import { LifeCycleRun } from './life-cycle-run.ts'
import { circuitResults } from './result/circuit-results.ts'
import { flowResults } from './result/flow-result.ts'
import { learnedTooMuch, limitResults } from './result/limit-results.ts'
import { routerResult } from './result/router-result.ts'
import type {
  ExpectationResult,
  RouterResult,
  RunResult,
  Verdict,
  WarningResult,
} from './result/run-result.ts'
import { RunWarnings } from './result/run-warnings.ts'
import { sessionResult } from './result/session-result.ts'
import { StoryLines } from './result/story-lines.ts'
import type { Scenario } from './scenario.ts'
import { TimelineRun } from './timeline-run.ts'
import { buildTopology, type Topology } from './topology.ts'

/** What a caller may ask of a run; everything is optional. */
export interface RunOptions {
  /** In place of the file's. */
  readonly seed?: number
  /** Where the run ends, in place of the file's `until` and of what follows from the timeline. */
  readonly untilSeconds?: number
  /** The moment that `routers` shows; the end where it is left out. */
  readonly atSeconds?: number
  /** Is handed every trace record, in order: a copy of its own, so that it cannot influence the run. */
  readonly onRecord?: (record: TraceRecord) => void
  /** Is handed every TCP segment that leaves a port, and every one with a message or an end that is taken, likewise. */
  readonly onSegment?: (segment: SegmentRecord) => void
  /** Is handed every BFD packet that leaves a port, likewise; the same run takes longer then. */
  readonly onDatagram?: (datagram: DatagramRecord) => void
}

/** Runs a scenario in virtual time and judges its expectations. Same scenario and seed: same result, always. */
export function runScenario(scenario: Scenario, options: RunOptions = {}): RunResult {
  const steps = stepScenario(scenario, options)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** The same run, instant by instant: it yields each that is done, so that the caller may look up, or stop. */
export function* stepScenario(
  scenario: Scenario,
  options: RunOptions = {},
): Generator<Micros, RunResult, undefined> {
  const seeded = { ...scenario, seed: options.seed ?? scenario.seed }
  const topology = buildTopology(seeded)
  const simulation = new Simulation(topology.plan, { everyBfdPacket: options.onDatagram !== undefined })
  const enforced = new RunWarnings(topology.expansion, scenario.design, simulation.interner)
  const lifeCycle = new LifeCycleRun(scenario, topology.expansion.sessions)
  const reported = (rule: string): boolean =>
    enforced.has(rule) ||
    lifeCycle.warnings.some((warning) => warning.rule === rule) ||
    scenario.warnings.some((warning) => warning.rule === rule)
  const evidence = new Evidence(simulation, topology, { reported, estate: () => lifeCycle.estate })
  const story = new StoryLines(
    evidence.sessions.map(({ name }) => name),
    landmarks(topology),
  )
  const messages = { OPEN: 0, UPDATE: 0, KEEPALIVE: 0, NOTIFICATION: 0, 'ROUTE-REFRESH': 0 }
  simulation.trace.on('record', (record) => {
    enforced.note(record)
    evidence.note(record)
    story.note(record)
    if (record.kind === 'message-sent') messages[record.message.kind]++
    options.onRecord?.(structuredClone(record))
  })
  const { onSegment, onDatagram } = options
  if (onSegment !== undefined) {
    simulation.trace.on('segment', (segment) => onSegment(structuredClone(segment)))
  }
  if (onDatagram !== undefined) {
    simulation.trace.on('datagram', (datagram) => onDatagram(structuredClone(datagram)))
  }
  const run = new Run(seeded, simulation, lifeCycle, evidence, options)
  const { routers, ...azure } = yield* run.play()
  const expectations = run.verdicts()
  return {
    file: scenario.file,
    title: scenario.title,
    story: scenario.story,
    seed: seeded.seed,
    sha256: scenario.sha256,
    verdict: worst(expectations),
    simulatedSeconds: microsToSeconds(run.end),
    events: simulation.events,
    messages,
    marks: run.marks(),
    timeline: story.lines,
    expectations,
    sessions: evidence.sessions.map((ends) => sessionResult(ends, evidence)),
    flows: flowResults(simulation, run.end),
    ...azure,
    get routers() {
      return routers()
    },
    warnings: [
      ...scenario.warnings.map(foreseen),
      ...lifeCycle.warnings,
      ...enforced.all,
      ...learnedTooMuch(azure.limits),
    ],
  }
}

/** How things stood at one moment. */
interface Snapshot extends Pick<RunResult, 'circuits' | 'limits'> {
  readonly routers: () => readonly RouterResult[]
}

/** One scenario on its way through time. */
class Run {
  readonly #simulation: Simulation
  readonly #evidence: Evidence
  readonly #timeline: TimelineRun
  readonly #judges: readonly Judge[]
  /** Those that have yet to be decided by what they see from one instant to the next. */
  #watching: readonly Judge[]
  readonly #until: Micros | undefined
  readonly #snapshotAt: Micros | undefined

  constructor(
    scenario: Scenario,
    simulation: Simulation,
    lifeCycle: LifeCycleRun,
    evidence: Evidence,
    options: RunOptions,
  ) {
    this.#simulation = simulation
    this.#evidence = evidence
    this.#timeline = new TimelineRun(simulation, scenario.timeline, lifeCycle)
    this.#judges = scenario.expectations.map((entry) => new Judge(entry, evidence, this.#timeline))
    this.#watching = this.#judges.filter((judge) => judge.watches)
    this.#until = options.untilSeconds === undefined ? scenario.until : secondsToMicros(options.untilSeconds)
    this.#snapshotAt = options.atSeconds === undefined ? undefined : secondsToMicros(options.atSeconds)
  }

  get end(): Micros {
    return this.#until ?? this.#timeline.end
  }

  /** To the end; answers how everything stood at the moment asked for. */
  *play(): Generator<Micros, Snapshot, undefined> {
    let snapshot: Snapshot | undefined
    this.#simulation.start()
    for (;;) {
      this.#timeline.update()
      const next = this.#simulation.peek()
      const end = this.end
      const isOver = next === undefined || next > end
      // The last state of a run is looked at to the very end, that instant included.
      const until = isOver ? end + 1 : next
      this.#observe(until)
      if (this.#snapshotAt !== undefined && snapshot === undefined && this.#snapshotAt < until) {
        snapshot = this.#snapshot(this.#snapshotAt)
        snapshot.routers()
      }
      if (isOver) return snapshot ?? this.#snapshot(end)
      this.#simulation.advance()
      yield this.#simulation.now
    }
  }

  #observe(until: Micros): void {
    let decided = false
    for (const judge of this.#watching) {
      judge.observe(this.#simulation.now, until)
      if (!judge.watches) decided = true
    }
    if (decided) this.#watching = this.#watching.filter((judge) => judge.watches)
  }

  verdicts(): readonly ExpectationResult[] {
    return this.#judges.map((judge) => judge.finish(this.end))
  }

  marks(): ReadonlyMap<string, number> {
    const happened = [...this.#timeline.marks].filter(([, at]) => at <= this.end)
    return new Map(happened.map(([label, at]) => [label, microsToSeconds(at)]))
  }

  #snapshot(at: Micros): Snapshot {
    return {
      routers: once(() => this.#routers(at)),
      circuits: circuitResults(this.#evidence.estate()),
      limits: limitResults(this.#evidence),
    }
  }

  #routers(at: Micros): readonly RouterResult[] {
    return [...this.#simulation.routers.values()].map((driver) =>
      routerResult(driver, this.#simulation, at, this.#evidence.log),
    )
  }
}

function foreseen({ rule, message, line, assumption }: ScenarioIssue): WarningResult {
  return { rule, text: message, line, assumption }
}

/** Full tables are large, and few who run a scenario look at them: they are made when they are first asked for. */
function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** By these a way into Azure is told: the MSEEs, VPN gateways, providers, and Azure's own way to the Internet. */
function landmarks({ design, expansion: { msees, azureInternet } }: Topology): readonly string[] {
  return [
    ...msees.map(({ speaker }) => speaker.name),
    ...[...design.virtualNetworks].flatMap(([name, { hasVpnGateway }]) =>
      hasVpnGateway ? [vpnGatewayName(name)] : [],
    ),
    ...[...design.routers].flatMap(([name, { isInternet }]) => (isInternet ? [name] : [])),
    ...(azureInternet === undefined ? [] : [azureInternet.speaker.name]),
  ]
}

/** The worst of the verdicts; a run that checked nothing proved nothing. */
function worst(expectations: readonly ExpectationResult[]): Verdict {
  const verdicts = expectations.map(({ verdict }) => verdict)
  if (verdicts.includes('fail')) return 'fail'
  return verdicts.length === 0 || verdicts.includes('inconclusive') ? 'inconclusive' : 'pass'
}
