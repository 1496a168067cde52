import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { type Arrival, carriedBy, type Lane } from '../../../src/sim/load/fair-share.ts'

const threeClasses = [
  { name: 'Voice', weight: undefined },
  { name: 'Interactive', weight: 3 },
  { name: 'Default', weight: 1 },
]
const [voice, interactive, usual] = [0, 1, 2]

const cases: readonly {
  title: string
  capacity: number
  arrivals: readonly Arrival[]
  carried: readonly number[]
}[] = [
  { title: 'what fits is carried', capacity: 100, arrivals: [of(usual, 10, 10)], carried: [10] },
  {
    title: 'of equals each gets the same',
    capacity: 100,
    arrivals: [of(usual, 8, 20), of(usual, 2, 20)],
    carried: [10, 10],
  },
  {
    title: 'who wants less than the others leaves them the rest',
    capacity: 100,
    arrivals: [of(usual, 1, 10), of(usual, 2, 100)],
    carried: [10, 45],
  },
  {
    title: 'priority comes first',
    capacity: 100,
    arrivals: [of(usual, 1, 100), of(voice, 1, 90)],
    carried: [10, 90],
  },
  {
    title: 'priority alone is no more than the capacity',
    capacity: 100,
    arrivals: [of(voice, 2, 80), of(usual, 1, 100)],
    carried: [50, 0],
  },
  {
    title: 'weights divide what two classes want more of',
    capacity: 100,
    arrivals: [of(interactive, 1, 100), of(usual, 5, 100)],
    carried: [75, 5],
  },
  {
    title: 'what a class does not want is the other one’s',
    capacity: 100,
    arrivals: [of(interactive, 1, 20), of(usual, 1, 100)],
    carried: [20, 80],
  },
  {
    title: 'without capacity nothing',
    capacity: 0,
    arrivals: [of(voice, 1, 1), of(usual, 1, 1)],
    carried: [0, 0],
  },
]

for (const { title, capacity, arrivals, carried } of cases) {
  test(title, (t) => {
    t.deepEqual(carriedBy({ capacity, classes: threeClasses }, arrivals), carried)
  })
}

test('no share of a whole is dropped for the last digit of a sum', (t) => {
  for (let tuples = 1; tuples <= 300; tuples++) {
    const rate = 1e9 / tuples
    const lane = { capacity: 1e9, classes: threeClasses }
    t.deepEqual(carriedBy(lane, [of(usual, tuples, rate)]), [rate])
  }
})

const someLane: fc.Arbitrary<Lane> = fc.record({
  capacity: fc.integer({ min: 0, max: 300 }),
  classes: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })).map(([a, b]) => [
    { name: 'first', weight: undefined },
    { name: 'a', weight: a },
    { name: 'b', weight: b },
  ]),
})
const someArrivals: fc.Arbitrary<readonly Arrival[]> = fc.array(
  fc.record({
    traffic: fc.integer({ min: 0, max: 2 }),
    tuples: fc.integer({ min: 1, max: 4 }),
    rate: fc.integer({ min: 0, max: 40 }),
  }),
  { maxLength: 8 },
)

test('units that are given one by one to whoever has least come to the same', (t) => {
  t.notThrows(() => {
    fc.assert(
      fc.property(someLane, someArrivals, (lane, arrivals) => {
        const [quick, slow] = [carriedBy(lane, arrivals), slowlyCarried(lane, arrivals)]
        for (const [index, each] of slow.entries()) {
          for (const given of each) {
            assert.ok(Math.abs(given - (quick[index] ?? 0)) <= 5 * unit, `${given} for ${quick[index]}`)
          }
        }
      }),
    )
  })
})

test('no more than the capacity, no less than what fits, and nobody below another who gets less than he sends', (t) => {
  t.notThrows(() => {
    fc.assert(
      fc.property(someLane, someArrivals, (lane, arrivals) => {
        const carried = carriedBy(lane, arrivals)
        const [wanted, given] = [
          arrivals.reduce((sum, { tuples, rate }) => sum + tuples * rate, 0),
          arrivals.reduce((sum, { tuples }, index) => sum + tuples * (carried[index] ?? 0), 0),
        ]
        assert.ok(Math.abs(given - Math.min(wanted, lane.capacity)) < 1e-6, `${given} of ${wanted}`)
        const all = arrivals.map((arrival, index) => ({ ...arrival, got: carried[index] ?? 0 }))
        const lacking = all.filter(({ rate, got }) => got < rate - 1e-9)
        assert.ok(all.every(({ rate, got }) => got >= 0 && got <= rate))
        assert.ok(lacking.every((own) => all.every((other) => isFair(own, other))))
      }),
    )
  })
})

interface Served {
  readonly traffic: number
  readonly got: number
}

/** Whoever lacks anything has as much as others of the class, and leaves nothing to others where the class comes first. */
function isFair(lacking: Served, other: Served): boolean {
  if (other.traffic === lacking.traffic) return other.got <= lacking.got + 1e-9
  return lacking.traffic !== 0 || other.got < 1e-9
}

function of(traffic: number, tuples: number, rate: number): Arrival {
  return { traffic, tuples, rate }
}

const unit = 1 / 4

/** Of each five-tuple what it was given, a unit at a time. */
function slowlyCarried(lane: Lane, arrivals: readonly Arrival[]): readonly (readonly number[])[] {
  const given = arrivals.map(({ tuples }) => Array.from({ length: tuples }, () => 0))
  const ofClass = lane.classes.map(() => 0)
  for (let left = lane.capacity; left >= unit; left -= unit) {
    const hungry = arrivals.flatMap(({ traffic, rate }, index) =>
      (given[index] ?? []).flatMap((has, tuple) => (has < rate ? [{ traffic, index, tuple, has }] : [])),
    )
    const first = hungry.filter(({ traffic }) => lane.classes[traffic]?.weight === undefined)
    const least = (first.length > 0 ? first : hungry).toSorted(
      (a, b) => spent(lane, ofClass, a.traffic) - spent(lane, ofClass, b.traffic) || a.has - b.has,
    )[0]
    if (least === undefined) break
    const row = given[least.index]
    if (row !== undefined) row[least.tuple] = least.has + unit
    ofClass[least.traffic] = (ofClass[least.traffic] ?? 0) + unit
  }
  return given
}

function spent(lane: Lane, ofClass: readonly number[], traffic: number): number {
  return (ofClass[traffic] ?? 0) / (lane.classes[traffic]?.weight ?? 1)
}
