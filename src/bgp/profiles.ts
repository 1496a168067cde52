import type { Profile } from './profile.ts'

/** RFC 4271 by the letter; where it leaves a choice, the quieter one. */
const rfc: Profile = {
  name: 'rfc',
  // RFC 4271 §10 suggests a hold time of 90 s, a KEEPALIVE interval of a third of it, and 120 s for ConnectRetryTime.
  holdTimeSeconds: 90,
  keepaliveSeconds: 30,
  connectRetrySeconds: 120,
  // RFC 4271 §8.1.1 names the IdleHoldTime without a figure; RFC 1771 §8 gave 60 s, doubled with every fall.
  idleHoldSeconds: 60,
  // Model assumption: RFC 1771 lets the doubling go on for ever; an hour ends it.
  idleHoldMaximumSeconds: 3600,
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

/** FRR 8.4, `frr defaults traditional`, as measured beside this project. */
const frr: Profile = {
  ...rfc,
  name: 'frr',
  // `timers bgp 60 180` and `timers connect 120` are its defaults.
  holdTimeSeconds: 180,
  keepaliveSeconds: 60,
  connectRetrySeconds: 120,
  // Its start timer: 1 s, doubled by a fall with an error up to 120 s.
  idleHoldSeconds: 1,
  idleHoldMaximumSeconds: 120,
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

/** BIRD 2.0.12, defaults, as measured beside this project. */
const bird: Profile = {
  ...rfc,
  name: 'bird',
  // `hold time 240`; `keepalive time` is a third of it; `connect retry time 120`.
  holdTimeSeconds: 240,
  keepaliveSeconds: 80,
  connectRetrySeconds: 120,
  // `error wait time 60, 300`: doubled with every error.
  idleHoldSeconds: 60,
  idleHoldMaximumSeconds: 300,
  // It has no MRAI.
  mraiExternalSeconds: 0,
  mraiInternalSeconds: 0,
  mraiDelaysWithdrawals: false,
  // Its protocol `preference` comes before LOCAL_PREF as a weight does: 200 for static routes, 100 for BGP.
  weight: true,
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

/** GoBGP 3.10, defaults, as measured beside this project. */
const gobgp: Profile = {
  ...rfc,
  name: 'gobgp',
  // `hold-time 90` and a third of it; `connect-retry 120`.
  connectRetrySeconds: 120,
  // `idle-hold-time-after-reset` stays 30 s whatever the file says: measured. It does not grow.
  idleHoldSeconds: 30,
  idleHoldMaximumSeconds: 30,
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
  // Not offered unless it is configured: measured.
  gracefulNotification: false,
  hardResetSubcodes: [],
}

/** OpenBGPD 7.7 on Linux, defaults, as measured beside this project. */
const openbgpd: Profile = {
  ...rfc,
  name: 'openbgpd',
  // `holdtime 90` and a third of it; `connect-retry 120`.
  connectRetrySeconds: 120,
  // IdleHold 30 s, doubled with every fall while it is below half an hour: measured up to 59 s, the rest from its source.
  idleHoldSeconds: 30,
  idleHoldMaximumSeconds: 1920,
  // It has no MRAI.
  mraiExternalSeconds: 0,
  mraiInternalSeconds: 0,
  mraiDelaysWithdrawals: false,
  // Its own are routes of a peer like any other, so that an internal one can win by its identifier: measured.
  prefersOwnRoutes: false,
  // `rde route-age ignore`.
  preferOldestExternal: false,
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
  // It offers End-of-RIB alone: measured.
  gracefulNotification: false,
  hardResetSubcodes: [],
}

/** Cisco IOS by its command reference. Not measured here. */
const ios: Profile = {
  ...rfc,
  name: 'ios',
  // `timers bgp 60 180`.
  holdTimeSeconds: 180,
  keepaliveSeconds: 60,
  // Model assumption: ConnectRetryTime of RFC 4271 §10, and a short pause in Idle.
  connectRetrySeconds: 120,
  idleHoldSeconds: 10,
  idleHoldMaximumSeconds: 120,
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

/** A Microsoft Enterprise Edge router as far as Microsoft documents it; what its routers do inside is not public. */
const msee: Profile = {
  ...rfc,
  name: 'msee',
  // ExpressRoute FAQ: 60 s and 180 s, fixed on Microsoft's side.
  holdTimeSeconds: 180,
  keepaliveSeconds: 60,
  // Model assumption: it tries again soon and adds no long silence of its own.
  connectRetrySeconds: 120,
  idleHoldSeconds: 1,
  idleHoldMaximumSeconds: 60,
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

export const profiles: Readonly<Record<Profile['name'], Profile>> = {
  rfc,
  frr,
  bird,
  gobgp,
  openbgpd,
  ios,
  msee,
}

/** For a router that says nothing: it keeps every tie-break of RFC 4271 and sends no route back to its sender. */
export const defaultProfile: Profile['name'] = 'bird'
