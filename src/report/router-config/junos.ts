import { formatBgpIdentifier } from '../../bgp/identifiers.ts'
import type { PeerConfiguration } from '../../bgp/speaker-configuration.ts'
import { type Family, families } from '../../net/address.ts'
import { formatAddress } from '../../net/address-text.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { type BfdMilliseconds, bfdMilliseconds } from './bfd-timers.ts'
import {
  type ExportedPeer,
  type ExportedPort,
  type ExportedRouter,
  type ExportedUnit,
  ownOf,
} from './exported-router.ts'
import { junosNotes, mostLoops } from './junos-notes.ts'
import { announced, junosDefinitions, junosPolicy, junosPolicyName } from './junos-policy.ts'
import { block, statement } from './junos-text.ts'
import { peerFamily } from './policy-peer.ts'
import { directions } from './route-map-needs.ts'
import { restartMinutes, type WrittenConfiguration } from './written-configuration.ts'

/** A configuration for Junos, as `load merge` takes it. */
export function junosExport(router: ExportedRouter): WrittenConfiguration {
  const lines = [
    ...block('system', [`host-name ${router.name};`]),
    ...block('interfaces', router.ports.flatMap(portLines)),
    ...block('routing-options', routingOptions(router)),
    ...block('policy-options', policyOptions(router)),
    ...block('protocols', block('bgp', bgpLines(router))),
  ]
  return { lines, notes: junosNotes(router) }
}

const familyWord: Readonly<Record<Family, string>> = { ipv4: 'inet', ipv6: 'inet6' }

function portLines({ units }: ExportedPort, port: number): readonly string[] {
  const depth = Math.max(...units.map(({ tags }) => tags.length))
  const tagging = [[], ['vlan-tagging;'], ['flexible-vlan-tagging;']][depth] ?? []
  return block(`ge-0/0/${port}`, [...tagging, ...units.flatMap(unitLines)])
}

function unitLines({ tags, number, purpose, addresses }: ExportedUnit): readonly string[] {
  const [outer, inner] = tags
  return block(`unit ${number}`, [
    `description "${purpose}";`,
    ...(outer === undefined
      ? []
      : [inner === undefined ? `vlan-id ${outer};` : `vlan-tags outer ${outer} inner ${inner};`]),
    ...addresses.flatMap(({ address, length }) =>
      block(`family ${familyWord[address.family]}`, [`address ${formatAddress(address)}/${length};`]),
    ),
  ])
}

/** Behind what an IGP of the site says, and before what BGP does: the prefix stays the router's own. */
const ownPreference = 151

function routingOptions(router: ExportedRouter): readonly string[] {
  const { speaker, peers } = router
  const restarts = peers.some(({ configuration: { session } }) => session.gracefulRestart?.families.length)
  const [ipv4, ipv6] = families.map((family) => ribLines(router, family))
  return [
    `router-id ${formatBgpIdentifier(speaker.bgpIdentifier)};`,
    `autonomous-system ${speaker.asn};`,
    ...(ipv4 ?? []),
    ...block('rib inet6.0', ipv6 ?? []),
    ...(restarts ? ['graceful-restart;'] : []),
    ...(speaker.maximumPaths > 1 ? block('forwarding-table', ['export load_balance;']) : []),
  ]
}

/** What stands in the table of a family by itself: own prefixes, aggregates, and a default route that is told to somebody. */
function ribLines(router: ExportedRouter, family: Family): readonly string[] {
  const { speaker, peers, statics } = router
  const tellsDefault = peers.some(
    (peer) => peer.configuration.defaultOriginate && peerFamily(peer) === family,
  )
  return [
    ...block('static', [
      ...ownOf(router, family).map(
        (prefix) => `route ${formatPrefix(prefix)} { discard; preference ${ownPreference}; }`,
      ),
      ...statics
        .filter(({ prefix }) => prefix.family === family)
        .map(({ prefix, via }) => `route ${formatPrefix(prefix)} next-hop ${formatAddress(via)};`),
      // It is there to be told, and forwards nothing.
      ...(tellsDefault
        ? [`route ${family === 'ipv4' ? '0.0.0.0/0' : '::/0'} { discard; no-install; preference 254; }`]
        : []),
    ]),
    ...block(
      'aggregate',
      speaker.aggregates
        .filter(({ prefix }) => prefix.family === family)
        .map(
          ({ prefix, asSet }) => `route ${formatPrefix(prefix)} { discard; ${asSet ? 'full' : 'brief'}; }`,
        ),
    ),
  ]
}

function policyOptions(router: ExportedRouter): readonly string[] {
  const { speaker, peers } = router
  return [
    ...families.flatMap((family) =>
      block(
        `prefix-list own_${family}`,
        ownOf(router, family).map((prefix) => `${formatPrefix(prefix)};`),
      ),
    ),
    ...junosDefinitions(router),
    ...block(`policy-statement ${announced}`, announcedTerms(router)),
    ...peers.flatMap((peer) => [
      ...(hasImport(peer) ? junosPolicy(router, peer, 'in') : []),
      ...junosPolicy(router, peer, 'out'),
    ]),
    ...(speaker.maximumPaths > 1
      ? block('policy-statement load_balance', block('then', ['load-balance per-packet;']))
      : []),
  ]
}

function hasImport({ configuration }: ExportedPeer): boolean {
  return configuration.import.length > 0
}

