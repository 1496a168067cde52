import type { BfdConfiguration } from '../../bfd/session.ts'
import type { PolicyPeer } from './policy-peer.ts'

/** How an end is configured for BFD, in the units that every maker has. */
export interface BfdMilliseconds {
  readonly transmit: number
  readonly receive: number
  readonly multiplier: number
}

export function bfdMilliseconds(configuration: BfdConfiguration): BfdMilliseconds {
  const { desiredMinTxMicros, requiredMinRxMicros, detectMultiplier } = configuration
  return {
    transmit: Math.ceil(desiredMinTxMicros / 1000),
    receive: Math.ceil(requiredMinRxMicros / 1000),
    multiplier: detectMultiplier,
  }
}

/** A peer, and how its session is watched; `undefined` where nobody does (RFC 5882). */
export interface WatchedPeer extends Pick<PolicyPeer, 'configuration'> {
  readonly bfd: BfdConfiguration | undefined
}

/** The timers on one of its links, where a session over it is watched; both families have the same. */
export function bfdOn(
  { peers }: { readonly peers: readonly WatchedPeer[] },
  link: string,
): BfdMilliseconds | undefined {
  const [first] = peers.flatMap(({ configuration, bfd }) => {
    return configuration.interface === link && bfd !== undefined ? [bfd] : []
  })
  return first && bfdMilliseconds(first)
}
