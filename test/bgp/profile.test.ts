import test from 'ava'
import { profiles } from '../../src/bgp/profiles.ts'

for (const profile of Object.values(profiles)) {
  test(`the ${profile.name} profile is consistent`, (t) => {
    t.is(profiles[profile.name], profile)
    t.true(profile.keepaliveSeconds * 3 <= profile.holdTimeSeconds)
    t.true(profile.idleHoldSeconds !== undefined && profile.idleHoldSeconds > 0)
    t.true((profile.idleHoldSeconds ?? 0) <= profile.idleHoldMaximumSeconds)
  })
}

test('the MSEE has the documented timers and adds no delay of its own', (t) => {
  t.like(profiles.msee, { holdTimeSeconds: 180, keepaliveSeconds: 60, mraiExternalSeconds: 0 })
})

test('the rfc profile has the timers that RFC 4271 suggests', (t) => {
  const timers = {
    holdTimeSeconds: 90,
    connectRetrySeconds: 120,
    mraiExternalSeconds: 30,
    mraiInternalSeconds: 5,
  }
  t.like(profiles.rfc, timers)
})
