import { formatBgpIdentifier } from '../../bgp/identifiers.ts'
import type { Profile } from '../../bgp/profile.ts'
import { profiles } from '../../bgp/profiles.ts'
import type { PrefixLimit } from '../../bgp/speaker-configuration.ts'
import { type Family, families } from '../../net/address.ts'
import { formatAddress } from '../../net/address-text.ts'
import type { Prefix } from '../../net/prefix.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { bfdOn } from './bfd-timers.ts'
import {
  type ExportedPeer,
  type ExportedPort,
  type ExportedRouter,
  type ExportedUnit,
  ownOf,
} from './exported-router.ts'
import { habitNotes } from './habits.ts'
import { type PolicyPeer, peerFamily } from './policy-peer.ts'
import { routeMapName, unsupportedInRouteMap } from './route-map.ts'
import { iosDialect, iosMark, markList, type RouteMapDialect } from './route-map-dialect.ts'
import { asksForPeer, directions } from './route-map-needs.ts'
import {
  aggregateWords,
  choiceLines,
  decisionLines,
  iosWords,
  neighborOf,
  routeMapCalls,
  routeMaps,
  sessionLines,
} from './vty-lines.ts'
import {
  capabilityNotes,
  commonNotes,
  policyNotes,
  restartMinutes,
  restartNotes,
  type WrittenConfiguration,
} from './written-configuration.ts'

/** What stands in the configuration, so that it is no habit. */
const settled: readonly (keyof Profile)[] = ['mraiExternalSeconds', 'mraiInternalSeconds']

/** Commands for Cisco IOS and IOS XE. */
export function iosExport(router: ExportedRouter): WrittenConfiguration {
  const { name, speaker, peers } = router
  const isMarked = asksForPeer(router)
  const dialect = iosDialect(speaker.asn, asPathLists(router), isMarked)
  const lines = [
    `hostname ${name}`,
    'ip bgp-community new-format',
    ...(peers.some((peer) => peerFamily(peer) === 'ipv6') ? ['ipv6 unicast-routing'] : []),
    '!',
    ...router.ports.flatMap((port, index) => portLines(router, port, index)),
    // The static route behind all others makes the prefix the router's own while the way to it is not known.
    ...router.own.map((prefix) => `${routeTo(prefix)} Null0 254`),
    ...router.statics.map(
      ({ prefix, via, port, unit }) => `${routeTo(prefix)} ${iosInterface(port, unit)} ${formatAddress(via)}`,
    ),
    ...(isMarked ? markLists(router, dialect) : []),
    ...routeMaps(router, dialect),
    '!',
    `router bgp ${speaker.asn}`,
    ...processLines(router).map((line) => ` ${line}`),
    ...peers.flatMap((peer) => neighborLines(router, peer).map((line) => ` ${line}`)),
    ...families.flatMap((family) => familyLines(router, family, dialect)),
    'end',
  ]
  const notes = [
    ...commonNotes(router),
    ...policyNotes(router, (term) => unsupportedInRouteMap(term, dialect)),
    ...restartNotes(router),
    ...capabilityNotes(router),
    ...gracefulNotes(router),
    ...habitNotes(router, 'IOS', profiles.ios, settled),
  ]
  return { lines, notes }
}

/** The lists of AS_PATH patterns in the order of their numbers, as route-maps call them. */
function asPathLists({ peers }: ExportedRouter): readonly string[] {
  return peers.flatMap((peer) =>
    directions.flatMap((direction) => {
      const policy = direction === 'in' ? peer.configuration.import : peer.configuration.export
      return policy.flatMap(({ match }, index) =>
        match.asPath === undefined ? [] : [`${routeMapName(direction, peer)}-${10 * (index + 1)}`],
      )
    }),
  )
}

function portLines(router: ExportedRouter, { units }: ExportedPort, port: number): readonly string[] {
  const isTagged = units.every(({ tags }) => tags.length > 0)
  return [
    ...(isTagged
      ? [`interface GigabitEthernet0/${port}`, ' no ip address', ' no shutdown', 'exit', '!']
      : []),
    ...units.flatMap((unit) => [...unitLines(unit, port), ...bfdLines(router, unit), 'exit', '!']),
  ]
}

function iosInterface(port: number, { tags, number }: ExportedUnit): string {
  return `GigabitEthernet0/${port}${tags.length === 0 ? '' : `.${number}`}`
}

function unitLines(unit: ExportedUnit, port: number): readonly string[] {
  const { tags, purpose, addresses } = unit
  return [
    `interface ${iosInterface(port, unit)}`,
    ` description ${purpose}`,
    ...(tags.length === 0 ? [] : [` encapsulation dot1Q ${tags.join(' second-dot1q ')}`]),
    ...addresses.map(({ address, length }) =>
      address.family === 'ipv4'
        ? ` ip address ${formatAddress(address)} ${mask(length)}`
        : ` ipv6 address ${formatAddress(address)}/${length}`,
    ),
    ...(tags.length === 0 ? [' no shutdown'] : []),
  ]
}

function bfdLines(router: ExportedRouter, { link }: ExportedUnit): readonly string[] {
  const timers = bfdOn(router, link)
  if (timers === undefined) return []
  const { transmit, receive, multiplier } = timers
  return [` bfd interval ${transmit} min_rx ${receive} multiplier ${multiplier}`]
}

/** `255.255.255.252` for 30. */
function mask(length: number): string {
  const word = length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0
  return formatAddress({ family: 'ipv4', words: [word] })
}

