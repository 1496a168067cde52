import type { RunCost } from '../../analysis/run-cost.ts'
import { countOf, formatOctets, formatSpan } from '../../report/quantity.ts'

/** What a run is, and what it would take, in round numbers. */
export function costWords(cost: RunCost): string {
  const { routers, sessions, prefixes, deeds, simulatedSeconds, seconds, megabytes } = cost
  const parts = [
    countOf(routers, 'router'),
    countOf(sessions, 'session'),
    countOf(prefixes, 'prefix', 'prefixes'),
    `${countOf(deeds, 'thing')} done`,
    `${formatSpan(simulatedSeconds)} simulated at least`,
  ]
  return `${parts.join(', ')}: about ${formatSpan(rounded(seconds))} of work and ${formatOctets(rounded(megabytes) * 1e6)} of memory.`
}

/** To two digits: no more of it is known. */
function rounded(value: number): number {
  return Number(value.toPrecision(2))
}
