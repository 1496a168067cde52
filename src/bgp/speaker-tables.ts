import type { Address, Family } from '../net/address.ts'
import type { AttributeInterner } from './attribute-interner.ts'
import type { RestartState } from './fsm/graceful-restart.ts'
import { Peer } from './peer.ts'
import { AdjRibIn } from './rib/adj-rib-in.ts'
import { Paths } from './rib/paths.ts'
import { PrefixIds } from './rib/prefix-ids.ts'
import { Rib } from './rib/rib.ts'
import type { SpeakerConfiguration } from './speaker-configuration.ts'

/** The peers and the RIBs of one router; those of a family share its numbers of prefixes and its paths. */
export interface SpeakerTables {
  readonly peers: readonly Peer[]
  readonly ribs: Readonly<Record<Family, Rib>>
}

export function newTables(
  configuration: SpeakerConfiguration,
  interner: AttributeInterner,
  restart: RestartState,
  resolves: (nextHop: Address) => boolean,
): SpeakerTables {
  const ids = { ipv4: new PrefixIds('ipv4'), ipv6: new PrefixIds('ipv6') }
  const paths = { ipv4: new Paths(), ipv6: new Paths() }
  const peers = configuration.peers.map((peer, index) => {
    const source = index + 1
    const adjRibIn = {
      ipv4: new AdjRibIn(ids.ipv4, paths.ipv4, source),
      ipv6: new AdjRibIn(ids.ipv6, paths.ipv6, source),
    }
    return new Peer(peer, configuration.asn, ids, adjRibIn, interner, restart)
  })
  const owner = {
    localAsn: configuration.asn,
    bgpIdentifier: configuration.bgpIdentifier,
    clusterId: configuration.clusterId,
    isReflector: configuration.peers.some(({ routeReflectorClient }) => routeReflectorClient),
    maximumPaths: configuration.maximumPaths,
    aggregates: configuration.aggregates,
    profile: configuration.profile,
    ownAddresses: configuration.interfaces.flatMap((port) => port.addresses.map(({ address }) => address)),
    interner,
    resolves,
  }
  return {
    peers,
    ribs: { ipv4: new Rib(ids.ipv4, paths.ipv4, owner), ipv6: new Rib(ids.ipv6, paths.ipv6, owner) },
  }
}
