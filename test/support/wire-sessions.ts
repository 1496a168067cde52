import { beforeOpen, type WireSession } from '../../src/bgp/wire/wire-session.ts'

/** An external session of 4-octet AS numbers and of nothing else that is optional. */
export const external: WireSession = { ...beforeOpen, fourOctetAs: true }

export const internal: WireSession = { ...external, peering: 'internal' }

/** A session with a speaker that knows 2-octet AS numbers alone. */
export const twoOctets: WireSession = { ...external, fourOctetAs: false }
