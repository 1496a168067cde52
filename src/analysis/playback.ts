import { withEntries } from '../scenario/edited-text.ts'
import type { ScenarioIssue } from '../scenario/issue.ts'
import { ownership } from '../scenario/ownership.ts'
import { readScenario } from '../scenario/parse.ts'
import type { ReadPrefixFile } from '../scenario/read/prefix-files.ts'
import { OutageCauses } from '../scenario/result/outage-causes.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type ScenarioRun, scenarioRun } from '../scenario/scenario-run.ts'
import { formatDuration, type Micros } from '../sim/time.ts'
import { countUpTo } from './count-up-to.ts'
import { RunLog } from './run-log.ts'
import { Snapshots } from './snapshots.ts'

/** What one may step to: an instant at which anything but a KEEPALIVE was traced, or one at which a best route changed. */
export type StepTo = 'event' | 'route-change'

/** What is done, as an entry of a timeline has it, without its moment: `{ cut: 'er.primary', silently: true }`. */
export type Action = Readonly<Record<string, unknown>>

/** The run in which the action was done, or the file that would be and what its reader has against it. */
export type Acted =
  | { readonly playback: Playback; readonly issues: undefined }
  | { readonly playback: undefined; readonly source: string; readonly issues: readonly ScenarioIssue[] }

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
  readonly #snapshots: Snapshots
  /** A snapshot until time passes in it: then it is a fork of that. */
  #run: ScenarioRun
  #isSnapshot = true
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
      this.#snapshots.note(record)
    })
    this.#snapshots = branch.snapshots
    if (!branch.isStarted) this.#front.start()
    this.#snapshots.leave(this.#front)
    this.#run = this.#snapshots.at(this.#front.simulation.now, scenario)
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

  /** Plays so many instants ahead, none after `until`, and leaves what is looked at as it is; answers whether there are more. */
  lookAhead(instants: number, until: Micros = Number.POSITIVE_INFINITY): boolean {
    for (let count = 0; count < instants && this.#hasNext(until); count++) this.#advanceFront()
    return this.#hasNext(until)
  }

  /** To an instant, all of which has happened then; before the beginning and after the end it stays there. */
  jump(at: Micros): void {
    while (this.#hasNext(at)) this.#advanceFront()
    const target = Math.max(0, Math.min(at, this.end))
    const snapshot = this.#snapshots.at(target, this.scenario)
    if (this.#run.simulation.now > target || snapshot.instants > this.#run.instants) {
      this.#run = snapshot
      this.#isSnapshot = true
    }
    while ((this.#run.next ?? target + 1) <= target) this.#advanceRun()
    this.#now = target
  }

  /** To the next or the last such instant, or to the end of the run that lies there, or to `until` where that comes before. */
  step(to: StepTo, direction: 'forward' | 'back', until: Micros = Number.POSITIVE_INFINITY): void {
    const instants = to === 'event' ? this.log.events : this.log.routeChanges
    if (direction === 'back') {
      const before = countUpTo(instants, this.#now - 1, (instant) => instant)
      return this.jump(instants[before - 1] ?? 0)
    }
    while ((instants.at(-1) ?? 0) <= this.#now && this.#hasNext(until)) this.#advanceFront()
    const upToNow = countUpTo(instants, this.#now, (instant) => instant)
    this.jump(Math.min(instants[upToNow] ?? this.end, until))
  }

  /**
   * Does something now, which makes another future; this one stays as it is. It is done at the first instant from now on
   * at which nothing else happens: so it does not matter in which order, and the file with it plays alike. What is done
   * `later` says when by itself, counted from the label of the first.
   */
  act(action: Action, ...later: readonly Action[]): Acted {
    const at = this.#freeInstant()
    const entries = [{ at: formatDuration(at), ...action }, ...later]
    const source = withEntries(this.scenario.source, 'timeline', entries)
    const { scenario: read, issues } = readScenario(source, this.scenario.file, this.#readPrefixFile)
    if (read === undefined) {
      return { playback: undefined, source, issues: issues.filter(({ level }) => level === 'error') }
    }
    const added = read.timeline.slice(this.scenario.timeline.length)
    const scenario = { ...read, timeline: [...this.scenario.timeline, ...added] }
    const snapshots = this.#snapshots.before(at)
    const front = this.#run.fork(scenario)
    const log = this.log.until(at)
    const causes = causesIn(front)
    causes.assume(this.causes, at)
    const playback = new Playback(scenario, this.#readPrefixFile, {
      ...{ front, log, causes, snapshots },
      isStarted: true,
    })
    playback.jump(at)
    return { playback, issues: undefined }
  }

  #hasNext(until: Micros): boolean {
    const { next } = this.#front
    return next !== undefined && next <= until
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
    this.#snapshots.follow(this.#front)
  }

  #advanceRun(): void {
    if (this.#isSnapshot) this.#run = this.#run.fork()
    this.#isSnapshot = false
    this.#run.advance()
  }
}

/** What a playback goes on from. */
interface Branch {
  readonly front: ScenarioRun
  readonly isStarted: boolean
  readonly log: RunLog
  readonly causes: OutageCauses
  readonly snapshots: Snapshots
}

function causesIn({ simulation, evidence, topology }: ScenarioRun): OutageCauses {
  return new OutageCauses(simulation, evidence.sessions, ownership(topology))
}

function freshBranch(scenario: Scenario): Branch {
  const front = scenarioRun(scenario)
  const causes = causesIn(front)
  return { front, isStarted: false, log: new RunLog(), causes, snapshots: new Snapshots() }
}
