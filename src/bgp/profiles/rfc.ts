import type { Profile } from '../profile.ts'

/** RFC 4271 by the letter; where it leaves a choice, the quieter one. */
export const rfc: Profile = {
  name: 'rfc',
  // RFC 4271 §10 suggests a hold time of 90 s, a KEEPALIVE interval of a third of it, and 120 s for ConnectRetryTime.
  holdTimeSeconds: 90,
  keepaliveSeconds: 30,
  connectRetrySeconds: 120,
  // tcp(7): six SYNs again, one second after the first and twice as long each time.
  connectSeconds: 127,
  // RFC 4271 §8.1.1 names the IdleHoldTime without a figure; RFC 1771 §8 gave 60 s, doubled with every fall.
  idleHoldSeconds: 60,
  // Model assumption: RFC 1771 lets the doubling go on for ever; an hour ends it.
  idleHoldMaximumSeconds: 3600,
  sendHold: 'RFC 9687',
  // RFC 4271 §10, for external and internal peers.
  mraiExternalSeconds: 30,
  mraiInternalSeconds: 5,
  // RFC 4271 §9.2.1.1: "advertisement and/or withdrawal".
  mraiDelaysWithdrawals: true,
  // RFC 4271 §9.1.2 has no weight.
  weight: false,
  // RFC 4271 §9.1.2 has no such step; every router it was looked up for has.
  prefersOwnRoutes: true,
  // RFC 4271 §9.1.2.2 (c).
  comparesMed: 'of one neighbour',
  // RFC 4271 §9.1.2.2 has no such step.
  preferOldestExternal: false,
  // RFC 4456 §9.
  comparesReflection: true,
  // RFC 4456 §8: created "in reflecting a route".
  marksReflection: 'what is reflected',
  // RFC 4456 §8: whoever receives it.
  looksForClusterFrom: 'every peer',
  // RFC 4271 §9.1.2.1.
  resolvesNextHops: true,
  // RFC 4271 §6.3 and RFC 7606 §7.2: MAY.
  enforceFirstAs: false,
  // Model assumption: RFC 4271 §9.1.3 neither asks for it nor forbids it.
  echoesToSender: false,
  // RFC 4271 §9.1.2 leaves loops to the receiver.
  withholdsLoops: false,
  // RFC 1997: MUST NOT be advertised.
  keepsRoutesBack: true,
  // RFC 4271 §5.1.3: SHALL NOT.
  tellsNextHopItself: false,
  // RFC 4271 §5.1.4: OPTIONAL.
  ownRoutesCarryMed: false,
  // RFC 4456 §10: SHOULD NOT.
  reflectedRoutesCarryMed: false,
  // No RFC has it.
  keepsPeerAmongPrivateAsns: false,
  // RFC 7999 §3.2: SHOULD; left to policy.
  keepsBlackholeInside: false,
  // RFC 8326 §4 leaves it to the receiver's policy.
  heedsGracefulShutdown: false,
  // RFC 4271 §6.7: a limit is the most that is accepted.
  limitsBeforeAdding: false,
  // RFC 4271 §9.2.2.2: SHALL NOT.
  aggregatesUnlikeMeds: false,
  // RFC 4271 §5.1.4: OPTIONAL.
  aggregatesCarryMed: false,
  // RFC 7607 §2.
  acceptsAsZero: false,
  // RFC 7606 §3 (d).
  needsLocalPref: true,
  // RFC 4271 §6.3.
  ignoredNetworks: ['loopback', 'multicast', 'class E'],
  // RFC 4271 §6.7: "the number of prefixes ... a peer may send".
  limitCounts: 'received',
  // No RFC tells them apart.
  endsWithPort: 'every session',
  // RFC 8212 §2.
  externalNeedsPolicy: true,
  // RFC 4271 §8.2.2 names KEEPALIVE and UPDATE.
  anyMessageRestartsHoldTimer: false,
  // RFC 7606.
  revisesUpdateErrors: true,
  // RFC 9384 §3.
  bfdDownSubcode: 10,
  // RFC 5492 §3: MAY.
  needsCommonFamily: true,
  // RFC 4724 §3: "a value less than or equal to the HOLDTIME".
  restartSeconds: 90,
  // Model assumption: RFC 4724 §4.1 and §4.2 have these bounds without a figure; six minutes, as FRR and IOS.
  staleSeconds: 360,
  selectionDeferralSeconds: 360,
  gracefulNotification: true,
  forwardingBitAfterReset: true,
  // RFC 8538 §5.1, its table of suggestions; 4 is left to the user there, and to grace here.
  hardResetSubcodes: [1, 2, 3, 10],
}
