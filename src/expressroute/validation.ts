import { covers } from '../net/prefix.ts'
import type { Design, Peering } from './design.ts'

/** `advertisedPublicPrefixesState` of a Microsoft or public peering (WF23, PEER19, FAQ26). */
export type ValidationState = 'NotConfigured' | 'Configured' | 'ValidationNeeded'

/**
 * The automatic check: every prefix has to be recorded in a registry together with the peer's AS, or with the customer's where one is
 * named. Only a peering whose prefixes are Configured has its sessions enabled.
 */
export function validationState(
  peering: Peering,
  { registrations }: Pick<Design, 'registrations'>,
): ValidationState {
  const { publicSide, peerAsn } = peering
  if (publicSide === undefined || publicSide.advertisedPublicPrefixes.length === 0) return 'NotConfigured'
  const asn = publicSide.customerAsn ?? peerAsn
  const isRecorded = publicSide.advertisedPublicPrefixes.every((prefix) =>
    registrations.some((one) => one.asn === asn && covers(one.prefix, prefix)),
  )
  return isRecorded ? 'Configured' : 'ValidationNeeded'
}
