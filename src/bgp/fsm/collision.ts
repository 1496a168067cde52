/** What RFC 4271 §6.8 compares. */
export interface CollisionIdentity {
  readonly bgpIdentifier: number
  readonly asn: number
}

type Initiator = 'local' | 'remote'

/**
 * RFC 4271 §6.8: of two connections between the same speakers, the one stays that the speaker with the
 * higher BGP Identifier opened. Both ends come to the same answer, whichever OPEN arrives first.
 * `arriving` is the connection on which the peer's OPEN came, `existing` the other one.
 */
export function survivor(
  local: CollisionIdentity,
  remote: CollisionIdentity,
  existing: Initiator,
  arriving: Initiator,
): 'existing' | 'arriving' {
  // Nobody keeps two attempts of its own: whoever opened both has given the older one up.
  if (existing === arriving) return 'arriving'
  return existing === favoured(local, remote) ? 'existing' : 'arriving'
}

// RFC 6286 §2.3: speakers of different ASes may share an identifier, and then the AS numbers decide.
function favoured(local: CollisionIdentity, remote: CollisionIdentity): Initiator {
  if (local.bgpIdentifier !== remote.bgpIdentifier) {
    return local.bgpIdentifier > remote.bgpIdentifier ? 'local' : 'remote'
  }
  return local.asn > remote.asn ? 'local' : 'remote'
}
