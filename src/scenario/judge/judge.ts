import type { Micros } from '../../sim/time.ts'
import type { ExpectationEntry, TimeOperator } from '../expectation-entry.ts'
import type { ExpectationResult, Verdict } from '../result/run-result.ts'
import type { TimelineRun } from '../timeline-run.ts'
import type { Evidence } from './evidence.ts'
import { isStateCheck, readState, type StateCheck } from './read-state.ts'
import { doubtAbout, readWindow, type Window, type WindowCheck } from './read-window.ts'
import { plain, type Reading, seconds } from './reading.ts'

/**
 * Judges one expectation. A state holds from one instant to the next, so it is looked at once for each such
 * span that its window touches: nothing between two instants is missed, and nothing is sampled.
 */
export class Judge {
  readonly #entry: ExpectationEntry
  readonly #evidence: Evidence
  readonly #timeline: TimelineRun
  #decided: { readonly reading: Reading; readonly verdict: Verdict } | undefined
  #last: Reading | undefined
  /** Of the evidence, when it was last read. */
  #version: number | undefined

  constructor(entry: ExpectationEntry, evidence: Evidence, timeline: TimelineRun) {
    this.#entry = entry
    this.#evidence = evidence
    this.#timeline = timeline
  }

  /** Whether it is yet to be decided by what it sees from one instant to the next. */
  get watches(): boolean {
    const { check, time } = this.#entry
    return this.#decided === undefined && isStateCheck(check) && time.kind !== 'at-end'
  }

  /** The network stands as it does from now on, until just before `next`. */
  observe(now: Micros, next: Micros): void {
    const { check, time } = this.#entry
    if (this.#decided !== undefined || !isStateCheck(check) || now === next) return
    // The end is looked at when it has come.
    if (time.kind === 'at-end') return
    const window = this.#window(time)
    if (window === undefined || next <= window.from || now > window.to) return
    const reading = this.#read(check)
    const at = Math.max(now, window.from)
    if (time.kind === 'at') this.#decide(reading, reading.holds)
    else if (time.kind === 'eventually' && reading.holds) this.#decide(reached(reading, at, window), true)
    else if (time.kind === 'always' && !reading.holds) this.#decide(broken(reading, at), false)
    else if (time.kind === 'never' && reading.holds) this.#decide(broken(reading, at), false)
  }

  #read(check: StateCheck): Reading {
    const { version } = this.#evidence
    if (this.#last !== undefined && this.#version === version) return this.#last
    const reading = readState(check, this.#evidence)
    this.#last = reading
    this.#version = version
    return reading
  }

  /** The run is over: the verdict. */
  finish(end: Micros): ExpectationResult {
    const { reading, verdict } = this.#decided ?? this.#concluded(end)
    const { place, text, why } = this.#entry
    return {
      text,
      verdict,
      measured: reading.measured,
      margin: reading.margin,
      expected: text,
      line: place.line,
      column: place.column,
      why,
      because: verdict === 'pass' ? undefined : reading.because,
      try: verdict === 'pass' ? undefined : adviceFor(reading),
    }
  }

  #decide(reading: Reading, holds: boolean): void {
    this.#decided = { reading, verdict: holds ? 'pass' : 'fail' }
  }

  #concluded(end: Micros): { readonly reading: Reading; readonly verdict: Verdict } {
    const { check, time } = this.#entry
    const window = this.#window(time)
    if (window === undefined) return this.#neverCame(time, end)
    if (window.from > end) {
      const due = `it is due at +${seconds(window.from)} s, and the run ended at +${seconds(end)} s`
      return inconclusive('not looked at', due)
    }
    return isStateCheck(check)
      ? this.#concludedState(check, time, end, window)
      : this.#concludedWindow(check, time, end, window)
  }

