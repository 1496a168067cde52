import type { Profile } from '../profile.ts'
import { rfc } from './rfc.ts'

/** A Microsoft Enterprise Edge router as far as Microsoft documents it; what its routers do inside is not public. */
export const msee: Profile = {
  ...rfc,
  name: 'msee',
  // ExpressRoute FAQ: 60 s and 180 s, fixed on Microsoft's side.
  holdTimeSeconds: 180,
  keepaliveSeconds: 60,
  // Model assumption: it tries again soon and adds no long silence of its own.
  connectRetrySeconds: 120,
  // Model assumption: as IOS, so that where nobody answers it is Active most of the time, as TS17 has it.
  connectSeconds: 30,
  idleHoldSeconds: 1,
  idleHoldMaximumSeconds: 60,
  // Model assumption: as the RFC has it.
  sendHold: 'RFC 9687',
  // Model assumption: no added delay.
  mraiExternalSeconds: 0,
  mraiInternalSeconds: 0,
  mraiDelaysWithdrawals: false,
  // Its route tables have a weight column; connection weight is documented to come before AS_PATH length.
  weight: true,
  // Model assumption: ties go to the BGP Identifier, so that a run's past does not decide.
  preferOldestExternal: false,
  // Model assumption: RFC 4271's MAY is not taken up.
  enforceFirstAs: false,
  // The expected tables of a circuit show no route that came back.
  echoesToSender: false,
  // Model assumption: as the RFC has it.
  ownRoutesCarryMed: false,
  // Model assumption: every private number goes.
  keepsPeerAmongPrivateAsns: false,
  // Model assumption: left to policy.
  keepsBlackholeInside: false,
  // Model assumption: left to policy.
  heedsGracefulShutdown: false,
  // The documents: the session drops when the limit is exceeded.
  limitsBeforeAdding: false,
  // Model assumption: as the RFC has it; MSEEs aggregate nothing here.
  aggregatesUnlikeMeds: false,
  // The documents speak of routes that are advertised to it.
  limitCounts: 'received',
  // Model assumption: it has no internal session here.
  endsWithPort: 'every session',
  // Private peering works without a route filter.
  externalNeedsPolicy: false,
  // Model assumption: as the daemons do.
  anyMessageRestartsHoldTimer: true,
  // Model assumption: an MSEE does not restart gracefully, so these say nothing; a router that borrows its habits has RFC 4724's.
  restartSeconds: 90,
  staleSeconds: 360,
  selectionDeferralSeconds: 360,
  gracefulNotification: false,
  forwardingBitAfterReset: true,
  hardResetSubcodes: [],
}
