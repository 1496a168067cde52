/** RFC 9687: the SendHoldTime in seconds, 0 for none; or what it is by the hold time: as §6 has it, or as daemons do. */
export type SendHold = number | 'RFC 9687' | 'two hold times' | 'hold time or 90 s'

/**
 * Where implementations differ, as named switches; each profile names its sources.
 * The engine asks for a switch and never for a maker.
 */
export interface Profile {
  readonly name: 'rfc' | 'frr' | 'bird' | 'gobgp' | 'openbgpd' | 'ios' | 'msee'
  readonly holdTimeSeconds: number
  readonly keepaliveSeconds: number
  readonly connectRetrySeconds: number
  /** How long TCP tries to connect, where nobody answers: RFC 4271 §8.2.2 goes on in Active when it gives up before the ConnectRetryTimer. */
  readonly connectSeconds: number
  /** RFC 4271 §8.1.1: the first IdleHoldTime after a fall; `undefined` leaves the session to the operator. */
  readonly idleHoldSeconds: number | undefined
  /** Every fall in a row doubles the IdleHoldTime, up to this. */
  readonly idleHoldMaximumSeconds: number
  /** How long TCP may take nothing of what a peer is sent. */
  readonly sendHold: SendHold
  /** MinRouteAdvertisementIntervalTimer, RFC 4271 §9.2.1.1; 0 means none. */
  readonly mraiExternalSeconds: number
  readonly mraiInternalSeconds: number
  /** RFC 4271 rate-limits withdrawals too; many send them at once. */
  readonly mraiDelaysWithdrawals: boolean
  /** Weight is looked at before LOCAL_PREF, and a route of one's own has 32768. */
  readonly weight: boolean
  /** Of equal LOCAL_PREF, a route of the router's own comes before any that was learned. */
  readonly prefersOwnRoutes: boolean
  /** RFC 4271 §9.1.2.2 (c): whose MULTI_EXIT_DISCs are compared: of paths through one neighbouring AS, of all, or of none. */
  readonly comparesMed: 'of one neighbour' | 'always' | 'never'
  /** Leave the external route that was best where the tie would go to the BGP Identifier. */
  readonly preferOldestExternal: boolean
  /** RFC 4456 §9: ORIGINATOR_ID stands for the BGP Identifier, and the shorter CLUSTER_LIST wins. */
  readonly comparesReflection: boolean
  /**
   * RFC 4456 §8: which routes a reflector gives ORIGINATOR_ID and CLUSTER_LIST: those that it reflects; or all that it tells a
   * client; or all that it receives, as they come in.
   */
  readonly marksReflection: 'what is reflected' | 'what clients are told' | 'what is received'
  /** RFC 4456 §8 (SHOULD): from whom a route is ignored that has been through the own cluster: from every internal peer, or from clients. */
  readonly looksForClusterFrom: 'every peer' | 'clients'
  /** RFC 4271 §9.1.2.1: a route whose NEXT_HOP leads nowhere takes no part; or else every NEXT_HOP is trusted. */
  readonly resolvesNextHops: boolean
  /** RFC 7606 §7.2 (MAY): drop a route from an external peer whose AS_PATH does not start with the peer's AS. */
  readonly enforceFirstAs: boolean
  /** Send the best route back to the peer that it came from. */
  readonly echoesToSender: boolean
  /** Tell a peer of a route whose next hop is the peer itself, which RFC 4271 §5.1.3 forbids. */
  readonly tellsNextHopItself: boolean
  /** Nobody is told of a route whose AS_PATH has his AS in it, since he would drop it as a loop. */
  readonly withholdsLoops: boolean
  /** RFC 1997: NO_EXPORT, NO_ADVERTISE and NO_EXPORT_SUBCONFED keep a route back. */
  readonly keepsRoutesBack: boolean
  /** Routes of one's own leave with a MULTI_EXIT_DISC of 0, where RFC 4271 §5.1.4 (MAY) leaves it out. */
  readonly ownRoutesCarryMed: boolean
  /** A route leaves the first router that reflects it with a MULTI_EXIT_DISC of 0 where it has none (RFC 4456 §10: SHOULD NOT). */
  readonly reflectedRoutesCarryMed: boolean
  /** Where private AS numbers are taken out of an AS_PATH, the peer's own stays, so that it can tell a loop. */
  readonly keepsPeerAmongPrivateAsns: boolean
  /** RFC 7999 §3.2 (SHOULD): an external route with BLACKHOLE gets NO_EXPORT besides. */
  readonly keepsBlackholeInside: boolean
  /** RFC 8326 §4: an external route with GRACEFUL_SHUTDOWN gets LOCAL_PREF 0 without a policy that says so. */
  readonly heedsGracefulShutdown: boolean
  /** A prefix limit is looked at before a route is added, so that one more stands until the next one comes. */
  readonly limitsBeforeAdding: boolean
  /** Aggregate routes of unlike MULTI_EXIT_DISC too, which RFC 4271 §9.2.2.2 forbids. */
  readonly aggregatesUnlikeMeds: boolean
  /** Aggregates leave with a MULTI_EXIT_DISC of 0, as routes of one's own may. */
  readonly aggregatesCarryMed: boolean
  /** A path that names AS 0, which RFC 7607 §2 makes malformed, is a path like any other. */
  readonly acceptsAsZero: boolean
  /** RFC 7606 §3 (d): a route without LOCAL_PREF on an internal session is none; or else it has 100. */
  readonly needsLocalPref: boolean
  /** RFC 4271 §6.3: the networks whose prefixes mean nothing to unicast routing and are ignored. */
  readonly ignoredNetworks: readonly IgnoredNetwork[]
  /**
   * RFC 4271 §6.7: a prefix limit counts what was received; or what may take part, and no route with the own AS in its path; or
   * what policy accepted.
   */
  readonly limitCounts: 'received' | 'eligible' | 'accepted'
  /** The sessions that a port takes with it when it goes down; the others live until their hold time is over. */
  readonly endsWithPort: 'every session' | 'external sessions' | 'none'
  /** RFC 8212: no import and no export on an external session without a policy. */
  readonly externalNeedsPolicy: boolean
  readonly anyMessageRestartsHoldTimer: boolean
  /** RFC 7606: a wrong attribute withdraws the routes beside it where that will do; or else, as RFC 4271 §6.3 has it, it ends the session. */
  readonly revisesUpdateErrors: boolean
  /** RFC 9384: the Cease subcode for a peer that BFD lost, or none. */
  readonly bfdDownSubcode: 10 | 0
  /** RFC 5492 §3 (MAY): a session without a family in common is refused; or else it stands, and carries nothing. */
  readonly needsCommonFamily: boolean
  /** RFC 4724, where a router is configured for it: its Restart Time, and the two bounds of §4.1 and §4.2. */
  readonly restartSeconds: number
  readonly staleSeconds: number
  readonly selectionDeferralSeconds: number
  /** RFC 8538 §2: the N bit goes with the capability. */
  readonly gracefulNotification: boolean
  /** RFC 8538 §4: the F bit is set where a session alone was reset, and not after a restart alone. */
  readonly forwardingBitAfterReset: boolean
  /** RFC 8538 §5.1: the Cease subcodes that go out as a Hard Reset to a peer with the N bit. */
  readonly hardResetSubcodes: readonly number[]
}

/** What of a profile decides how the UPDATEs of a peer are read. */
export type ReadingHabits = Pick<Profile, 'ignoredNetworks' | 'revisesUpdateErrors'>

/** 127.0.0.0/8; 224.0.0.0/4 and ff00::/8; 240.0.0.0/4. */
export type IgnoredNetwork = 'loopback' | 'multicast' | 'class E'