  #neverCame(time: TimeOperator, end: Micros): Conclusion {
    const label = labelOf(time)
    const { awaited } = this.#timeline
    if (awaited === undefined) throw new Error(`${label} never came, and nothing is waited for`)
    const down = this.#evidence.down()
    const why =
      down.length === 0 ? 'all sessions stand, but routes kept changing' : down.slice(0, 3).join('; ')
    const waited = `${notSo[awaited]} by +${seconds(end)} s`
    return inconclusive(`"${label}" never came`, `${waited}: ${why}`)
  }

  #concludedState(check: StateCheck, time: TimeOperator, end: Micros, window: Window): Conclusion {
    if (time.kind === 'at-end') return conclusion(readState(check, this.#evidence))
    if (this.#last === undefined) return inconclusive('not looked at', 'its window was empty')
    if (time.kind === 'eventually') return missed(this.#last, window, end)
    return { reading: this.#last, verdict: 'pass' }
  }

  #concludedWindow(check: WindowCheck, time: TimeOperator, end: Micros, window: Window): Conclusion {
    const past = { from: window.from, to: Math.min(window.to, end) }
    const reading = readWindow(check, past, this.#evidence)
    const doubt = doubtAbout(check, past, reading, this.#evidence)
    if (doubt !== undefined) return inconclusive(reading.measured, doubt)
    if (time.kind === 'eventually') {
      return reading.at === undefined
        ? missed(reading, window, end)
        : conclusion(reached(reading, reading.at, window))
    }
    return conclusion(
      time.kind === 'never' ? { ...reading, holds: !reading.holds, because: undefined } : reading,
    )
  }

  #window(time: TimeOperator): Window | undefined {
    if (time.kind === 'at-end') return { from: 0, to: Number.POSITIVE_INFINITY }
    if (time.kind === 'at') {
      const at = this.#timeline.resolve(time.instant)
      return at === undefined ? undefined : { from: at, to: at }
    }
    const from = time.after === undefined ? 0 : this.#timeline.resolve(time.after)
    if (from === undefined) return undefined
    return { from, to: time.kind === 'eventually' ? from + time.withinMicros : Number.POSITIVE_INFINITY }
  }
}

const notSo = {
  converged: 'the network had not converged',
  established: 'not every session stood',
} as const

interface Conclusion {
  readonly reading: Reading
  readonly verdict: Verdict
}

function conclusion(reading: Reading): Conclusion {
  return { reading, verdict: reading.holds ? 'pass' : 'fail' }
}

function inconclusive(measured: string, because: string): Conclusion {
  return { reading: plain(false, measured, because), verdict: 'inconclusive' }
}

function reached(reading: Reading, at: Micros, window: Window): Reading {
  const took = at - window.from
  const left = window.to - at
  const margin = `${seconds(left)} s of ${seconds(window.to - window.from)} s`
  return { ...reading, measured: `${reading.measured}, after ${seconds(took)} s`, margin }
}

function broken(reading: Reading, at: Micros): Reading {
  return { ...reading, measured: `${reading.measured} at +${seconds(at)} s` }
}

/** It did not come in time, or the run ended while there was still time. */
function missed(reading: Reading, window: Window, end: Micros): Conclusion {
  if (window.to <= end) {
    const measured = `${reading.measured}, even after ${seconds(window.to - window.from)} s`
    return { reading: { ...reading, measured }, verdict: 'fail' }
  }
  const left = `the run ended at +${seconds(end)} s, with ${seconds(window.to - end)} s left for it`
  return inconclusive(reading.measured, left)
}

function labelOf(time: TimeOperator): string {
  if (time.kind === 'at-end') return 'the end'
  return (time.kind === 'at' ? time.instant : time.after)?.label ?? 'the start'
}

/** What to change, where what happened says so. */
function adviceFor({ because }: Reading): string | undefined {
  if (because === undefined) return undefined
  if (because.includes('hold timer expired')) {
    return 'shorter timers on the router (timers: { hold: 30s, keepalive: 10s }): the lower hold time of the two ends counts'
  }
  if (because.includes('NEXT_HOP')) return 'nextHopSelf: true on the session between the routers'
  if (because.includes('the run ended')) return 'make until: later, or leave it out'
  if (because.includes('prefix limit')) return 'announce fewer prefixes, or summarise them'
  return undefined
}
