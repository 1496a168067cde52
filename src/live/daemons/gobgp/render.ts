import { formatBgpIdentifier } from '../../../bgp/identifiers.ts'
import type { PeerConfiguration, SpeakerConfiguration } from '../../../bgp/speaker-configuration.ts'
import type { Family } from '../../../net/address.ts'
import { formatAddress } from '../../../net/address-text.ts'
import type { PeerSetup, RouterSetup } from '../router-setup.ts'
import { gobgpPolicies, unsupportedStatements } from './policy.ts'

/** The configuration of GoBGP for one router, but for its own routes, which it is told when it runs. */
export function gobgpConfiguration(router: RouterSetup): string {
  const { speaker, peers } = router
  const lines = [
    '[global.config]',
    `  as = ${speaker.asn}`,
    `  router-id = "${formatBgpIdentifier(speaker.bgpIdentifier)}"`,
    '[global.route-selection-options.config]',
    // Or else the older of two external routes would stay.
    '  external-compare-router-id = true',
    ...(speaker.profile.comparesMed === 'always' ? ['  always-compare-med = true'] : []),
    '[global.apply-policy.config]',
    '  import-policy-list = ["in"]',
    '  export-policy-list = ["out"]',
    '  default-import-policy = "accept-route"',
    '  default-export-policy = "accept-route"',
    ...peers.flatMap((peer) => neighborLines(speaker, peer)),
    ...gobgpPolicies(router),
  ]
  return `${lines.join('\n')}\n`
}

function neighborLines(
  { clusterId }: SpeakerConfiguration,
  { configuration, sharedKey }: PeerSetup,
): readonly string[] {
  const { session, allowOwnAsn } = configuration
  return [
    '[[neighbors]]',
    '  [neighbors.config]',
    `    neighbor-address = "${formatAddress(configuration.remoteAddress)}"`,
    `    peer-as = ${session.remoteAsn}`,
    ...(sharedKey === undefined ? [] : [`    auth-password = "${sharedKey}"`]),
    ...(configuration.removePrivateAsns ? ['    remove-private-as = "all"'] : []),
    '  [neighbors.timers.config]',
    `    hold-time = ${session.holdTimeSeconds}`,
    `    keepalive-interval = ${session.keepaliveSeconds}`,
    '    connect-retry = 1',
    '  [neighbors.transport.config]',
    `    local-address = "${formatAddress(configuration.localAddress)}"`,
    `    passive-mode = ${session.passive}`,
    ...(allowOwnAsn === 0
      ? []
      : ['  [neighbors.as-path-options.config]', `    allow-own-as = ${allowOwnAsn}`]),
    ...(configuration.routeReflectorClient
      ? [
          '  [neighbors.route-reflector.config]',
          '    route-reflector-client = true',
          `    route-reflector-cluster-id = "${formatBgpIdentifier(clusterId)}"`,
        ]
      : []),
    ...session.families.flatMap((family) => familyLines(family, configuration)),
  ]
}

function familyLines(family: Family, { prefixLimit }: PeerConfiguration): readonly string[] {
  return [
    '  [[neighbors.afi-safis]]',
    '    [neighbors.afi-safis.config]',
    `      afi-safi-name = "${family}-unicast"`,
    ...(prefixLimit === undefined
      ? []
      : [
          '    [neighbors.afi-safis.prefix-limit.config]',
          `      max-prefixes = ${prefixLimit.maximum[family]}`,
        ]),
  ]
}

/** What of a router GoBGP 3.10 has no words for, each in words. */
export function unsupportedByGobgp({ speaker, peers }: RouterSetup): readonly string[] {
  return [
    ...(speaker.aggregates.length > 0 ? ['aggregates'] : []),
    ...peers.flatMap((peer) => [
      ...unsupportedStatements(peer.configuration.import),
      ...unsupportedStatements(peer.configuration.export),
      ...unsupportedSession(peer),
    ]),
  ]
}

function unsupportedSession({ configuration, carried }: PeerSetup): readonly string[] {
  const { session, remoteAddress } = configuration
  const troubles: readonly (readonly [boolean, string])[] = [
    [session.holdTimeSeconds < 3, `a hold time of ${session.holdTimeSeconds} s`],
    [session.gracefulRestart !== undefined, 'gracefulRestart'],
    [!session.routeRefresh, 'a session without route refresh: it always offers it'],
    [!session.fourOctetAs, 'AS numbers of two octets alone: it always offers four'],
    [configuration.weight !== 0, 'weight'],
    [configuration.defaultOriginate, 'defaultOriginate'],
    [
      carried.includes('ipv6') && remoteAddress.family === 'ipv4',
      'IPv6 over IPv4: it says ::ffff: and its IPv4 address as NEXT_HOP',
    ],
  ]
  return troubles.filter(([isThere]) => isThere).map(([, what]) => what)
}
