import { formatBgpIdentifier } from '../../../bgp/identifiers.ts'
import type {
  PeerConfiguration,
  PrefixLimit,
  SpeakerConfiguration,
} from '../../../bgp/speaker-configuration.ts'
import { type Family, families } from '../../../net/address.ts'
import { type PackedPrefixes, unpackPrefixes } from '../../../net/packed-prefixes.ts'
import { formatPrefix } from '../../../net/prefix-text.ts'
import { frrRestartLines } from '../../../report/router-config/frr.ts'
import { frrBfdProfiles } from '../../../report/router-config/frr-bfd.ts'
import { routeMap, routeMapName } from '../../../report/router-config/route-map.ts'
import { frrDialect, ownTag } from '../../../report/router-config/route-map-dialect.ts'
import {
  aggregateWords,
  choiceLines,
  frrWords,
  neighborOf,
  sessionLines,
} from '../../../report/router-config/vty-lines.ts'
import type { Past } from '../daemon.ts'
import { gracefulRestartOf, type PeerSetup, type RouterSetup } from '../router-setup.ts'

/** The configuration of FRR's zebra, which only tells bgpd what is connected. */
export function zebraConfiguration(): string {
  return 'hostname router\n'
}

/** The configuration of FRR's bfdd, which watches sessions for bgpd. */
export function bfddConfiguration(router: RouterSetup): string {
  return `${['hostname router', ...frrBfdProfiles(router)].join('\n')}\n`
}

/** A route-map that changes nothing. */
export const asItCame = 'as-it-came'

/** The configuration of FRR's bgpd for one router. */
export function frrConfiguration(
  router: RouterSetup,
  own: readonly PackedPrefixes[],
  logFile: string,
  past: Past,
): string {
  const { speaker, peers } = router
  const lines = [
    'hostname router',
    `log file ${logFile}`,
    'debug bgp neighbor-events',
    'debug bgp zebra',
    'bgp route-map delay-timer 1',
    `route-map own permit 10`,
    ` set tag ${ownTag}`,
    'exit',
    `route-map ${asItCame} permit 10`,
    'exit',
    // A route-map that is used before it exists denies everything for a while.
    ...peers.flatMap((peer) => [
      ...routeMap(router, peer, 'in', frrDialect),
      ...routeMap(router, peer, 'out', frrDialect),
    ]),
    `router bgp ${speaker.asn}`,
    ` bgp router-id ${formatBgpIdentifier(speaker.bgpIdentifier)}`,
    ` bgp cluster-id ${formatBgpIdentifier(speaker.clusterId)}`,
    ' no bgp ebgp-requires-policy',
    ' no bgp network import-check',
    ' no bgp default ipv4-unicast',
    ' bgp bestpath compare-routerid',
    ' bgp deterministic-med',
    // Or a reflector asks its policies whether a route goes out, and ignores what they change of it.
    ' bgp route-reflector allow-outbound-policy',
    ...(speaker.profile.comparesMed === 'always' ? [' bgp always-compare-med'] : []),
    // What it would say of its forwarding it says in every OPEN, so after a crash that forwarding did not outlast it says nothing.
    ...frrRestartLines(gracefulRestartOf(router), past !== 'crash').map((line) => ` ${line}`),
    ' coalesce-time 10',
    ...peers.flatMap(neighborLines),
    ...families.flatMap((family) => familyLines(family, router, own)),
    'exit',
  ]
  return `${lines.join('\n')}\n`
}

/** The lines that make a prefix the router's own. */
export function networkLines(own: readonly PackedPrefixes[], family: Family): readonly string[] {
  return own
    .filter((some) => some.family === family)
    .flatMap(unpackPrefixes)
    .map((prefix) => `network ${formatPrefix(prefix)} route-map own`)
}

/** Every neighbour waits until bgpd knows its interfaces: a session that stands before that fails with a NOTIFICATION 5/0. */
function neighborLines({ configuration, sharedKey }: PeerSetup): readonly string[] {
  const neighbor = neighborOf(configuration)
  return [
    ...sessionLines(configuration, sharedKey, frrWords),
    `${neighbor} timers connect 1`,
    `${neighbor} advertisement-interval 0`,
    `${neighbor} shutdown`,
  ].map((line) => ` ${line}`)
}

function familyLines(
  family: Family,
  { peers, speaker }: RouterSetup,
  own: readonly PackedPrefixes[],
): readonly string[] {
  const carried = peers.filter(({ configuration }) => configuration.session.families.includes(family))
  return [
    ` address-family ${family} unicast`,
    ...networkLines(own, family).map((line) => `  ${line}`),
    ...aggregateLines(speaker, family).map((line) => `  ${line}`),
    ...carried.flatMap((peer) => activeLines(peer, family).map((line) => `  ${line}`)),
    `  maximum-paths ${speaker.maximumPaths}`,
    ` exit-address-family`,
  ]
}

/** An aggregate is marked as a route of the router's own. */
function aggregateLines({ aggregates }: SpeakerConfiguration, family: Family): readonly string[] {
  return aggregates
    .filter(({ prefix }) => prefix.family === family)
    .map((aggregate) =>
      [
        'aggregate-address',
        formatPrefix(aggregate.prefix),
        ...aggregateWords(aggregate),
        'route-map own',
      ].join(' '),
    )
}

function activeLines(peer: PeerSetup, family: Family): readonly string[] {
  const { configuration } = peer
  const neighbor = neighborOf(configuration)
  return [
    `${neighbor} activate`,
    ...(peer.keepsReceived ? [`${neighbor} soft-reconfiguration inbound`] : []),
    `${neighbor} route-map ${routeMapName('in', peer)} in`,
    `${neighbor} route-map ${routeMapName('out', peer)} out`,
    ...choiceLines(configuration, frrWords),
    ...limitLines(configuration, family),
  ]
}

/** The lines that change the prefix limits of running sessions to those of this setup. */
export function changedLimitLines(before: RouterSetup, { peers }: RouterSetup): readonly string[] {
  const old = before.peers.map(({ configuration }) => configuration.prefixLimit)
  const changed = peers.filter(({ configuration }, index) => configuration.prefixLimit !== old[index])
  return changed.flatMap(({ configuration }) =>
    configuration.session.families.flatMap((family) => [
      `address-family ${family} unicast`,
      ...(configuration.prefixLimit === undefined
        ? [`no ${neighborOf(configuration)} maximum-prefix`]
        : limitLines(configuration, family)),
      'exit-address-family',
    ]),
  )
}

function limitLines({ prefixLimit, ...configuration }: PeerConfiguration, family: Family): readonly string[] {
  if (prefixLimit === undefined) return []
  return [`${neighborOf(configuration)} maximum-prefix ${limitText(prefixLimit, family)}`]
}

function limitText({ maximum, warningPercent }: PrefixLimit, family: Family): string {
  return `${maximum[family]} ${Math.max(1, warningPercent)}`
}
