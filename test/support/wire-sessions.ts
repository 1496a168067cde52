import { beforeOpen, type WireSession } from '../../src/bgp/wire/wire-session.ts'

/** An external session of 4-octet AS numbers and of nothing else that is optional. */
export const external: WireSession = { ...beforeOpen, fourOctetAs: true }

export const internal: WireSession = { ...external, peering: 'internal' }

/** A session with a speaker that knows 2-octet AS numbers alone. */
export const twoOctets: WireSession = { ...external, fourOctetAs: false }

const named: Readonly<Record<string, WireSession>> = {
  ebgp: external,
  ibgp: internal,
  ebgp2: twoOctets,
  ibgp2: { ...internal, fourOctetAs: false },
  long: { ...external, extendedMessage: true },
  paths: { ...external, addPath: { send: ['ipv4', 'ipv6'], receive: ['ipv4', 'ipv6'] } },
  hops: { ...external, extendedNextHop: ['ipv4'] },
}

/** The session that a table of cases calls so. */
export function wireSessionNamed(name: string): WireSession {
  const session = named[name]
  if (session === undefined) throw new Error(`no session is called ${name}`)
  return session
}
