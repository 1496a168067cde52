import type { Address, Family } from '../../net/address.ts'
import type { AsPath } from '../as-path.ts'
import type {
  ExtendedCommunity,
  LargeCommunity,
  Origin,
  PathAttributes,
  UnrecognizedAttribute,
} from '../path-attributes.ts'
import type { Nlri } from './nlri.ts'

/** RFC 4760 §3. */
export interface Reach {
  readonly family: Family
  readonly nextHop: Address
  readonly linkLocalNextHop: Address | undefined
  readonly nlri: Nlri
}

/** RFC 4760 §4. */
export interface Unreach {
  readonly family: Family
  readonly nlri: Nlri
}

type Aggregator = PathAttributes['aggregator']

/** What an UPDATE's attributes said so far; each sets its own field. */
export interface AttributeDraft {
  origin: Origin | undefined
  asPath: AsPath | undefined
  nextHop: Address | undefined
  multiExitDisc: number | undefined
  localPref: number | undefined
  atomicAggregate: boolean
  aggregator: Aggregator
  communities: readonly number[]
  originatorId: number | undefined
  clusterList: readonly number[]
  extendedCommunities: readonly ExtendedCommunity[]
  largeCommunities: readonly LargeCommunity[]
  onlyToCustomer: number | undefined
  unrecognized: readonly UnrecognizedAttribute[]
  as4Path: AsPath | undefined
  as4Aggregator: Aggregator
  reach: Reach | undefined
  unreach: Unreach | undefined
}

const none: readonly never[] = []

export function newDraft(): AttributeDraft {
  return {
    origin: undefined,
    asPath: undefined,
    nextHop: undefined,
    multiExitDisc: undefined,
    localPref: undefined,
    atomicAggregate: false,
    aggregator: undefined,
    communities: none,
    originatorId: undefined,
    clusterList: none,
    extendedCommunities: none,
    largeCommunities: none,
    onlyToCustomer: undefined,
    unrecognized: none,
    as4Path: undefined,
    as4Aggregator: undefined,
    reach: undefined,
    unreach: undefined,
  }
}
