import test from 'ava'
import { sendHoldMilliseconds, usualLimits } from '../../src/live/limits.ts'

const cases: readonly [hold: number, configured: number | undefined, seconds: number, why: string][] = [
  [180, undefined, 480, 'eight minutes are longer than twice the hold time'],
  [300, undefined, 600, 'twice the hold time is longer than eight minutes'],
  [180, 200, 200, 'what is configured goes before both'],
  [0, undefined, 0, 'none without a hold time'],
  [0, 200, 0, 'none without a hold time, whatever is configured'],
]

for (const [holdTimeSeconds, sendHoldSeconds, seconds, why] of cases) {
  test(`RFC 9687: ${why}`, (t) => {
    t.is(sendHoldMilliseconds({ holdTimeSeconds }, { sendHoldSeconds }, usualLimits), 1000 * seconds)
  })
}
