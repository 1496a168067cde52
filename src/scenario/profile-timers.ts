import type { Profile } from '../bgp/profile.ts'

/** The timers of a profile that a file may have otherwise, for a router or for all. */
export type ProfileTimers = Partial<
  Pick<
    Profile,
    'connectRetrySeconds' | 'idleHoldSeconds' | 'sendHold' | 'mraiExternalSeconds' | 'mraiInternalSeconds'
  >
>

/** All of them as the profile has them, so that no default of the file takes their place. */
export function timersOfProfile(profile: Profile): ProfileTimers {
  const { connectRetrySeconds, idleHoldSeconds, sendHold, mraiExternalSeconds, mraiInternalSeconds } = profile
  return { connectRetrySeconds, idleHoldSeconds, sendHold, mraiExternalSeconds, mraiInternalSeconds }
}
