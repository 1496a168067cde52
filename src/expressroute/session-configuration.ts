import type { GracefulRestartConfiguration } from '../bgp/fsm/graceful-restart.ts'
import type { SessionConfiguration } from '../bgp/fsm/session.ts'
import type { Profile } from '../bgp/profile.ts'
import type { Family } from '../net/address.ts'
import type { BfdTimers } from './design.ts'

/** What distinguishes one end of an ExpressRoute session; the profile has the rest. */
export interface SessionSettings {
  readonly localAsn: number
  readonly localBgpIdentifier: number
  readonly remoteAsn: number
  readonly family: Family
  readonly holdTimeSeconds: number
  readonly keepaliveSeconds: number
  /** `undefined` where it is not offered. */
  readonly gracefulRestart: GracefulRestart | undefined
  readonly enhancedRouteRefresh: boolean
  readonly bfd: BfdTimers | undefined
}

/** How a router takes part in RFC 4724 on all of its sessions. */
export interface GracefulRestart
  extends Omit<GracefulRestartConfiguration, 'families' | 'forwardingBitAfterReset' | 'hardResetSubcodes'> {
  /** It keeps the routes of peers that restart, and does not ask the same of them. */
  readonly helperOnly: boolean
}

/** One end of a session that carries one family and opens the connection itself as well as accepting it. */
export function sessionConfiguration(settings: SessionSettings, profile: Profile): SessionConfiguration {
  const { family, gracefulRestart, enhancedRouteRefresh, bfd, ...own } = settings
  return {
    ...own,
    families: [family],
    routeRefresh: true,
    fourOctetAs: true,
    connectRetrySeconds: profile.connectRetrySeconds,
    passive: false,
    delayOpenSeconds: undefined,
    idleHoldSeconds: profile.idleHoldSeconds,
    idleHoldMaximumSeconds: profile.idleHoldMaximumSeconds,
    sendHold: profile.sendHold,
    sendNotificationWithoutOpen: false,
    collisionDetectEstablishedState: false,
    anyMessageRestartsHoldTimer: profile.anyMessageRestartsHoldTimer,
    needsCommonFamily: profile.needsCommonFamily,
    reading: profile,
    enhancedRouteRefresh: enhancedRouteRefresh ? { staleSeconds: profile.staleSeconds } : undefined,
    bfdStrict: bfd?.strict,
    gracefulRestart: gracefulRestart && configurationOf(gracefulRestart, family, profile),
  }
}

function configurationOf(
  { helperOnly, ...own }: GracefulRestart,
  family: Family,
  { forwardingBitAfterReset, hardResetSubcodes }: Profile,
): GracefulRestartConfiguration {
  return { ...own, families: helperOnly ? [] : [family], forwardingBitAfterReset, hardResetSubcodes }
}