/** `10.1.0.0 255.255.0.0`; of IPv6 `2001:db8::/48`. */
function network(prefix: Prefix, between: string): string {
  if (prefix.family === 'ipv6') return formatPrefix(prefix)
  const { family, words, length } = prefix
  return `${formatAddress({ family, words })}${between}${mask(length)}`
}

function routeTo(prefix: Prefix): string {
  return `${prefix.family === 'ipv4' ? 'ip' : 'ipv6'} route ${network(prefix, ' ')}`
}

/** The communities that mark where a route came from: a list for each peer, and one of all. */
function markLists({ speaker, peers }: ExportedRouter, { sortOf }: RouteMapDialect): readonly string[] {
  const marks = peers.map((_, index) => {
    const mark = iosMark(speaker.asn, index + 1)
    return sortOf(mark).text(mark)
  })
  return [
    ...marks.map((mark, index) => `ip extcommunity-list ${index + 1} permit ${mark}`),
    ...marks.map((mark) => `ip extcommunity-list ${markList} permit ${mark}`),
  ]
}

function processLines({ speaker, peers }: ExportedRouter): readonly string[] {
  const { profile } = speaker
  const reflects = peers.some(({ configuration }) => configuration.routeReflectorClient)
  const restart = peers[0]?.configuration.session.gracefulRestart
  return [
    `bgp router-id ${formatBgpIdentifier(speaker.bgpIdentifier)}`,
    'bgp log-neighbor-changes',
    ...(reflects ? [`bgp cluster-id ${formatBgpIdentifier(speaker.clusterId)}`] : []),
    'no bgp default ipv4-unicast',
    ...(profile.enforceFirstAs ? [] : ['no bgp enforce-first-as']),
    ...decisionLines(speaker),
    ...(restart === undefined
      ? []
      : [
          'bgp graceful-restart',
          `bgp graceful-restart restart-time ${restart.restartSeconds}`,
          `bgp graceful-restart stalepath-time ${restart.staleSeconds}`,
          `bgp update-delay ${restart.selectionDeferralSeconds}`,
        ]),
  ]
}

/** It is all of RFC 4724 or nothing there. */
function gracefulNotes({ peers }: ExportedRouter): readonly string[] {
  const restart = peers[0]?.configuration.session.gracefulRestart
  if (restart === undefined) return []
  return [
    ...(restart.families.length > 0
      ? []
      : ['graceful restart: IOS cannot only help, and asks its peers to keep its routes too']),
    ...(restart.notification
      ? ['graceful restart: no words for RFC 8538, so that a NOTIFICATION ends it']
      : []),
  ]
}

function neighborLines(
  { speaker: { profile } }: ExportedRouter,
  { configuration, sharedKey, bfd }: ExportedPeer,
): readonly string[] {
  const neighbor = neighborOf(configuration)
  const { session, name } = configuration
  const isInternal = session.localAsn === session.remoteAsn
  const { ios } = profiles
  const [mrai, usual] = isInternal
    ? [profile.mraiInternalSeconds, ios.mraiInternalSeconds]
    : [profile.mraiExternalSeconds, ios.mraiExternalSeconds]
  const [remoteAs = '', ...others] = sessionLines(configuration, sharedKey, iosWords)
  return [
    remoteAs,
    `${neighbor} description ${name}`,
    ...others,
    ...(bfd === undefined ? [] : [`${neighbor} fall-over bfd`]),
    ...(mrai === usual ? [] : [`${neighbor} advertisement-interval ${mrai}`]),
  ]
}

function familyLines(router: ExportedRouter, family: Family, dialect: RouteMapDialect): readonly string[] {
  const peers = router.peers.filter((peer) => peerFamily(peer) === family)
  const own = ownOf(router, family)
  if (peers.length === 0 && own.length === 0) return []
  const { aggregates, maximumPaths } = router.speaker
  return [
    ' !',
    ` address-family ${family}${family === 'ipv6' ? ' unicast' : ''}`,
    ...[
      ...own.map((prefix) => `network ${network(prefix, ' mask ')}`),
      ...aggregates
        .filter(({ prefix }) => prefix.family === family)
        .map((aggregate) =>
          ['aggregate-address', network(aggregate.prefix, ' '), ...aggregateWords(aggregate)].join(' '),
        ),
      ...peers.flatMap((peer) => activeLines(peer, dialect)),
      ...(maximumPaths > 1 ? [`maximum-paths ${maximumPaths}`, `maximum-paths ibgp ${maximumPaths}`] : []),
    ].map((line) => `  ${line}`),
    ' exit-address-family',
  ]
}

function activeLines(peer: PolicyPeer, dialect: RouteMapDialect): readonly string[] {
  const { configuration } = peer
  const neighbor = neighborOf(configuration)
  return [
    `${neighbor} activate`,
    // Without it a route leaves without its communities.
    `${neighbor} send-community both`,
    ...routeMapCalls(peer, dialect),
    ...choiceLines(configuration, iosWords),
    ...limitLines(configuration.prefixLimit, peerFamily(peer)).map((line) => `${neighbor} ${line}`),
  ]
}

function limitLines(limit: PrefixLimit | undefined, family: Family): readonly string[] {
  if (limit === undefined) return []
  const minutes = restartMinutes(limit)
  const threshold = Math.max(1, limit.warningPercent)
  return [
    `maximum-prefix ${limit.maximum[family]} ${threshold}${minutes === undefined ? '' : ` restart ${minutes}`}`,
  ]
}
