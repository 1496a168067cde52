import type { PeerConfiguration, SpeakerConfiguration } from '../../bgp/speaker-configuration.ts'
import type { Family } from '../../net/address.ts'

/** A router whose policies are written in its maker's words. */
export interface PolicyRouter {
  readonly speaker: Pick<SpeakerConfiguration, 'asn'>
  /** In the order of its configuration, by which a peer has a number. */
  readonly peers: readonly PolicyPeer[]
}

/** One of its peers, under a name that a configuration can have: letters, digits and underscores. */
export interface PolicyPeer {
  readonly label: string
  readonly configuration: PeerConfiguration
}

/** A session carries one family: a neighbour of two has two. */
export function peerFamily({ configuration }: PolicyPeer): Family {
  const [family = 'ipv4'] = configuration.session.families
  return family
}
