import { formatBandwidth } from '../../expressroute/bandwidth.ts'
import type { ClassRates, Overload } from '../../sim/load/load.ts'

/** `er-1.secondary is full: it carries 1 Gbps of the 1.4 Gbps from ce2, and drops 400 Mbps of Default`. */
export function overloadText({ trunk, from, classes }: Omit<Overload, 'capacity'>): string {
  const [arriving, carried] = [total(classes, (one) => one.arriving), total(classes, (one) => one.carried)]
  const dropping = classes.filter((one) => one.arriving > one.carried)
  if (dropping.length === 0) return `${trunk}: nothing from ${from} is dropped any more`
  const dropped = dropping.map((one) => `${rate(one.arriving - one.carried)} of ${one.name}`)
  return `${trunk} is full: it carries ${rate(carried)} of the ${rate(arriving)} from ${from}, and drops ${dropped.join(', ')}`
}

function total(classes: readonly ClassRates[], figure: (one: ClassRates) => number): number {
  return classes.reduce((sum, one) => sum + figure(one), 0)
}

const bitsPerKilobit = 1000

/** From bits per second, to the kilobit. */
function rate(bitsPerSecond: number): string {
  return formatBandwidth(Math.round(bitsPerSecond / bitsPerKilobit) / bitsPerKilobit)
}
