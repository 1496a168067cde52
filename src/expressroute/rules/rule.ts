import type { PackedPrefixes } from '../../net/packed-prefixes.ts'
import type { Prefix } from '../../net/prefix.ts'
import type { Design, Era } from '../design.ts'

/** What ExpressRoute or the customer's own experience asks of a design: one rule of the documents, by its id. */
export interface Rule {
  /** `A4`. Two rules share an id where one part of it is refused in the file and another met in the run. */
  readonly id: string
  readonly level: RuleLevel
  /** `file`: an error here is refused before anything runs. `run`: carried out as Azure would, and reported. */
  readonly when: 'file' | 'run'
  readonly eras: readonly Era[]
  readonly title: string
  /** A paragraph for a reader who asks why. */
  readonly story: string
  /** A sentence: the way out in general. A breach has in `fix` what to do where it is. */
  readonly remedy: string
  readonly source: string
  /** Whether the rule is an inference of ours and not a documented fact. */
  readonly assumption: boolean
  /** `undefined` where nothing in the file shows it, so that the run alone meets it. */
  readonly check: Check | undefined
}

type Check = (
  design: Design,
  announced: readonly Announcement[],
  surroundings: Surroundings,
) => readonly Breach[]

/** What a customer's router would tell an MSEE: its own, its sites' and its iBGP neighbours' prefixes, after its export policy. */
export interface Announcement {
  readonly router: string
  /** Index into the router's connections. */
  readonly connection: number
  readonly prefixes: readonly PackedPrefixes[]
}

/** What the customer's routers do besides, as far as the file tells. */
export interface Surroundings {
  /** What they tell providers, and what providers have themselves: all that the Internet hears. */
  readonly toInternet: readonly InternetAnnouncement[]
  /** What they heard from Azure and tell an MSEE. */
  readonly sentBack: readonly SentBack[]
  /** Routers that may announce more than is known: what others tell them, or what the timeline has them announce. */
  readonly mayTellMore: ReadonlySet<string>
}

export interface InternetAnnouncement {
  readonly router: string
  readonly prefixes: readonly PackedPrefixes[]
}

export interface SentBack {
  readonly router: string
  /** Index into the router's connections. */
  readonly connection: number
  readonly prefixes: readonly Prefix[]
  /** Those of them that it tells whichever of the routes to them is its best. */
  readonly surely: readonly Prefix[]
}

export const noSurroundings: Surroundings = { toInternet: [], sentBack: [], mayTellMore: new Set() }

export type RuleLevel = 'error' | 'warning' | 'info'

/** One place where a design breaks a rule. */
export interface Breach {
  /** Keys and indexes from the top of the scenario file; a router's connection is `['routers', name, 'connect', index]`. */
  readonly path: readonly (string | number)[]
  readonly message: string
  readonly fix: string
}

/** A breach with what its rule says about it. */
export interface Finding extends Breach, Pick<Rule, 'level' | 'when' | 'source' | 'assumption'> {
  readonly rule: string
}

export const bothEras: readonly Era[] = ['2017', 'current']
