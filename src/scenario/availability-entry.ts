import type { Micros } from '../sim/time.ts'

/** How often things fail and are under maintenance, as far as the file says. */
export interface AvailabilityEntry {
  /** Of every cable and of every box without figures of its own. */
  readonly links: FailureFigures | undefined
  readonly nodes: FailureFigures | undefined
  readonly components: ReadonlyMap<string, FailureFigures>
  readonly maintenance: readonly MaintenanceEntry[]
}

/** Means of exponential distributions. */
export interface FailureFigures {
  /** From a repair to the next failure. */
  readonly failsAfter: Micros
  readonly repairedAfter: Micros
}

/** Windows in which something is down on purpose, each as long after the one before. */
export interface MaintenanceEntry {
  readonly of: string
  readonly everyMicros: Micros
  readonly forMicros: Micros
  /** How long before a window traffic is asked to leave. */
  readonly drainMicros: Micros
}

export const noAvailability: AvailabilityEntry = {
  links: undefined,
  nodes: undefined,
  components: new Map(),
  maintenance: [],
}
