import type { Profile } from '../profile.ts'
import { rfc } from './rfc.ts'

/** BIRD 2.0.12, defaults, as measured beside this project. */
export const bird: Profile = {
  ...rfc,
  name: 'bird',
  // `hold time 240`; `keepalive time` is a third of it; `connect retry time 120`.
  holdTimeSeconds: 240,
  keepaliveSeconds: 80,
  connectRetrySeconds: 120,
  // `error wait time 60, 300`: doubled with every error.
  idleHoldSeconds: 60,
  idleHoldMaximumSeconds: 300,
  // It has none; `send hold time` is a syntax error.
  sendHold: 0,
  // It has no MRAI.
  mraiExternalSeconds: 0,
  mraiInternalSeconds: 0,
  mraiDelaysWithdrawals: false,
  // Its protocol `preference` comes before LOCAL_PREF as a weight does: 200 for static routes, 100 for BGP.
  weight: true,
  // On sessions with clients alone: measured, and so it stands in bgp_decode_attrs of attrs.c (`p->rr_client`).
  looksForClusterFrom: 'clients',
  // `prefer older off`.
  preferOldestExternal: false,
  // A path that starts with another AS is taken: measured.
  enforceFirstAs: false,
  // Measured: not sent.
  echoesToSender: false,
  // A static route goes out without one: measured.
  ownRoutesCarryMed: false,
  // A filter deletes every one: measured.
  keepsPeerAmongPrivateAsns: false,
  // Measured: no well-known community but those of RFC 1997 means anything to it.
  keepsBlackholeInside: false,
  // Measured.
  heedsGracefulShutdown: false,
  // `receive limit 6`: the seventh ends it, measured.
  limitsBeforeAdding: false,
  // Model assumption: BIRD 2.0 aggregates nothing; where it is asked to, as the RFC has it.
  aggregatesUnlikeMeds: false,
  // Measured.
  acceptsAsZero: true,
  // Measured: it has 100.
  needsLocalPref: false,
  // Measured: 240.0.0.0/4 is taken.
  ignoredNetworks: ['loopback', 'multicast'],
  // `receive limit`, with `import keep filtered`: measured, and a route with the own AS is dropped before it is counted.
  limitCounts: 'eligible',
  // `check link` for every neighbour that is connected: measured.
  endsWithPort: 'every session',
  // Model assumption: the `import all; export all;` that a channel needs counts as no policy.
  externalNeedsPolicy: false,
  // Every message restarts the HoldTimer.
  anyMessageRestartsHoldTimer: true,
  // 6/0: measured.
  bfdDownSubcode: 0,
  // `graceful restart time 120`, and `graceful restart wait 240` for the selection.
  restartSeconds: 120,
  // Model assumption: it has no bound of its own once the session is back; six minutes, as FRR.
  staleSeconds: 360,
  selectionDeferralSeconds: 240,
  // No N bit in its OPEN, and Cease goes out as it is: measured.
  gracefulNotification: false,
  // It sets the F bit while it recovers from a restart, and at no other time.
  forwardingBitAfterReset: false,
  hardResetSubcodes: [],
}
