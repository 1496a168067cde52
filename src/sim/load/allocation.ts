import { type Arrival, carriedBy, type Lane } from './fair-share.ts'

/** Five-tuples that go the same way with the same mark. */
export interface Stream {
  readonly tuples: number
  /** What each of them sends, in bits per second. */
  readonly rate: number
  /** The lanes that they come to, in order. */
  readonly crossings: readonly Crossing[]
}

export interface Crossing {
  /** The index of the lane. */
  readonly lane: number
  /** The index of the class that they are of there. */
  readonly traffic: number
  /** The share of what was sent that faults on the way to it would leave. */
  readonly share: number
}

/** One five-tuple of a stream at one crossing, in bits per second. */
export interface Passed {
  readonly arriving: number
  readonly carried: number
}

/**
 * Model assumption: lanes that feed one another in a ring are taken as they are after so many rounds. Without a ring there are no
 * more rounds than a stream has crossings, and one.
 */
const mostRounds = 100

/**
 * What every lane does with what comes to it: for each stream its crossings, in order. Senders do not slow down, so that each
 * lane is met by what the lanes before it let through.
 */
export function allocate(streams: readonly Stream[], lanes: readonly Lane[]): readonly (readonly Passed[])[] {
  let passed = streams.map(({ rate, crossings }) =>
    crossings.map(({ share }): Passed => ({ arriving: rate * share, carried: rate * share })),
  )
  for (let round = 0; round < mostRounds; round++) {
    const next = nextRound(streams, lanes, passed)
    if (sameRates(passed, next)) return next
    passed = next
  }
  return passed
}

type Rates = readonly (readonly Passed[])[]

function nextRound(streams: readonly Stream[], lanes: readonly Lane[], before: Rates): Passed[][] {
  const arriving = streams.map((stream, index) => arrivingAt(stream, before[index] ?? []))
  const passed = arriving.map((rates) => rates.map((rate): Passed => ({ arriving: rate, carried: rate })))
  for (const [number, lane] of lanes.entries()) {
    const met = streams.flatMap(({ tuples, crossings }, stream) =>
      crossings.flatMap(({ lane: own, traffic }, at) => {
        const rate = arriving[stream]?.[at] ?? 0
        return own === number ? [{ stream, at, arrival: { traffic, tuples, rate } satisfies Arrival }] : []
      }),
    )
    const carried = carriedBy(
      lane,
      met.map(({ arrival }) => arrival),
    )
    for (const [index, { stream, at, arrival }] of met.entries()) {
      const row = passed[stream]
      if (row !== undefined) row[at] = { arriving: arrival.rate, carried: carried[index] ?? 0 }
    }
  }
  return passed
}

/** What comes to each crossing where the one before lets through what it did in the last round. */
function arrivingAt({ rate, crossings }: Stream, before: readonly Passed[]): readonly number[] {
  return crossings.map(({ share }, at) => {
    const last = crossings[at - 1]
    if (last === undefined) return rate * share
    return last.share === 0 ? 0 : ((before[at - 1]?.carried ?? 0) * share) / last.share
  })
}

function sameRates(a: Rates, b: Rates): boolean {
  return a.every((row, stream) =>
    row.every(({ arriving, carried }, at) => {
      const other = b[stream]?.[at]
      return arriving === other?.arriving && carried === other.carried
    }),
  )
}
