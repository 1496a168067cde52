import type { Profile } from '../../bgp/profile.ts'
import type { PackedPrefixes } from '../../net/packed-prefixes.ts'
import type { AzureHabit } from './azure-habits.ts'
import type { RouterSetup } from './router-setup.ts'
import type { RunFolder } from './run-folder.ts'
import type { AttributeName, RouterSnapshot, SentNotification } from './snapshot.ts'

export const daemonNames = ['bird', 'frr', 'gobgp', 'openbgpd'] as const

export type DaemonName = (typeof daemonNames)[number]

/** A maker's BGP daemon: how it is installed, started, told and read. */
export interface Daemon {
  readonly name: DaemonName
  /** What must be there for it to run. */
  readonly programs: readonly string[]
  /** The Debian packages that have them. */
  readonly packages: readonly string[]
  /** What the engine plays beside it: its habits, as the harness configures it. */
  readonly profile: Profile
  /** The user for whom it gives up root, if it cannot do without; there is none where users are namespaces of one. */
  readonly user: string | undefined
  /** Its tables have settled when nothing changed for this long. */
  readonly quietMilliseconds: number
  /** How long its network is given until it is read as it stands. */
  readonly patienceMilliseconds: number
  /** How long nobody looks at its network between two looks, at the least. */
  readonly pollMilliseconds: number
  /** A session that fell comes back after half a minute, so that nothing but the start is played in a hurry. */
  readonly comesBackLate: boolean
  /** An operator who starts a session ends its time in Idle, which cannot be configured. */
  readonly startsWhenTold: boolean
  /** It compares routes two at a time, so that MULTI_EXIT_DISC of several neighbours can make a circle of them. */
  readonly comparesInPairs: boolean
  /** It tells a MULTI_EXIT_DISC of 0 from none. */
  readonly tellsZeroMed: boolean
  /** Which attributes it shows of what a peer announced, and of what a peer was told. */
  readonly showsReceived: readonly AttributeName[]
  readonly showsTold: readonly AttributeName[]
  /** Whether it starts a session again soon that fell by its prefix limit, where it is told to. */
  readonly restartsAfterLimit: boolean
  /**
   * Whether, where there are MEDs, the best route is whatever its peer puts in its place from another neighbouring AS, and
   * the others are not looked at (docs/divergences.md).
   */
  readonly mistakesReplacements: boolean
  /** A session that an operator shut down comes back without `removePrivateAsns` (docs/divergences.md). */
  readonly forgetsRemovalWhenShut: boolean
  /** Whether it watches sessions with BFD (RFC 5880); or else neither it nor the engine beside it does. */
  readonly playsBfd: boolean
  /** What MSEEs and gateways do and it has no words for: neither it nor the engine beside it does that. */
  readonly leavesOut: readonly AzureHabit[]
  /** What of the router's configuration it has no words for, each in words. */
  readonly unsupported: (router: RouterSetup) => readonly string[]
  readonly start: (
    router: RouterSetup,
    own: readonly PackedPrefixes[],
    home: Home,
    past: Past,
  ) => Promise<RunningDaemon>
}

/** What a daemon that is started has behind it: nothing, a crash of its router, or one that forwarding outlasted (RFC 4724). */
export type Past = 'none' | 'crash' | 'graceful'

/** Where one router's daemon lives. */
export interface Home {
  readonly namespace: string
  /** A folder of its own. */
  readonly path: string
  readonly run: RunFolder
}

/** The daemon of one router. */
export interface RunningDaemon {
  readonly read: () => Promise<RouterSnapshot>
  /** What it says in its log that it, or a peer of it, has sent; in order. */
  readonly notifications: () => readonly SentNotification[]
  readonly shut: (session: string) => Promise<void>
  readonly open: (session: string) => Promise<void>
  readonly clear: (session: string) => Promise<void>
  /** Asks the peer for its routes anew (RFC 2918). */
  readonly refresh: (session: string) => Promise<void>
  /** From now on these are the router's own prefixes, and no others. */
  readonly originate: (own: readonly PackedPrefixes[]) => Promise<void>
  /** From now on its policies are those of this setup, which is the same router. */
  readonly follow: (router: RouterSetup) => Promise<void>
  /** From now on it neither says nor notices anything. */
  readonly freeze: () => void
  /** Ends it at once, without a word to anybody. */
  readonly kill: () => void
}
