import type { GracefulRestartConfiguration } from '../../bgp/fsm/graceful-restart.ts'
import { formatBgpIdentifier } from '../../bgp/identifiers.ts'
import type { Profile } from '../../bgp/profile.ts'
import { profiles } from '../../bgp/profiles.ts'
import type { PrefixLimit } from '../../bgp/speaker-configuration.ts'
import { type Family, families } from '../../net/address.ts'
import { formatAddress } from '../../net/address-text.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { type ExportedPeer, type ExportedRouter, type ExportedStatic, ownOf } from './exported-router.ts'
import { frrBfdLines, frrBfdProfiles } from './frr-bfd.ts'
import { habitNotes } from './habits.ts'
import { linuxInterface, linuxLinkLines } from './linux-interfaces.ts'
import { peerFamily } from './policy-peer.ts'
import { unsupportedInRouteMap } from './route-map.ts'
import { frrDialect, noMarks, ownTag, type RouteMapDialect } from './route-map-dialect.ts'
import { asksForSource } from './route-map-needs.ts'
import {
  aggregateWords,
  choiceLines,
  decisionLines,
  frrWords,
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
const settled: readonly (keyof Profile)[] = [
  'connectRetrySeconds',
  'mraiExternalSeconds',
  'mraiInternalSeconds',
  'limitCounts',
]

/** One file for FRR's vtysh: `vtysh -C -f FILE` reads it without carrying it out. */
export function frrExport(router: ExportedRouter): WrittenConfiguration {
  const { name, speaker, peers } = router
  const dialect = asksForSource(router) ? frrDialect : { ...frrDialect, marks: noMarks }
  const lines = [
    ...linuxLinkLines(router).map((line) => `! ${line}`),
    '!',
    'frr defaults traditional',
    `hostname ${name}`,
    '!',
    ...router.ports.flatMap(({ units }, port) =>
      units.flatMap((unit) => [
        `interface ${linuxInterface(port, unit)}`,
        ` description ${unit.purpose}`,
        ...unit.addresses.map(
          ({ address, length }) =>
            ` ${address.family === 'ipv4' ? 'ip' : 'ipv6'} address ${formatAddress(address)}/${length}`,
        ),
        'exit',
        '!',
      ]),
    ),
    // The static route behind all others makes the prefix the router's own while the way to it is not known.
    ...router.own.map(
      (prefix) => `${prefix.family === 'ipv4' ? 'ip' : 'ipv6'} route ${formatPrefix(prefix)} Null0 254`,
    ),
    ...router.statics.map(staticLine),
    ...(asksForSource(router) ? ['route-map own permit 10', ` set tag ${ownTag}`, 'exit'] : []),
    ...routeMaps(router, dialect),
    '!',
    ...frrBfdProfiles(router),
    `router bgp ${speaker.asn}`,
    ...processLines(router).map((line) => ` ${line}`),
    ...peers.flatMap((peer) => neighborLines(router, peer).map((line) => ` ${line}`)),
    ...families.flatMap((family) => familyLines(router, family, dialect)),
    'exit',
  ]
  const notes = [
    ...commonNotes(router),
    ...policyNotes(router, (term) => unsupportedInRouteMap(term, dialect)),
    ...restartNotes(router),
    ...capabilityNotes(router),
    ...habitNotes(router, 'FRR', profiles.frr, settled),
  ]
  return { lines, notes }
}

function staticLine({ prefix, via, port, unit }: ExportedStatic): string {
  const command = prefix.family === 'ipv4' ? 'ip route' : 'ipv6 route'
  return `${command} ${formatPrefix(prefix)} ${formatAddress(via)} ${linuxInterface(port, unit)}`
}

function processLines({ speaker, peers }: ExportedRouter): readonly string[] {
  const reflects = peers.some(({ configuration }) => configuration.routeReflectorClient)
  const [restart] = peers.map(({ configuration }) => configuration.session.gracefulRestart)
  return [
    `bgp router-id ${formatBgpIdentifier(speaker.bgpIdentifier)}`,
    ...(reflects
      ? [
          `bgp cluster-id ${formatBgpIdentifier(speaker.clusterId)}`,
          'bgp route-reflector allow-outbound-policy',
        ]
      : []),
    'no bgp ebgp-requires-policy',
    'no bgp default ipv4-unicast',
    ...decisionLines(speaker),
    ...frrRestartLines(restart, true),
  ]
}

/** RFC 4724. FRR says in every OPEN that its forwarding was kept, where it is told to. */
export function frrRestartLines(
  own: GracefulRestartConfiguration | undefined,
  keepsForwarding: boolean,
): readonly string[] {
  if (own === undefined) return ['bgp graceful-restart-disable']
  return [
    ...(own.families.length === 0 ? [] : ['bgp graceful-restart']),
    `bgp graceful-restart restart-time ${own.restartSeconds}`,
    `bgp graceful-restart stalepath-time ${own.staleSeconds}`,
    `bgp graceful-restart select-defer-time ${own.selectionDeferralSeconds}`,
    ...(keepsForwarding ? ['bgp graceful-restart preserve-fw-state'] : []),
  ]
}

function neighborLines({ speaker: { profile } }: ExportedRouter, peer: ExportedPeer): readonly string[] {
  const { configuration, sharedKey } = peer
  const neighbor = neighborOf(configuration)
  const { session, name } = configuration
  const isInternal = session.localAsn === session.remoteAsn
  const mrai = isInternal ? profile.mraiInternalSeconds : profile.mraiExternalSeconds
  const [remoteAs = '', ...others] = sessionLines(configuration, sharedKey, frrWords)
  return [
    remoteAs,
    `${neighbor} description ${name}`,
    ...others,
    ...(session.connectRetrySeconds === profiles.frr.connectRetrySeconds
      ? []
      : [`${neighbor} timers connect ${session.connectRetrySeconds}`]),
    ...frrBfdLines(peer),
    ...(mrai === 0 ? [] : [`${neighbor} advertisement-interval ${mrai}`]),
    ...(profile.enforceFirstAs && !isInternal ? [`${neighbor} enforce-first-as`] : []),
  ]
}

function familyLines(router: ExportedRouter, family: Family, dialect: RouteMapDialect): readonly string[] {
  const peers = router.peers.filter((peer) => peerFamily(peer) === family)
  const own = ownOf(router, family)
  if (peers.length === 0 && own.length === 0) return []
  const { aggregates, maximumPaths } = router.speaker
  const mark = asksForSource(router) ? ['route-map own'] : []
  return [
    ` address-family ${family} unicast`,
    ...[
      ...own.map((prefix) => ['network', formatPrefix(prefix), ...mark].join(' ')),
      ...aggregates
        .filter(({ prefix }) => prefix.family === family)
        .map((aggregate) =>
          ['aggregate-address', formatPrefix(aggregate.prefix), ...aggregateWords(aggregate), ...mark].join(
            ' ',
          ),
        ),
      ...peers.flatMap((peer) => activeLines(router, peer, dialect)),
      `maximum-paths ${maximumPaths}`,
      `maximum-paths ibgp ${maximumPaths}`,
    ].map((line) => `  ${line}`),
    ' exit-address-family',
  ]
}

function activeLines(
  { speaker: { profile } }: ExportedRouter,
  peer: ExportedPeer,
  dialect: RouteMapDialect,
): readonly string[] {
  const { configuration } = peer
  const neighbor = neighborOf(configuration)
  return [
    `${neighbor} activate`,
    ...routeMapCalls(peer, dialect),
    ...choiceLines(configuration, frrWords),
    ...limitLines(configuration.prefixLimit, peerFamily(peer), profile).map((line) => `${neighbor} ${line}`),
  ]
}

/** What policy refuses counts with `force` alone. */
function limitLines(
  limit: PrefixLimit | undefined,
  family: Family,
  { limitCounts }: Profile,
): readonly string[] {
  if (limit === undefined) return []
  const minutes = restartMinutes(limit)
  return [
    [
      `maximum-prefix ${limit.maximum[family]} ${Math.max(1, limit.warningPercent)}`,
      ...(minutes === undefined ? [] : [`restart ${minutes}`]),
      ...(limitCounts === 'accepted' ? [] : ['force']),
    ].join(' '),
  ]
}
