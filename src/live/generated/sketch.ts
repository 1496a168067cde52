import type { Family } from '../../net/address.ts'

/** A scenario before it is a file: what was drawn, in the words of the file. */
export interface Sketch {
  readonly seed: number
  readonly routers: readonly RouterSketch[]
  readonly sessions: readonly SessionSketch[]
  readonly deeds: readonly DeedSketch[]
}

export interface RouterSketch {
  readonly name: string
  readonly asn: number
  readonly bgpIdentifier: string | undefined
  readonly clusterId: string | undefined
  readonly advertise: readonly string[]
}

export type Pair = readonly [string, string]

export interface SessionSketch {
  readonly between: Pair
  readonly families: readonly Family[]
  readonly routeReflectorClient: string | undefined
  /** In the order of `between`. */
  readonly ends: readonly [EndSketch, EndSketch]
}

export interface EndSketch {
  readonly settings: SettingsSketch
  readonly import: readonly TermSketch[]
  readonly export: readonly TermSketch[]
}

/** What an end says that is no policy; what it does not say is as usual. */
export interface SettingsSketch {
  readonly nextHopSelf?: true | 'all' | undefined
  readonly weight?: number | undefined
  readonly allowOwnAsn?: number | undefined
  readonly removePrivateAsns?: true | undefined
  readonly prefixLimit?: { readonly maximum: number } | undefined
}

/** A term of a policy: without `set` it rejects. */
export interface TermSketch {
  readonly match: MatchSketch
  readonly set: ChangeSketch | undefined
}

export interface MatchSketch {
  readonly prefixes?: readonly string[] | undefined
  readonly asPath?: string | undefined
  readonly community?: string | undefined
  readonly from?: string | undefined
}

export interface ChangeSketch {
  readonly origin?: 'igp' | 'egp' | 'incomplete' | undefined
  readonly localPref?: number | undefined
  readonly med?: number | undefined
  readonly prepend?: number | undefined
  readonly addCommunity?: readonly string[] | undefined
  readonly removeCommunity?: readonly string[] | undefined
}

/** What is done so many seconds after the network has converged for the first time. */
export interface DeedSketch {
  readonly afterSeconds: number
  /** After this long it is undone. */
  readonly forSeconds: number | undefined
  readonly action: ActionSketch
}

export type ActionSketch =
  | { readonly kind: 'announce' | 'withdraw'; readonly at: string; readonly prefix: string }
  | { readonly kind: 'shut' | 'clear'; readonly between: Pair; readonly family: Family }
  | { readonly kind: 'cut'; readonly between: Pair; readonly silently: boolean }

/** Of two routers, in either order. */
export function samePair(a: Pair, b: Pair): boolean {
  return a.includes(b[0]) && a.includes(b[1])
}