/** An aggregate with `summaryOnly` hides what is inside, though not another aggregate. */
function announcedTerms(router: ExportedRouter): readonly string[] {
  const { aggregates } = router.speaker
  const hiding = aggregates.filter(({ summaryOnly }) => summaryOnly)
  const lists = families
    .filter((family) => ownOf(router, family).length > 0)
    .map((family) => `prefix-list own_${family};`)
  const accepted = (name: string, conditions: readonly string[]): readonly string[] =>
    block(`term ${name}`, [...block('from', conditions), 'then accept;'])
  return [
    ...(aggregates.length > 0 ? accepted('aggregates', ['protocol aggregate;']) : []),
    ...(hiding.length > 0
      ? block('term hidden', [
          ...block(
            'from',
            hiding.map(({ prefix }) => `route-filter ${formatPrefix(prefix)} longer;`),
          ),
          'then reject;',
        ])
      : []),
    ...(lists.length > 0 ? accepted('own', ['protocol [ static direct ospf ospf3 isis ];', ...lists]) : []),
    ...accepted('learned', ['protocol bgp;']),
    'then reject;',
  ]
}

function bgpLines(router: ExportedRouter): readonly string[] {
  const { speaker, peers } = router
  const { profile } = speaker
  return [
    ...block('path-selection', [
      ...(profile.comparesMed === 'always' ? ['always-compare-med;'] : []),
      ...(profile.preferOldestExternal ? [] : ['external-router-id;']),
    ]),
    ...restartLines(router),
    ...peers.flatMap((peer) => groupLines(router, peer)),
  ]
}

/** A router that is told nothing helps others. */
function restartLines({ peers }: ExportedRouter): readonly string[] {
  const own = peers[0]?.configuration.session.gracefulRestart
  if (own === undefined) return block('graceful-restart', ['disable;'])
  return block('graceful-restart', [
    `restart-time ${own.restartSeconds};`,
    `stale-routes-time ${own.staleSeconds};`,
  ])
}

function groupLines(router: ExportedRouter, peer: ExportedPeer): readonly string[] {
  const { configuration, label } = peer
  const { session } = configuration
  const isInternal = session.localAsn === session.remoteAsn
  return block(`group ${label}`, [
    `type ${isInternal ? 'internal' : 'external'};`,
    ...(configuration.routeReflectorClient
      ? [`cluster ${formatBgpIdentifier(router.speaker.clusterId)};`]
      : []),
    ...(router.speaker.maximumPaths > 1 ? block('multipath', ['multiple-as;']) : []),
    // A route of BGP behind a static one is told all the same.
    ...(router.statics.length > 0 ? ['advertise-inactive;'] : []),
    ...block(`neighbor ${formatAddress(configuration.remoteAddress)}`, neighborLines(router, peer)),
  ])
}

function neighborLines(router: ExportedRouter, peer: ExportedPeer): readonly string[] {
  const { configuration, sharedKey, bfd } = peer
  const { session, name } = configuration
  const { profile } = router.speaker
  const isInternal = session.localAsn === session.remoteAsn
  const policies = directions.filter((direction) => direction === 'out' || hasImport(peer))
  return [
    `description "${name}";`,
    `local-address ${formatAddress(configuration.localAddress)};`,
    ...(isInternal ? [] : [`peer-as ${session.remoteAsn};`]),
    `hold-time ${session.holdTimeSeconds};`,
    ...(sharedKey === undefined ? [] : [`authentication-key "${sharedKey}";`]),
    ...(session.passive ? ['passive;'] : []),
    ...(bfd === undefined ? [] : bfdLines(bfdMilliseconds(bfd))),
    ...preferenceLines(router, configuration),
    ...(configuration.removePrivateAsns ? block('remove-private', ['all;']) : []),
    ...(isInternal || profile.withholdsLoops ? [] : ['advertise-peer-as;']),
    ...(profile.enforceFirstAs && !isInternal ? ['enforce-first-as;'] : []),
    ...block(
      `family ${familyWord[peerFamily(peer)]}`,
      unicastLines(peer, profile.limitCounts === 'accepted'),
    ),
    ...policies.map((direction) =>
      statement(direction === 'in' ? 'import' : 'export', [junosPolicyName(direction, peer)]),
    ),
  ]
}

function bfdLines({ transmit, receive, multiplier }: BfdMilliseconds): readonly string[] {
  return block('bfd-liveness-detection', [
    `minimum-receive-interval ${receive};`,
    `multiplier ${multiplier};`,
    ...block('transmit-interval', [`minimum-interval ${transmit};`]),
  ])
}

/** Before everything else comes its preference, lowest first, as the highest weight does elsewhere. BGP's own is 170. */
function preferenceLines({ peers }: ExportedRouter, { weight }: PeerConfiguration): readonly string[] {
  if (weight === 0) return []
  const weights = [...new Set(peers.map(({ configuration }) => configuration.weight))].sort((a, b) => a - b)
  return [`preference ${170 - weights.filter((other) => other > 0 && other <= weight).length};`]
}

function unicastLines(peer: ExportedPeer, countsAccepted: boolean): readonly string[] {
  const { allowOwnAsn, prefixLimit } = peer.configuration
  const minutes = restartMinutes(prefixLimit)
  const lines = [
    // One loop is the one that it does not take.
    ...(allowOwnAsn === 0 ? [] : [`loops ${Math.min(mostLoops, allowOwnAsn + 1)};`]),
    ...(prefixLimit === undefined
      ? []
      : block(countsAccepted ? 'accepted-prefix-limit' : 'prefix-limit', [
          `maximum ${prefixLimit.maximum[peerFamily(peer)]};`,
          `teardown ${Math.max(1, prefixLimit.warningPercent)} idle-timeout ${minutes ?? 'forever'};`,
        ])),
  ]
  return lines.length === 0 ? ['unicast;'] : block('unicast', lines)
}
