import type { Profile } from '../profile.ts'
import { rfc } from './rfc.ts'

/** Cisco IOS by its command reference. Not measured here. */
export const ios: Profile = {
  ...rfc,
  name: 'ios',
  // `timers bgp 60 180`.
  holdTimeSeconds: 180,
  keepaliveSeconds: 60,
  // Model assumption: ConnectRetryTime of RFC 4271 §10, and a short pause in Idle.
  connectRetrySeconds: 120,
  // `ip tcp synwait-time 30`.
  connectSeconds: 30,
  idleHoldSeconds: 10,
  idleHoldMaximumSeconds: 120,
  // Model assumption: as the RFC has it.
  sendHold: 'RFC 9687',
  // `neighbor advertisement-interval`: 30 s for external peers, 0 for internal ones in present releases.
  mraiExternalSeconds: 30,
  mraiInternalSeconds: 0,
  // Model assumption: withdrawals go out at once, as RFC 1771 had it.
  mraiDelaysWithdrawals: false,
  // "BGP Best Path Selection Algorithm", steps 1 and 10.
  weight: true,
  preferOldestExternal: true,
  // `bgp enforce-first-as` is on by default.
  enforceFirstAs: true,
  // Model assumption: one update group is sent alike to all members, the sender of the route among them.
  echoesToSender: true,
  // Model assumption: a `network` route goes out with the metric of its IGP, which for what is connected is 0.
  ownRoutesCarryMed: true,
  // `neighbor remove-private-as`: none is removed where the path holds the neighbour's AS.
  keepsPeerAmongPrivateAsns: true,
  // Model assumption: left to policy.
  keepsBlackholeInside: false,
  // Model assumption: left to policy.
  heedsGracefulShutdown: false,
  // Model assumption: the limit is the most that is accepted.
  limitsBeforeAdding: false,
  // `aggregate-address` speaks of no MED.
  aggregatesUnlikeMeds: true,
  // Model assumption: what is refused counts.
  limitCounts: 'received',
  // `bgp fast-external-fallover`: of external peers alone.
  endsWithPort: 'external sessions',
  // RFC 8212 is IOS XR's, not IOS's.
  externalNeedsPolicy: false,
  // Model assumption: as the daemons do.
  anyMessageRestartsHoldTimer: true,
  // `bgp graceful-restart restart-time 120`, `stalepath-time 360`.
  restartSeconds: 120,
  staleSeconds: 360,
  // Model assumption: as long as stale paths; and RFC 8538 is not known to it.
  selectionDeferralSeconds: 360,
  gracefulNotification: false,
  forwardingBitAfterReset: true,
  hardResetSubcodes: [],
}
