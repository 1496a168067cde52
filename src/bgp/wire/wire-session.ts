import type { Family } from '../../net/address.ts'
import type { Negotiated } from '../fsm/session.ts'
import type { ReadingHabits } from '../profile.ts'

/** What a session settled that decides how octets are read and written. */
export interface WireSession {
  readonly peering: 'internal' | 'external'
  /** RFC 6793: AS numbers have four octets. */
  readonly fourOctetAs: boolean
  /** RFC 8654: messages other than OPEN and KEEPALIVE may have 65535 octets. */
  readonly extendedMessage: boolean
  /** Families whose NLRI carry a Path Identifier, each way (RFC 7911). */
  readonly addPath: { readonly send: readonly Family[]; readonly receive: readonly Family[] }
  /** Families whose routes may have a next hop of another family (RFC 8950). */
  readonly extendedNextHop: readonly Family[]
  readonly reading: ReadingHabits
}

/** What holds until OPENs are exchanged. */
export const beforeOpen: WireSession = {
  peering: 'external',
  fourOctetAs: false,
  extendedMessage: false,
  addPath: { send: [], receive: [] },
  extendedNextHop: [],
  reading: { ignoredNetworks: ['loopback', 'multicast', 'class E'], revisesUpdateErrors: true },
}

/** What the OPENs settled; no speaker of ours offers what `beforeOpen` goes without and `Negotiated` does not name. */
export function wireSession(
  { peering, fourOctetAs }: Negotiated,
  reading: ReadingHabits = beforeOpen.reading,
): WireSession {
  return { ...beforeOpen, peering, fourOctetAs, reading }
}
