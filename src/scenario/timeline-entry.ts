import type { PolicySettings } from '../bgp/policy.ts'
import type { Malformation } from '../bgp/wire/malformed-update.ts'
import type { Move } from '../expressroute/life-cycle/move.ts'
import type { PackedPrefixes } from '../net/packed-prefixes.ts'
import type { Prefix } from '../net/prefix.ts'
import type { Micros } from '../sim/time.ts'
import type { Place } from './place.ts'
import type { RiskGroup } from './risk-group.ts'

/** One line of the timeline: at some moment, one thing happens, or the moment just gets a name. */
export interface TimelineEntry {
  readonly place: Place
  readonly when: When
  readonly label: string | undefined
  readonly action: TimelineAction
  /** After this long the action is undone. */
  readonly forMicros: Micros | undefined
  /** The action, and its undoing, happen `times` times in all, one start every `everyMicros`. */
  readonly repeat: { readonly everyMicros: Micros; readonly times: number } | undefined
}

/** A moment: since the start of the run, or since the entry of a label happened. Never before either. */
export interface Instant {
  readonly label: string | undefined
  readonly offsetMicros: Micros
}

export type When =
  | { readonly kind: 'at'; readonly instant: Instant }
  /** The first moment, once every entry above has happened, at which the whole network is so. */
  | { readonly kind: 'when'; readonly state: 'converged' | 'established' }

export type TimelineAction =
  /** Nothing happens; the entry only has a label. */
  | { readonly kind: 'mark' }
  | { readonly kind: 'cut'; readonly links: readonly AffectedLink[]; readonly silently: boolean }
  | {
      readonly kind: 'loss'
      readonly links: readonly AffectedLink[]
      /** From 0 to 1. */
      readonly share: number
    }
  | {
      readonly kind: 'delay'
      readonly links: readonly AffectedLink[]
      readonly byMicros: Micros
      readonly jitterMicros: Micros
    }
  /** One VLAN of a circuit, whose customer's end has another VLAN ID, or has swapped the two addresses. */
  | { readonly kind: 'wrongVlan' | 'swapAddresses'; readonly link: string }
  /** One end of the session, the first where `router` names none, has another key, expects another AS, or reads nothing. */
  | {
      readonly kind: 'wrongKey' | 'wrongAsn' | 'zeroWindow'
      readonly session: string
      readonly router: string | undefined
    }
  /** One end of the session, chosen likewise, sends an UPDATE that is none; `prefix` is what it would have announced. */
  | {
      readonly kind: 'malformed'
      readonly session: string
      readonly router: string | undefined
      readonly wrong: Malformation
      readonly prefix: Prefix
    }
  /** Their control planes stand still, and packets are forwarded as before. */
  | { readonly kind: 'freeze'; readonly nodes: readonly string[] }
  /** Packets end at these nodes, whose sessions stand. */
  | { readonly kind: 'blackhole'; readonly nodes: readonly string[] }
  /** Where forwarding is kept, the control plane alone crashes. Nodes of one box crash together. */
  | { readonly kind: 'crash'; readonly nodes: readonly string[]; readonly forwarding: 'lost' | 'kept' }
  /** `members` are known once the file was read. */
  | { readonly kind: 'fail'; readonly group: string; readonly members: RiskGroup | undefined }
  | { readonly kind: 'restart'; readonly nodes: readonly string[] }
  /** For maintenance: the router announces its routes as a worse way, until `undrain`. */
  | { readonly kind: 'drain' | 'undrain'; readonly nodes: readonly string[] }
  /** `shut` lasts until `start`; `clear` resets the session, which comes back by itself; `refresh` asks for its routes anew. */
  | { readonly kind: 'shut' | 'start' | 'clear' | 'refresh'; readonly session: string }
  /** The router, an end of the session, sets this of what it takes (`import`) or announces (`export`). */
  | {
      readonly kind: 'policy'
      readonly session: string
      readonly router: string
      readonly import: PolicySettings | undefined
      readonly export: PolicySettings | undefined
    }
  /** Both ends of the session are configured for BFD, or no longer. */
  | { readonly kind: 'bfd'; readonly session: string; readonly enabled: boolean }
  /** What is done to circuits and what hangs on them. `word` is the key of the entry. */
  | { readonly kind: 'moves'; readonly word: string; readonly moves: readonly TimedMove[] }
  /** `at` is a site or a customer's router; at most one list per family, without duplicates. */
  | {
      readonly kind: 'announce' | 'withdraw'
      readonly at: string
      readonly prefixes: readonly PackedPrefixes[]
    }
  /** Undoes the entry of that label, which is one that can be undone. */
  | { readonly kind: 'restore'; readonly label: string }

/** A move, so long after the entry's moment. */
export interface TimedMove {
  readonly afterMicros: Micros
  readonly move: Move
}

/** One link of a cable; `from` limits a silent cut, a loss or a delay to what that node sends. */
export interface AffectedLink {
  readonly link: string
  readonly from: string | undefined
}
