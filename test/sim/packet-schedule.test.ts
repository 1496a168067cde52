import test from 'ava'
import fc from 'fast-check'
import { firstFrom, leavesAt, type PacketSchedule } from '../../src/sim/packet-schedule.ts'

const schedules: fc.Arbitrary<PacketSchedule> = fc
  .record({
    start: fc.nat({ max: 10_000_000_000 }),
    interval: fc.integer({ min: 10_000, max: 5_000_000 }),
    most: fc.constantFrom(0.9, 1),
    key: fc.nat({ max: 0xffff_ffff }),
  })
  .map(({ start, interval, most, key }) => ({
    ...{ start, key, leastMicros: 0.75 * interval, mostMicros: most * interval },
  }))

// Instants are whole microseconds, so that a bound may be missed by the rounding of its two ends.
const rounding = 1

test('no interval is out of bounds, the first included', (t) => {
  fc.assert(
    fc.property(schedules, fc.nat({ max: 1_000_000 }), (schedule, packet) => {
      const before = packet === 0 ? schedule.start : leavesAt(schedule, packet - 1)
      const interval = leavesAt(schedule, packet) - before
      t.true(interval >= schedule.leastMicros - rounding)
      t.true(interval <= schedule.mostMicros + rounding)
    }),
  )
})

test('the first packet from an instant on is found without those before it', (t) => {
  fc.assert(
    fc.property(schedules, fc.nat({ max: 2_000_000_000 }), (schedule, after) => {
      const at = schedule.start + after
      const packet = firstFrom(schedule, at)
      t.true(leavesAt(schedule, packet) >= at)
      if (packet > 0) t.true(leavesAt(schedule, packet - 1) < at)
    }),
  )
})

test('the intervals use what they may', (t) => {
  const schedule = { start: 0, leastMicros: 225_000, mostMicros: 300_000, key: 1 }
  const intervals = Array.from(
    { length: 10_000 },
    (_, packet) => leavesAt(schedule, packet + 1) - leavesAt(schedule, packet),
  )
  t.true(Math.min(...intervals) < 227_000)
  t.true(Math.max(...intervals) > 298_000)
})
