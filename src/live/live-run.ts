import type { StreamPackets, StreamStart } from '../report/capture/stream-capture.ts'
import { SessionLog } from '../scenario/result/session-log.ts'
import { TimelineRun } from '../scenario/timeline-run.ts'
import { byMeaning } from '../sim/carriage.ts'
import type { Operation } from '../sim/operation.ts'
import { Simulation } from '../sim/simulation.ts'
import type { Micros } from '../sim/time.ts'
import type { TraceRecord } from '../sim/trace.ts'
import { Border } from './border.ts'
import { type Limits, usualLimits } from './limits.ts'
import { type Listener, type ListenPlan, listen } from './listener.ts'
import type { LivePlan } from './live-plan.ts'

/** How long a turn may last before sockets and commands get theirs. */
const turnMilliseconds = 20

/** A timer of the machine takes no more; whoever wakes then goes to sleep again. */
const longestSleepMilliseconds = 2 ** 31 - 1

/** Whoever follows a live run. */
export interface LiveObserver {
  readonly onRecord: (record: TraceRecord) => void
  /** Something was thrown where nobody waits for it; the run is over then. */
  readonly onBug: (error: unknown) => void
  /** Makes packets of every connection with a router outside. */
  readonly onConnection?: ((start: StreamStart) => StreamPackets) | undefined
}

/**
 * A simulation in step with the wall clock. Everything in it is as in any run: speakers, state machines, timers and
 * their jitter, links, faults and the timeline. Some of its routers are played outside, and their connections are
 * sockets. What comes from outside happens in the instant at which it is read.
 */
export class LiveRun {
  readonly plan: LivePlan
  readonly simulation: Simulation
  readonly border: Border
  readonly log: SessionLog = new SessionLog()
  readonly #timeline: TimelineRun
  readonly #listeners: Listener[] = []
  readonly #observer: LiveObserver
  readonly #limits: Limits
  #startedAt: number | undefined
  #alarm: NodeJS.Timeout | undefined
  #isAwake = false
  #isOver = false

  constructor(plan: LivePlan, observer: LiveObserver, limits: Limits = usualLimits) {
    this.plan = plan
    this.#observer = observer
    this.#limits = limits
    this.simulation = new Simulation(plan.plan, {
      ...{ load: byMeaning, outside: plan.outside, everyKeepalive: true },
    })
    this.simulation.trace.on('record', (record) => {
      this.log.note(record)
      observer.onRecord(record)
    })
    this.border = new Border(this.simulation, plan.sessions, {
      limits,
      enter: (work) => this.#enter(work),
      capture: observer.onConnection,
    })
    this.#timeline = new TimelineRun(this.simulation, plan.timeline, plan.lifeCycle)
  }

  /** Listens everywhere; answers why that failed where it did, and then listens nowhere. */
  async listen(plans: readonly ListenPlan[]): Promise<readonly string[]> {
    const answers = await Promise.all(
      plans.map((plan) => listen(plan, (socket) => this.border.meet(socket, plan))),
    )
    const problems: string[] = []
    for (const answer of answers) {
      if (answer === undefined) continue
      if ('problem' in answer) problems.push(answer.problem)
      else this.#listeners.push(answer)
    }
    if (problems.length > 0) this.#stopListening()
    return problems
  }

  get listeners(): readonly Listener[] {
    return this.#listeners
  }

  /** The routers start, and time begins. */
  start(): void {
    this.simulation.start()
    this.#startedAt = performance.now()
    this.#enter(() => undefined)
  }

  /** The simulation as it stands now: between two of its events its clock is behind that on the wall. */
  present(): Simulation {
    this.#enter(() => undefined)
    return this.simulation
  }

  /** Does something to the network now. */
  operate(operation: Operation): void {
    this.#enter(() => void this.simulation.schedule(this.simulation.now, operation))
  }

  /** The routers here say farewell to those outside (Cease/2), and what was said is flushed before this answers. */
  async end(): Promise<void> {
    this.#stopListening()
    for (const { name } of this.plan.sessions) this.operate({ kind: 'shut', session: name })
    const deadline = performance.now() + this.#limits.farewellMilliseconds
    while (this.border.sockets > 0 && performance.now() < deadline) await pause(5)
    this.#isOver = true
    clearTimeout(this.#alarm)
    this.border.abandon()
  }

  #stopListening(): void {
    for (const { close } of this.#listeners.splice(0)) close()
  }

  /** Time since the start, which is the simulation's. */
  #elapsed(): Micros {
    return Math.floor((performance.now() - (this.#startedAt ?? performance.now())) * 1000)
  }

  /** Brings the simulation up to the present, does the work in it, and carries out what follows at once. */
  #enter(work: () => void): void {
    try {
      this.#turn()
      work()
      this.#turn()
    } catch (error) {
      this.#isOver = true
      this.#observer.onBug(error)
    }
  }

  /** Carries out what is due, then sleeps until something is. */
  #turn(): void {
    if (this.#startedAt === undefined || this.#isAwake || this.#isOver) return
    this.#isAwake = true
    const isBehind = this.#catchUp()
    if (!isBehind) this.border.goOn()
    this.#isAwake = false
    this.#setAlarm(isBehind)
  }

  /** Answers whether time ran out before all was done that is due. */
  #catchUp(): boolean {
    const until = performance.now() + turnMilliseconds
    for (;;) {
      this.#timeline.update()
      const next = this.simulation.peek()
      const now = this.#elapsed()
      if (next === undefined || next > now) {
        this.simulation.waitUntil(Math.max(now, this.simulation.now))
        return false
      }
      if (performance.now() > until) return true
      this.simulation.advance()
      this.border.take()
    }
  }

  #setAlarm(isBehind: boolean): void {
    clearTimeout(this.#alarm)
    const wake = (): void => this.#enter(() => undefined)
    const next = this.simulation.peek()
    if (isBehind) this.#alarm = setTimeout(wake, 0)
    else if (next !== undefined) {
      const milliseconds = Math.ceil((next - this.#elapsed()) / 1000)
      this.#alarm = setTimeout(
        () => this.#turn(),
        Math.min(Math.max(milliseconds, 0), longestSleepMilliseconds),
      )
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
