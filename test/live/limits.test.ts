import test from 'ava'
import { sendHoldMilliseconds, usualLimits } from '../../src/live/limits.ts'

const cases: readonly [configured: number | undefined, limit: number, seconds: number, why: string][] = [
  [undefined, usualLimits.sendHoldMilliseconds, 480, 'eight minutes'],
  [undefined, 900_000, 900, 'the limit of the run, where it is longer than twice the hold time'],
  [undefined, 0, 360, 'twice the hold time, where that is longer'],
  [200, usualLimits.sendHoldMilliseconds, 200, 'what is configured'],
]

for (const [sendHoldSeconds, limit, seconds, why] of cases) {
  test(`RFC 9687: a real router may leave unread what it is sent for ${why}`, (t) => {
    const limits = { sendHoldMilliseconds: limit }
    t.is(sendHoldMilliseconds({ holdTimeSeconds: 180 }, { sendHoldSeconds }, limits), 1000 * seconds)
  })
}
