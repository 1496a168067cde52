import type { TrafficClass } from './traffic-class.ts'

/** Five-tuples of one class that arrive alike. */
export interface Arrival {
  /** The index of their class. */
  readonly traffic: number
  readonly tuples: number
  /** Of each of them, in bits per second. */
  readonly rate: number
}

/** One direction of what was bought, in bits per second. */
export interface Lane {
  readonly capacity: number
  readonly classes: readonly TrafficClass[]
}

/** Sums of shares of a whole differ from it in the last digits: less than this is no overload. */
const rounding = 1e-12

/**
 * What the lane carries of each arrival, of one five-tuple in bits per second, in the order of the arrivals. Classes of priority
 * first, in their order; the others by weight, and what one of them does not want is the others'. Within a class no five-tuple gets
 * less than another unless it sends less (max-min). Nothing is dropped while there is room.
 */
export function carriedBy(lane: Lane, arrivals: readonly Arrival[]): readonly number[] {
  const wanted = lane.classes.map((_, traffic) => wantedBy(arrivals, traffic))
  if (total(wanted) <= lane.capacity * (1 + rounding)) return arrivals.map(({ rate }) => rate)
  const granted = grants(lane, wanted)
  const levels = lane.classes.map((_, traffic) =>
    (granted[traffic] ?? 0) < (wanted[traffic] ?? 0)
      ? levelOf(
          arrivals.filter((arrival) => arrival.traffic === traffic),
          granted[traffic] ?? 0,
        )
      : Number.POSITIVE_INFINITY,
  )
  return arrivals.map(({ traffic, rate }) => Math.min(rate, levels[traffic] ?? 0))
}

function wantedBy(arrivals: readonly Arrival[], traffic: number): number {
  return total(
    arrivals.filter((arrival) => arrival.traffic === traffic).map(({ tuples, rate }) => tuples * rate),
  )
}

/** What each class may send. */
function grants({ capacity, classes }: Lane, wanted: readonly number[]): readonly number[] {
  const granted = wanted.map(() => 0)
  let left = capacity
  for (const [traffic, { weight }] of classes.entries()) {
    if (weight !== undefined) continue
    granted[traffic] = Math.min(wanted[traffic] ?? 0, left)
    left -= granted[traffic] ?? 0
  }
  let hungry = classes.flatMap(({ weight }, traffic) =>
    weight === undefined ? [] : [{ traffic, weight, wants: wanted[traffic] ?? 0 }],
  )
  while (hungry.length > 0) {
    const perWeight = left / total(hungry.map(({ weight }) => weight))
    const content = hungry.filter(({ weight, wants }) => wants <= perWeight * weight)
    const fed = content.length > 0 ? content : hungry
    for (const { traffic, weight, wants } of fed) granted[traffic] = Math.min(wants, perWeight * weight)
    left -= total(fed.map(({ traffic }) => granted[traffic] ?? 0))
    hungry = hungry.filter((one) => !fed.includes(one))
  }
  return granted
}

/** The rate that none gets more than, so that together they get what was granted, which is less than they want. */
function levelOf(arrivals: readonly Arrival[], granted: number): number {
  let left = granted
  let tuples = total(arrivals.map((arrival) => arrival.tuples))
  for (const arrival of arrivals.toSorted((a, b) => a.rate - b.rate)) {
    if (arrival.rate * tuples >= left) return left / tuples
    left -= arrival.rate * arrival.tuples
    tuples -= arrival.tuples
  }
  throw new Error('a class was granted less than it wants, and everyone in it has enough')
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0)
}
