import type { Profile } from '../profile.ts'
import { rfc } from './rfc.ts'

/** FRR 8.4, `frr defaults traditional`, as measured beside this project. */
export const frr: Profile = {
  ...rfc,
  name: 'frr',
  // `timers bgp 60 180` and `timers connect 120` are its defaults.
  holdTimeSeconds: 180,
  keepaliveSeconds: 60,
  connectRetrySeconds: 120,
  // Its start timer: 1 s, doubled by a fall with an error up to 120 s.
  idleHoldSeconds: 1,
  idleHoldMaximumSeconds: 120,
  // "has not made any SendQ progress for 2 holdtimes" ends a session: bgp_packet_add in bgp_packet.c.
  sendHold: 'two hold times',
  // `advertisement-interval` is 0 by default: measured.
  mraiExternalSeconds: 0,
  mraiInternalSeconds: 0,
  mraiDelaysWithdrawals: false,
  // Its first step; a route of one's own wins by it, even against LOCAL_PREF 500: measured.
  weight: true,
  // "Older Path" without `bgp bestpath compare-routerid`: measured.
  preferOldestExternal: true,
  // A path that starts with another AS is taken: measured. `bgp enforce-first-as` turns it on.
  enforceFirstAs: false,
  // The best route goes back to its sender, who drops it as a loop: measured.
  echoesToSender: true,
  // A reflector sends a client its own route back with the client's address in it: measured.
  tellsNextHopItself: true,
  // A `network` route goes out with MED 0: measured.
  ownRoutesCarryMed: true,
  // Measured. Where it adds ORIGINATOR_ID it takes 9, the type, for the flag, which has the bit of type 4 set.
  reflectedRoutesCarryMed: true,
  // `remove-private-AS all` leaves it: measured.
  keepsPeerAmongPrivateAsns: true,
  // Measured.
  keepsBlackholeInside: true,
  // Measured; it needs no `bgp graceful-shutdown`.
  heedsGracefulShutdown: true,
  // `maximum-prefix 6`: seven stand, measured.
  limitsBeforeAdding: true,
  // `matching-MED-only` asks for the rule, and is off.
  aggregatesUnlikeMeds: true,
  // Measured.
  aggregatesCarryMed: true,
  // Measured: 127.0.0.0/8 and 240.0.0.0/4 are taken.
  ignoredNetworks: ['multicast'],
  // What is refused does not count, without `force`: measured.
  limitCounts: 'accepted',
  // `bgp fast-external-failover` speaks of external peers; an internal session fell by its hold time: measured.
  endsWithPort: 'external sessions',
  // Model assumption: `no bgp ebgp-requires-policy`, or a router without policies would exchange nothing.
  externalNeedsPolicy: false,
  // Every message restarts the HoldTimer.
  anyMessageRestartsHoldTimer: true,
  // Measured.
  bfdDownSubcode: 10,
  // `bgp graceful-restart restart-time 120`, `stalepath-time 360`, `select-defer-time 360`.
  restartSeconds: 120,
  staleSeconds: 360,
  selectionDeferralSeconds: 360,
  // R and N bit and 120 s in its OPEN: measured.
  gracefulNotification: true,
  // Model assumption: `bgp graceful-restart preserve-fw-state`, with which every OPEN has the F bit.
  forwardingBitAfterReset: true,
  // 6/2, 6/3 and 6/4 went out as 6/9 with the code in the data, 6/1 and 6/10 too: measured.
  hardResetSubcodes: [1, 2, 3, 4, 10],
}
