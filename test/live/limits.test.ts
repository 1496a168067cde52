import test from 'ava'
import type { SendHold } from '../../src/bgp/profile.ts'
import { sendHoldMilliseconds, usualLimits } from '../../src/live/limits.ts'

const usual = usualLimits.sendHoldMilliseconds

const cases: readonly [hold: number, sendHold: SendHold, limit: number, seconds: number, why: string][] = [
  [180, 'RFC 9687', usual, 480, 'for eight minutes'],
  [180, 'RFC 9687', 900_000, 900, 'up to the limit of the run'],
  [180, 'RFC 9687', 0, 360, 'for twice the hold time, where that is longer'],
  [180, 0, usual, 480, 'no longer than others where the profile would bear it for ever'],
  [180, 200, usual, 200, 'for as long as the file says'],
  [0, 200, usual, 0, 'for ever where there is no hold time'],
]

for (const [holdTimeSeconds, sendHold, sendHoldLimit, seconds, why] of cases) {
  test(`RFC 9687: a real router may leave unread what it is sent ${why}`, (t) => {
    const limits = { sendHoldMilliseconds: sendHoldLimit }
    t.is(sendHoldMilliseconds({ holdTimeSeconds }, { sendHold }, limits), 1000 * seconds)
  })
}
