import type { Simulation } from '../sim/simulation.ts'
import { type Micros, microsToSeconds, secondsToMicros } from '../sim/time.ts'
import type { DatagramRecord, SegmentRecord, TraceRecord } from '../sim/trace.ts'
import type { ScenarioIssue } from './issue.ts'
import { Judges } from './judge/judges.ts'
import { ownership } from './ownership.ts'
import { plainCopy } from './plain-copy.ts'
import { assumptionsInForce } from './result/assumptions-in-force.ts'
import { BgpAvailabilityLog } from './result/bgp-availability.ts'
import { circuitResults } from './result/circuit-results.ts'
import { flowResults } from './result/flow-result.ts'
import { learnedTooMuch, limitResults } from './result/limit-results.ts'
import { linkLoadResults, linkOctets } from './result/load-results.ts'
import { OutageCauses } from './result/outage-causes.ts'
import { routerResult } from './result/router-result.ts'
import type {
  ExpectationResult,
  RouterResult,
  RunResult,
  Verdict,
  WarningResult,
} from './result/run-result.ts'
import { sessionResults } from './result/session-result.ts'
import { storyOf } from './result/story-of.ts'
import type { Scenario } from './scenario.ts'
import { type ScenarioRun, scenarioRun } from './scenario-run.ts'

/** What a caller may ask of a run; everything is optional. */
export interface RunOptions {
  /** In place of the file's. */
  readonly seed?: number
  /** Where the run ends, in place of the file's `until` and of what follows from the timeline. */
  readonly untilSeconds?: number
  /** The moment that `routers` shows; the end where it is left out. */
  readonly atSeconds?: number
  /**
   * Is handed every trace record, in order: a copy of its own, so that it cannot influence the run. KEEPALIVEs are
   * among them, each of which is run then: without, they are only counted, and hours of quiet take no time.
   */
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
  const unjudged = scenarioRun(seeded, {
    everyBfdPacket: options.onDatagram !== undefined,
    everyKeepalive: options.onRecord !== undefined || options.onSegment !== undefined,
    until: options.untilSeconds === undefined ? undefined : secondsToMicros(options.untilSeconds),
  })
  const { topology, simulation, evidence, lifeCycle, enforced } = unjudged
  const story = storyOf(topology)
  const causes = new OutageCauses(simulation, evidence.sessions, ownership(topology))
  const availability = new BgpAvailabilityLog(topology.expansion.sessions)
  const messages = { OPEN: 0, UPDATE: 0, KEEPALIVE: 0, NOTIFICATION: 0, 'ROUTE-REFRESH': 0 }
  simulation.trace.on('record', (record) => {
    story.note(record)
    causes.note(record)
    availability.note(record)
    if (record.kind === 'message-sent') messages[record.message.kind]++
    options.onRecord?.(plainCopy(record))
  })
  const { onSegment, onDatagram } = options
  if (onSegment !== undefined) {
    simulation.trace.on('segment', (segment) => onSegment(plainCopy(segment)))
  }
  if (onDatagram !== undefined) {
    simulation.trace.on('datagram', (datagram) => onDatagram(plainCopy(datagram)))
  }
  const run = new JudgedRun(unjudged, options)
  const { routers, ...azure } = yield* run.play()
  const expectations = run.verdicts()
  return {
    file: scenario.file,
    title: scenario.title,
    story: scenario.story,
    seed: seeded.seed,
    sha256: scenario.sha256,
    verdict: worst(expectations),
    simulatedSeconds: microsToSeconds(unjudged.end),
    events: simulation.events,
    messages: { ...messages, KEEPALIVE: messages.KEEPALIVE + keepalivesLeftOut(simulation, unjudged.end) },
    marks: run.marks(),
    timeline: story.lines,
    expectations,
    sessions: sessionResults(evidence, causes),
    flows: flowResults(simulation, unjudged.end, causes, topology.expansion),
    links: linkLoadResults(simulation, unjudged.end),
    bgpAvailability: availability.until(unjudged.end),
    ...azure,
    get routers() {
      return routers()
    },
    warnings: [
      ...scenario.warnings.map(foreseen),
      ...lifeCycle.warnings,
      ...enforced.all,
      ...learnedTooMuch(azure.limits, scenario.places),
    ],
    assumptions: assumptionsInForce({ scenario, expansion: topology.expansion, met: enforced }),
  }
}

/** How things stood at one moment. */
interface Snapshot extends Pick<RunResult, 'circuits' | 'limits' | 'linkOctets'> {
  readonly routers: () => readonly RouterResult[]
}

/** A run, and those who judge what the file expects of it. */
class JudgedRun {
  readonly #run: ScenarioRun
  readonly #judges: Judges
  readonly #snapshotAt: Micros | undefined

  constructor(run: ScenarioRun, options: RunOptions) {
    this.#run = run
    this.#judges = new Judges(run)
    this.#snapshotAt = options.atSeconds === undefined ? undefined : secondsToMicros(options.atSeconds)
  }

  /** To the end; answers how everything stood at the moment asked for. */
  *play(): Generator<Micros, Snapshot, undefined> {
    let snapshot: Snapshot | undefined
    this.#run.start()
    for (;;) {
      const { next, end } = this.#run
      // The last state of a run is looked at to the very end, that instant included.
      const until = next ?? end + 1
      this.#judges.observe(until)
      if (this.#snapshotAt !== undefined && snapshot === undefined && this.#snapshotAt < until) {
        snapshot = this.#snapshot(this.#snapshotAt)
        snapshot.routers()
      }
      if (next === undefined) return snapshot ?? this.#snapshot(end)
      this.#run.advance()
      yield this.#run.simulation.now
    }
  }

  verdicts(): readonly ExpectationResult[] {
    return this.#judges.verdicts()
  }

  marks(): ReadonlyMap<string, number> {
    const happened = [...this.#run.timeline.marks].filter(([, at]) => at <= this.#run.end)
    return new Map(happened.map(([label, at]) => [label, microsToSeconds(at)]))
  }

  #snapshot(at: Micros): Snapshot {
    return {
      routers: once(() => this.#routers(at)),
      circuits: circuitResults(this.#run.evidence.estate()),
      limits: limitResults(this.#run.evidence),
      linkOctets: linkOctets(this.#run.simulation, at),
    }
  }

  #routers(at: Micros): readonly RouterResult[] {
    const { simulation, evidence } = this.#run
    return [...simulation.routers.values()].map((driver) =>
      routerResult(driver, simulation, at, evidence.log),
    )
  }
}

function keepalivesLeftOut(simulation: Simulation, at: Micros): number {
  const counts = [...simulation.routers].flatMap(([node, { speaker }]) =>
    speaker.peers.map(({ name }) => simulation.keepalivesLeftOut(node, name, at).sent),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

function foreseen({ rule, message, line, column, assumption }: ScenarioIssue): WarningResult {
  return { rule, text: message, place: { line, column }, assumption }
}

/** Full tables are large, and few who run a scenario look at them: they are made when they are first asked for. */
function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** The worst of the verdicts; a run that checked nothing proved nothing. */
function worst(expectations: readonly ExpectationResult[]): Verdict {
  const verdicts = expectations.map(({ verdict }) => verdict)
  if (verdicts.includes('fail')) return 'fail'
  return verdicts.length === 0 || verdicts.includes('inconclusive') ? 'inconclusive' : 'pass'
}
