import { type Micros, microsPerSecond } from '../time.ts'
import type { FlowOutcome } from './flow.ts'
import type { FlowPeriod, FlowRecord } from './flow-meter.ts'

/*
 * Probe k of a flow leaves k / rate seconds after the flow's start, on a whole microsecond, for tuple
 * k mod tuples. Nobody sends it: what becomes of it follows from the instant at which it leaves, so the
 * probes of a period are counted by arithmetic. One that leaves at the very instant of a change meets
 * the network as it is after the change.
 */
export function probeLeaves(record: FlowRecord, probe: number): Micros {
  return record.start + Math.floor((probe * microsPerSecond) / record.probesPerSecond)
}

/** How many probes leave from `from` up to, not including, `to`. */
export function probesBetween(record: FlowRecord, from: Micros, to: Micros): number {
  return firstProbeAt(record, to) - firstProbeAt(record, from)
}

/**
 * Probes lost, by outcome. A tuple on a way with loss rules loses that share of its probes: the
 * expectation, rounded once for all of them, since nothing is drawn.
 */
export function lostProbes(
  record: FlowRecord,
  periods: readonly FlowPeriod[],
): ReadonlyMap<FlowOutcome, number> {
  const lost = new Map<FlowOutcome, number>()
  let expected = 0
  for (const { from, to, walks } of periods) {
    const [first, end] = [firstProbeAt(record, from), firstProbeAt(record, to)]
    for (const [tuple, { outcome, loss }] of walks.entries()) {
      const probes = probesOfTuple(record.tuples, tuple, end) - probesOfTuple(record.tuples, tuple, first)
      if (outcome === 'ACCEPTED') expected += probes * loss
      else if (probes > 0) lost.set(outcome, (lost.get(outcome) ?? 0) + probes)
    }
  }
  const byLoss = Math.round(expected)
  if (byLoss > 0) lost.set('DROPPED_LOSS', (lost.get('DROPPED_LOSS') ?? 0) + byLoss)
  return lost
}

/** The number of the first probe that leaves at `at` or later. */
function firstProbeAt(record: FlowRecord, at: Micros): number {
  // The product may round to either side of the truth: begin surely below it, and let the probes say.
  const estimate = ((at - record.start) / microsPerSecond) * record.probesPerSecond
  let probe = Math.max(0, Math.floor(estimate) - 1)
  while (probeLeaves(record, probe) < at) probe++
  return probe
}

/** How many of the probes before number `end` are for the tuple. */
function probesOfTuple(tuples: number, tuple: number, end: number): number {
  return Math.ceil(Math.max(0, end - tuple) / tuples)
}
