import { bitsPerMegabit } from './bandwidth.ts'
import type { Circuit, Era, PeeringKind, QueueWeights } from './design.ts'

/** QOS15: how the packets of one class are marked, and served. */
export interface QosClass {
  readonly name: string
  /** Its DSCPs. The last class has all that no other one has, beside these. */
  readonly marks: readonly number[]
  /** `undefined` for Voice, which is a class by itself and comes first (RFC 3246). */
  readonly weight: number | undefined
}

/** QOS15: weights are the customer's decision. Model assumption: equal ones, where he decides nothing. */
export const usualQueueWeights: QueueWeights = { interactive: 1, default: 1 }

const [ef, af41, cs3, af21, af11, unmarked] = [46, 34, 24, 18, 10, 0]

/** QOS15, QOS23: CS3 was for signalling, and is no longer in the table. */
export function qosClasses(weights: QueueWeights, era: Era): readonly QosClass[] {
  const interactive = era === '2017' ? [af41, af21, cs3] : [af41, af21]
  return [
    { name: 'Voice', marks: [ef], weight: undefined },
    { name: 'Interactive', marks: interactive, weight: weights.interactive },
    { name: 'Default', marks: [af11, unmarked], weight: weights.default },
  ]
}

/** What an MSEE does with marks: those that it leaves, where not all, and whether it serves packets by them. */
export interface MseeMarking {
  readonly kept: readonly number[] | undefined
  readonly isHeeded: boolean
}

/**
 * QOS15: on Microsoft peering Microsoft sends only the marks of the table; the others are set to 0 (model assumption: whoever
 * sent them). On the other peerings marks were reset to 0 in 2017 (QOS15); today they stay, and nothing is served by them
 * (QOS23). Model assumption: in both directions.
 */
export function mseeMarking(peering: PeeringKind, era: Era): MseeMarking {
  if (peering === 'microsoft') {
    return { kept: qosClasses(usualQueueWeights, era).flatMap(({ marks }) => marks), isHeeded: true }
  }
  return { kept: era === '2017' ? [unmarked] : undefined, isHeeded: false }
}

/** SEED, COST20: whether what leaves Azure is paid for by the octet. What comes in is free, and Local is always unlimited. */
export function isMetered({ sku }: Pick<Circuit, 'sku'>): boolean {
  return sku.family === 'MeteredData' && sku.tier !== 'Local'
}

/**
 * What each link of a circuit carries each way, in bits per second: FAQ26, the whole of what was bought, for all peerings together.
 * Model assumption: on ports of ExpressRoute Direct too, as where rate limiting is on (RATE23).
 */
export function linkCapacity({ bandwidthMbps }: Pick<Circuit, 'bandwidthMbps'>): number {
  return bandwidthMbps * bitsPerMegabit
}
