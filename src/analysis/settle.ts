import type { Simulation } from '../sim/simulation.ts'
import { type Micros, secondsToMicros } from '../sim/time.ts'

/** A network that has not settled within this time is not waited for any longer. */
const patienceMicros: Micros = secondsToMicros(3600)

/** Goes on until routers agree with the network and each other; answers whether that came within an hour. */
export function settle(simulation: Simulation): boolean {
  const until = simulation.now + patienceMicros
  while (!simulation.isConverged()) {
    const next = simulation.peek()
    if (next === undefined || next > until) return false
    simulation.advance()
  }
  return true
}

/** The same, and until clients have given up connections that do not get through, and opened others where they can. */
export function settleWithClients(simulation: Simulation): boolean {
  const isSettled = settle(simulation)
  let { due } = simulation.traffic
  while (due !== undefined && due > simulation.now) {
    pass(simulation, due - simulation.now)
    due = simulation.traffic.due
  }
  return isSettled
}

/** Goes on for so long, to the instant. */
export function pass(simulation: Simulation, micros: Micros): void {
  const until = simulation.now + micros
  for (let next = simulation.peek(); next !== undefined && next <= until; next = simulation.peek()) {
    simulation.advance()
  }
  simulation.waitUntil(until)
}
