import type { ScenarioIssue } from '../scenario/issue.ts'
import { readScenario } from '../scenario/parse.ts'
import type { ReadPrefixFile } from '../scenario/read/prefix-files.ts'
import { OutageCauses } from '../scenario/result/outage-causes.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type ScenarioRun, scenarioRun } from '../scenario/scenario-run.ts'
import { withTimelineEntry } from '../scenario/timeline-text.ts'
import { formatDuration, type Micros } from '../sim/time.ts'
import { countUpTo } from './count-up-to.ts'
import { RunLog } from './run-log.ts'

/** What one may step to: an instant at which anything but a KEEPALIVE was traced, or one at which a best route changed. */
export type StepTo = 'event' | 'route-change'

/** What is done, as an entry of a timeline has it, without its moment: `{ cut: 'er.primary', silently: true }`. */
export type Action = Readonly<Record<string, unknown>>

/** The run in which the action was done, or what a reader of scenario files has against it. */
export type Acted =
  | { readonly playback: Playback; readonly issues: undefined }
  | { readonly playback: undefined; readonly issues: readonly ScenarioIssue[] }

/** With more than so many snapshots every second one is given up, and half as many are left from there on. */
const snapshotsAtMost = 48
const instantsBetweenSnapshots = 128

/**
 * A run that can be walked in both directions. A front goes ahead, writes the log and leaves snapshots; the state at an
 * instant is the last snapshot before it and a replay from there, which is what a fresh run comes to.
 */
export class Playback {
  readonly scenario: Scenario
  readonly log: RunLog
  /** Of what was played ahead. */
  readonly causes: OutageCauses
  readonly #readPrefixFile: ReadPrefixFile
  readonly #front: ScenarioRun
  #snapshots: readonly ScenarioRun[]
  #spacing = instantsBetweenSnapshots
  #run: ScenarioRun
  #now: Micros = 0
  #counted = { at: -1, keepalives: 0 }

  constructor(scenario: Scenario, readPrefixFile: ReadPrefixFile, branch: Branch = freshBranch(scenario)) {
    this.scenario = scenario
    this.#readPrefixFile = readPrefixFile
    this.log = branch.log
    this.causes = branch.causes
    this.#front = branch.front
    this.#front.simulation.trace.on('record', (record) => {
      this.log.note(record, this.#keepalivesUntil(record.at))
      this.causes.note(record)
    })
    if (branch.snapshots.length === 0) this.#front.start()
    this.#snapshots = branch.snapshots.length === 0 ? [this.#front.fork()] : branch.snapshots
    this.#run = this.#front.fork()
  }

  /** The instant that is looked at. */
  get now(): Micros {
    return this.#now
  }

  /** How everything stands now. It is for looking at: only a playback lets time pass in it. */
  get run(): ScenarioRun {
    return this.#run
  }

  /** The run as far as it was played ahead, for what has a history of its own. */
  get front(): ScenarioRun {
    return this.#front
  }

  /** When the run is over, as far as that is known. */
  get end(): Micros {
    return this.#front.end
  }

  /** Plays so many instants ahead, and leaves what is looked at as it is; answers whether there are more. */
  lookAhead(instants: number): boolean {
    for (let count = 0; count < instants && this.#front.next !== undefined; count++) this.#advanceFront()
    return this.#front.next !== undefined
  }

  /** To an instant, all of which has happened then; before the beginning and after the end it stays there. */
  jump(at: Micros): void {
    while ((this.#front.next ?? at + 1) <= at) this.#advanceFront()
    const target = Math.max(0, Math.min(at, this.end))
    const snapshot = this.#snapshotAt(target)
    if (target < this.#now || snapshot.instants > this.#run.instants) {
      this.#run = snapshot.fork(this.scenario)
    }
    while ((this.#run.next ?? target + 1) <= target) this.#run.advance()
    this.#now = target
  }

  /** To the next or the last such instant, or to the end of the run that lies there. */
  step(to: StepTo, direction: 'forward' | 'back'): void {
    const instants = to === 'event' ? this.log.events : this.log.routeChanges
    if (direction === 'back') {
      const before = countUpTo(instants, this.#now - 1, (instant) => instant)
      return this.jump(instants[before - 1] ?? 0)
    }
    while ((instants.at(-1) ?? 0) <= this.#now && this.#front.next !== undefined) this.#advanceFront()
    const upToNow = countUpTo(instants, this.#now, (instant) => instant)
    this.jump(instants[upToNow] ?? this.end)
  }

  /**
   * Does something now, which makes another future; this one stays as it is. It is done at the first instant from now on
   * at which nothing else happens: so it does not matter in which order, and the file with it plays alike.
   */
  act(action: Action): Acted {
    const at = this.#freeInstant()
    const source = withTimelineEntry(this.scenario.source, { at: formatDuration(at), ...action })
    const { scenario: read, issues } = readScenario(source, this.scenario.file, this.#readPrefixFile)
    const entry = read?.timeline.at(-1)
    if (read === undefined || entry === undefined) {
      return { playback: undefined, issues: issues.filter(({ level }) => level === 'error') }
    }
    const scenario = { ...read, timeline: [...this.scenario.timeline, entry] }
    const snapshots = this.#snapshots.filter(({ simulation }) => simulation.now < at)
    const front = this.#snapshotAt(at - 1).fork(scenario)
    while ((front.next ?? at) < at) front.advance()
    const log = this.log.until(at)
    const causes = new OutageCauses(front.simulation, front.evidence.sessions)
    causes.assume(this.causes, at)
    const playback = new Playback(scenario, this.#readPrefixFile, { front, log, causes, snapshots })
    playback.jump(at)
    return { playback, issues: undefined }
  }

  #freeInstant(): Micros {
    let at = Math.max(1, this.#now)
    for (;;) {
      this.jump(at)
      const { simulation } = this.#run
      if (simulation.now !== at && simulation.peek() !== at) return at
      at++
    }
  }

  #snapshotAt(at: Micros): ScenarioRun {
    const [first] = this.#snapshots
    if (first === undefined) throw new Error('a playback begins with a snapshot')
    return this.#snapshots.findLast(({ simulation }) => simulation.now <= at) ?? first
  }

  /** Counted once for each instant that has a record. */
  #keepalivesUntil(at: Micros): number {
    if (this.#counted.at !== at) {
      const { simulation, evidence } = this.#front
      const received = evidence.sessions.flatMap(({ name, local, remote }) =>
        [local, remote].map((node) => simulation.keepalivesLeftOut(node, name, at).received),
      )
      this.#counted = { at, keepalives: received.reduce((sum, count) => sum + count, 0) }
    }
    return this.#counted.keepalives
  }

  #advanceFront(): void {
    this.#front.advance()
    const last = this.#snapshots.at(-1)?.instants ?? 0
    if (this.#front.instants - last < this.#spacing) return
    this.#snapshots = [...this.#snapshots, this.#front.fork()]
    if (this.#snapshots.length <= snapshotsAtMost) return
    this.#snapshots = this.#snapshots.filter((_, index) => index % 2 === 0)
    this.#spacing *= 2
  }
}

/** What a playback goes on from; without a snapshot the front has yet to start. */
interface Branch {
  readonly front: ScenarioRun
  readonly log: RunLog
  readonly causes: OutageCauses
  readonly snapshots: readonly ScenarioRun[]
}

function freshBranch(scenario: Scenario): Branch {
  const front = scenarioRun(scenario)
  const causes = new OutageCauses(front.simulation, front.evidence.sessions)
  return { front, log: new RunLog(), causes, snapshots: [] }
}
