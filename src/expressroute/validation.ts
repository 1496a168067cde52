import { covers, type Prefix } from '../net/prefix.ts'
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
  const { publicSide } = peering
  if (publicSide === undefined || publicSide.advertisedPublicPrefixes.length === 0) return 'NotConfigured'
  return unrecorded(peering, { registrations }).length === 0 ? 'Configured' : 'ValidationNeeded'
}

/** The AS that the prefixes have to be recorded with. */
export function validatedAsn({ publicSide, peerAsn }: Peering): number {
  return publicSide?.customerAsn ?? peerAsn
}

/** The advertised prefixes that no registry has together with that AS. */
export function unrecorded(
  peering: Peering,
  { registrations }: Pick<Design, 'registrations'>,
): readonly Prefix[] {
  const asn = validatedAsn(peering)
  const advertised = peering.publicSide?.advertisedPublicPrefixes ?? []
  return advertised.filter(
    (prefix) => !registrations.some((one) => one.asn === asn && covers(one.prefix, prefix)),
  )
}
