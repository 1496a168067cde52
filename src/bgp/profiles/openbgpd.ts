import type { Profile } from '../profile.ts'
import { rfc } from './rfc.ts'

/** OpenBGPD 7.7 on Linux, defaults, as measured beside this project. */
export const openbgpd: Profile = {
  ...rfc,
  name: 'openbgpd',
  // `holdtime 90` and a third of it; `connect-retry 120`.
  connectRetrySeconds: 120,
  // IdleHold 30 s, doubled with every fall while it is below half an hour: measured up to 59 s, the rest from its source.
  idleHoldSeconds: 30,
  idleHoldMaximumSeconds: 1920,
  // From its source, start_timer_sendholdtime in session_bgp.c: INTERVAL_HOLD is 90.
  sendHold: 'hold time or 90 s',
  // It has no MRAI.
  mraiExternalSeconds: 0,
  mraiInternalSeconds: 0,
  mraiDelaysWithdrawals: false,
  // Its own are routes of a peer like any other, so that an internal one can win by its identifier: measured.
  prefersOwnRoutes: false,
  // `rde route-age ignore`.
  preferOldestExternal: false,
  // Each UPDATE as it comes in, of external peers too, which it takes for its own: measured, and so it stands in rde_reflector of rde.c.
  marksReflection: 'what is received',
  // On Linux it has no kernel routes to look a next hop up in, and takes them all: measured.
  resolvesNextHops: false,
  // `enforce neighbor-as yes` for external peers. It ends the session with 3/11 where others drop the route: measured.
  enforceFirstAs: true,
  // Measured: it takes them all.
  ignoredNetworks: [],
  // `ip link down` is noticed by the hold time: measured.
  endsWithPort: 'none',
  // Its filters deny what no rule allows.
  externalNeedsPolicy: true,
  // An attribute that is wrong or missing ends the session, but for AGGREGATOR: measured.
  revisesUpdateErrors: false,
  // A session whose ends offer IPv6 and IPv4 alone stands: measured.
  needsCommonFamily: false,
  // It offers End-of-RIB alone: measured.
  gracefulNotification: false,
  hardResetSubcodes: [],
}
