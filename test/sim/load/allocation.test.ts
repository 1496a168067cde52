import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { allocate, type Passed, type Stream } from '../../../src/sim/load/allocation.ts'
import { carriedBy, type Lane } from '../../../src/sim/load/fair-share.ts'

const classes = [{ name: 'all', weight: 1 }]

function lane(capacity: number): Lane {
  return { capacity, classes }
}

function stream(rate: number, lanes: readonly number[], shares: readonly number[] = []): Stream {
  return {
    tuples: 1,
    rate,
    crossings: lanes.map((number, at) => ({ lane: number, traffic: 0, share: shares[at] ?? 1 })),
  }
}

test('a lane is met by what the lane before it lets through', (t) => {
  const [first, second] = allocate([stream(100, [0, 1]), stream(30, [1])], [lane(60), lane(80)])
  t.deepEqual(first, [
    { arriving: 100, carried: 60 },
    { arriving: 60, carried: 50 },
  ])
  t.deepEqual(second, [{ arriving: 30, carried: 30 }])
})

test('what faults take on the way leaves room', (t) => {
  const [passed] = allocate([stream(100, [0, 1], [1, 0.25])], [lane(80), lane(30)])
  t.deepEqual(passed, [
    { arriving: 100, carried: 80 },
    { arriving: 20, carried: 20 },
  ])
})

test('two lanes that feed each other come to rest', (t) => {
  const [one, other] = allocate([stream(60, [0, 1]), stream(60, [1, 0])], [lane(100), lane(100)])
  t.is(carriedAtEnd(one), 50)
  t.is(carriedAtEnd(other), 50)
})

const someStreams = fc.array(
  fc.record({
    tuples: fc.integer({ min: 1, max: 3 }),
    rate: fc.integer({ min: 0, max: 50 }),
    crossings: fc.subarray([0, 1, 2, 3]).chain((lanes) =>
      fc.tuple(...lanes.map(() => fc.double({ min: 0.1, max: 1, noNaN: true }))).map((shares) => {
        const falling = shares.toSorted((a, b) => b - a)
        return lanes.map((number, at) => ({ lane: number, traffic: 0, share: falling[at] ?? 1 }))
      }),
    ),
  }),
  { maxLength: 6 },
)

test('where no lane feeds one before it, one lane after the other comes to the same', (t) => {
  t.notThrows(() => {
    fc.assert(
      fc.property(someStreams, fc.array(fc.nat(120), { minLength: 4, maxLength: 4 }), (streams, sizes) => {
        const lanes = sizes.map(lane)
        assert.deepEqual(allocate(streams, lanes), inOrder(streams, lanes))
      }),
    )
  })
})

/** Lane by lane, in their order, which is that of every stream too. */
function inOrder(streams: readonly Stream[], lanes: readonly Lane[]): readonly (readonly Passed[])[] {
  const passed: Passed[][] = streams.map(() => [])
  for (const [number, own] of lanes.entries()) {
    const met = streams.flatMap(({ tuples, rate, crossings }, index) => {
      const at = crossings.findIndex((crossing) => crossing.lane === number)
      const [here, last] = [crossings[at], crossings[at - 1]]
      if (here === undefined) return []
      const before = passed[index]?.at(-1)?.carried ?? 0
      const arriving = last === undefined ? rate * here.share : (before * here.share) / last.share
      return [{ index, arrival: { traffic: 0, tuples, rate: arriving } }]
    })
    const carried = carriedBy(
      own,
      met.map(({ arrival }) => arrival),
    )
    for (const [at, { index, arrival }] of met.entries()) {
      passed[index]?.push({ arriving: arrival.rate, carried: carried[at] ?? 0 })
    }
  }
  return passed
}

function carriedAtEnd(passed: readonly Passed[] | undefined): number {
  return Math.round(passed?.at(-1)?.carried ?? 0)
}
