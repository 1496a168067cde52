import type { Family } from '../../net/address.ts'
import { addressFamily, familyOf } from '../address-family.ts'
import type { Capability, GracefulRestartCapability } from '../capability.ts'
import type { OpenMessage } from '../message.ts'
import { hardReset, isHardReset, type NotificationMessage } from '../notification.ts'

/** How one side of a session takes part in RFC 4724; times in seconds. */
export interface GracefulRestartConfiguration {
  /** Whose forwarding outlasts a restart of the speaker; none for a speaker that only helps its peers. */
  readonly families: readonly Family[]
  /** The Restart Time: for how long the peer may keep the routes of a speaker that went down. */
  readonly restartSeconds: number
  /** RFC 4724 §4.2 (MAY): nobody's stale routes are kept for longer than this. */
  readonly staleSeconds: number
  /** RFC 4724 §4.1, the Selection_Deferral_Timer. */
  readonly selectionDeferralSeconds: number
  /** RFC 8538 §2, the N bit: NOTIFICATIONs and the HoldTimer end a session gracefully too. */
  readonly notification: boolean
  /** RFC 8538 §4: the F bit is set where the session alone was reset; otherwise after a restart alone. */
  readonly forwardingBitAfterReset: boolean
  /** RFC 8538 §5.1: the Cease subcodes that a peer with the N bit is told as a Hard Reset. */
  readonly hardResetSubcodes: readonly number[]
}

/** What the next OPEN says of the past. */
export interface RestartState {
  /** The R bit: the speaker has restarted, and has yet to select its routes. */
  readonly restarting: boolean
  /** The F bit: forwarding went on since the peer last knew of it. */
  readonly forwardingKept: boolean
}

/** A speaker that starts for the first time. */
export const neverRestarted: RestartState = { restarting: false, forwardingKept: false }

/** A speaker that starts again, while its forwarding never stopped. */
export const restartedGracefully: RestartState = { restarting: true, forwardingKept: true }

/** What the OPENs settled where both ends have the capability. */
export interface NegotiatedGracefulRestart {
  /** The peer's R bit. */
  readonly peerRestarting: boolean
  /** The N bit stands in both OPENs. */
  readonly notification: boolean
  /** The peer's Restart Time. */
  readonly restartSeconds: number
  /** The families whose routes are kept when the session ends: those that the peer listed. */
  readonly families: readonly Family[]
  /** Those of them with the F bit: what was kept of them until now stays. */
  readonly forwarding: readonly Family[]
}

/** RFC 4724 §3. */
export function gracefulRestartCapability(
  configuration: GracefulRestartConfiguration,
  { restarting, forwardingKept }: RestartState,
): GracefulRestartCapability {
  const { families, restartSeconds, notification, forwardingBitAfterReset } = configuration
  const forwarding = forwardingKept && (restarting || forwardingBitAfterReset)
  return {
    kind: 'graceful-restart',
    restarting,
    notification,
    restartSeconds,
    families: families.map((family) => ({ ...addressFamily(family), forwarding })),
  }
}

/** `undefined` where one end lacks the capability. RFC 4724 §3: of several instances the last one counts. */
export function negotiateGracefulRestart(
  configuration: GracefulRestartConfiguration | undefined,
  open: OpenMessage,
): NegotiatedGracefulRestart | undefined {
  const offered = open.capabilities.findLast(isGracefulRestart)
  if (configuration === undefined || offered === undefined) return undefined
  const known = offered.families.flatMap(({ forwarding, ...written }) => {
    const family = familyOf(written)
    return family === undefined ? [] : [{ family, forwarding }]
  })
  return {
    peerRestarting: offered.restarting,
    notification: configuration.notification && offered.notification,
    restartSeconds: offered.restartSeconds,
    families: known.map(({ family }) => family),
    forwarding: known.filter(({ forwarding }) => forwarding).map(({ family }) => family),
  }
}

/**
 * The families whose routes outlast the end of a session. RFC 4724 §4.2: those of a peer whose TCP connection failed;
 * with the N bit at both ends (RFC 8538 §4) also where a NOTIFICATION ended it, unless that says for good.
 */
export function retainedFamilies(
  negotiated: NegotiatedGracefulRestart | undefined,
  notification: NotificationMessage | undefined,
  sentBy: 'local' | 'remote' | undefined,
): readonly Family[] {
  if (negotiated === undefined) return []
  if (notification === undefined) return negotiated.families
  if (!negotiated.notification || isHardReset(notification)) return []
  return sentBy === 'local' && endsForGood(notification) ? [] : negotiated.families
}

/** RFC 8538 §5.1: causes that last, whether or not the peer is told of them in a Hard Reset. */
function endsForGood({ code, subcode }: NotificationMessage): boolean {
  return code === 6 && lastingCauses.includes(subcode)
}

/** Maximum Number of Prefixes Reached, Administrative Shutdown, Peer De-configured, BFD Down. */
const lastingCauses: readonly number[] = [1, 2, 3, 10]

/** What the peer is told in place of the NOTIFICATION, so that it keeps no routes either. */
export function hardened(
  notification: NotificationMessage,
  configuration: GracefulRestartConfiguration | undefined,
  negotiated: NegotiatedGracefulRestart | undefined,
): NotificationMessage {
  const { code, subcode } = notification
  const isHard = code === 6 && (configuration?.hardResetSubcodes.includes(subcode) ?? false)
  return isHard && negotiated?.notification === true ? hardReset(notification) : notification
}

function isGracefulRestart(capability: Capability): capability is GracefulRestartCapability {
  return capability.kind === 'graceful-restart'
}
