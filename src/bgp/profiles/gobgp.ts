import type { Profile } from '../profile.ts'
import { rfc } from './rfc.ts'

/** GoBGP 3.10, defaults, as measured beside this project. */
export const gobgp: Profile = {
  ...rfc,
  name: 'gobgp',
  // `hold-time 90` and a third of it; `connect-retry 120`.
  connectRetrySeconds: 120,
  // `idle-hold-time-after-reset` stays 30 s whatever the file says: measured. It does not grow.
  idleHoldSeconds: 30,
  idleHoldMaximumSeconds: 30,
  // It has none: a write that blocks blocks for ever.
  sendHold: 0,
  // It has no MRAI.
  mraiExternalSeconds: 0,
  mraiInternalSeconds: 0,
  mraiDelaysWithdrawals: false,
  // After LOCAL_PREF, not before it: an internal route of LOCAL_PREF 500 wins, measured.
  prefersOwnRoutes: true,
  // The older one stays, without `external-compare-router-id`: measured.
  preferOldestExternal: true,
  // Neither is looked at: measured.
  comparesReflection: false,
  // External and own routes too, and none of a client's for others: measured, and so it stands in UpdatePathAttrs of table/path.go.
  marksReflection: 'what clients are told',
  // Without zebra it knows of no route to a next hop, and takes them all: measured.
  resolvesNextHops: false,
  // Measured, whatever the peer would allow.
  withholdsLoops: true,
  // Routes with NO_EXPORT leak, and those with NO_ADVERTISE: measured.
  keepsRoutesBack: false,
  // Measured.
  acceptsAsZero: true,
  // Measured: it has 100.
  needsLocalPref: false,
  // Measured: it takes them all.
  ignoredNetworks: [],
  // `ip link down` is noticed by the hold time: measured.
  endsWithPort: 'none',
  // Without a policy everything is accepted: measured.
  externalNeedsPolicy: false,
  // A session whose ends offer IPv6 and IPv4 alone stands: measured.
  needsCommonFamily: false,
  // Not offered unless it is configured: measured.
  gracefulNotification: false,
  hardResetSubcodes: [],
}
