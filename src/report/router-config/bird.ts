import { formatBgpIdentifier } from '../../bgp/identifiers.ts'
import type { Profile } from '../../bgp/profile.ts'
import { profiles } from '../../bgp/profiles.ts'
import { type Family, families } from '../../net/address.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { bfdOn } from './bfd-timers.ts'
import { exportFilter, importFilter, unsupportedInFilter } from './bird-filter.ts'
import {
  birdBfdLines,
  birdCapabilityLines,
  birdDefaultLines,
  birdOwnLines,
  birdProtocolLines,
} from './bird-lines.ts'
import { type ExportedPeer, type ExportedRouter, ownOf } from './exported-router.ts'
import { habitNotes } from './habits.ts'
import { linuxAddressLines, linuxInterface, linuxLinkLines, linuxRouteLines } from './linux-interfaces.ts'
import { peerFamily } from './policy-peer.ts'
import { commonNotes, policyNotes, type WrittenConfiguration } from './written-configuration.ts'

/** What stands in the configuration, so that it is no habit. */
const settled: readonly (keyof Profile)[] = [
  'connectRetrySeconds',
  'idleHoldSeconds',
  // It makes no aggregates at all.
  'aggregatesUnlikeMeds',
  'aggregatesCarryMed',
]

/** One file for BIRD 2: `bird -p -c FILE` reads it without carrying it out. */
export function birdExport(router: ExportedRouter): WrittenConfiguration {
  const { speaker, peers } = router
  const [restart] = peers.map(({ configuration }) => configuration.session.gracefulRestart)
  const lines = [
    ...[...linuxLinkLines(router), ...linuxAddressLines(router), ...linuxRouteLines(router)].map(
      (line) => `# ${line}`,
    ),
    '',
    `router id ${formatBgpIdentifier(speaker.bgpIdentifier)};`,
    ...(restart === undefined ? [] : [`graceful restart wait ${restart.selectionDeferralSeconds};`]),
    '',
    'protocol device { }',
    'protocol direct { ipv4; ipv6; }',
    ...bfdLines(router),
    ...families.flatMap((family) => familyLines(router, family)),
    ...peers.flatMap((peer) => [
      '',
      `# ${peer.configuration.name}`,
      ...importFilter(router, peer),
      ...exportFilter(router, peer),
      ...birdProtocolLines(peer, {
        speaker,
        sharedKey: peer.sharedKey,
        deterministicMed: speaker.profile.comparesMed === 'of one neighbour',
        besides: besides(router, peer),
        ofChannels: [],
      }),
    ]),
  ]
  const notes = [
    ...commonNotes(router),
    ...policyNotes(router, unsupportedInFilter),
    ...speaker.aggregates.map(
      ({ prefix }) =>
        `aggregate ${formatPrefix(prefix)}: BIRD makes none; a static route would always be there`,
    ),
    ...limitNotes(router),
    ...restartNotes(router),
    ...habitNotes(router, 'BIRD', profiles.bird, settled),
  ]
  return { lines, notes }
}

/** The timers are those of the interface. */
function bfdLines(router: ExportedRouter): readonly string[] {
  const watched = router.ports.flatMap(({ units }, port) =>
    units.flatMap((unit) => {
      const timers = bfdOn(router, unit.link)
      return timers === undefined ? [] : [{ name: linuxInterface(port, unit), ...timers }]
    }),
  )
  return birdBfdLines(watched)
}

/** What is its own, and what goes to the kernel: routes of BGP, as many side by side as the router may use. */
function familyLines(router: ExportedRouter, family: Family): readonly string[] {
  const isSpoken = router.peers.some((peer) => peerFamily(peer) === family)
  const own = ownOf(router, family)
  const { maximumPaths } = router.speaker
  return [
    ...(isSpoken
      ? [
          `protocol kernel kernel_${family} {`,
          `  ${family} { import none; export where source = RTS_BGP; };`,
          ...(maximumPaths > 1 ? [`  merge paths on limit ${maximumPaths};`] : []),
          '}',
        ]
      : []),
    ...(own.length === 0 ? [] : birdOwnLines(family, own)),
    ...birdDefaultLines(family, router),
  ]
}

function besides(
  { speaker: { profile } }: ExportedRouter,
  { configuration, bfd }: ExportedPeer,
): readonly string[] {
  const { connectRetrySeconds, idleHoldSeconds, idleHoldMaximumSeconds, ...session } = configuration.session
  const isExternal = session.localAsn !== session.remoteAsn
  return [
    ...(bfd === undefined ? [] : ['bfd on;']),
    `connect retry time ${connectRetrySeconds};`,
    ...(idleHoldSeconds === undefined
      ? ['disable after error on;']
      : [`error wait time ${idleHoldSeconds}, ${Math.max(idleHoldSeconds, idleHoldMaximumSeconds)};`]),
    ...(profile.preferOldestExternal ? ['prefer older on;'] : []),
    ...birdCapabilityLines(configuration),
    ...(profile.enforceFirstAs && isExternal ? ['enforce first as on;'] : []),
  ]
}

function limitNotes({ peers }: ExportedRouter): readonly string[] {
  return peers.flatMap(({ configuration: { name, prefixLimit } }) =>
    prefixLimit === undefined
      ? []
      : [
          ...(prefixLimit.restartSeconds === undefined
            ? []
            : [
                `${name}: above the prefix limit it is down as after any error, where the scenario has ${prefixLimit.restartSeconds} s`,
              ]),
          `${name}: no words for a warning at ${prefixLimit.warningPercent} % of the prefix limit`,
        ],
  )
}

function restartNotes({ peers }: ExportedRouter): readonly string[] {
  const restart = peers[0]?.configuration.session.gracefulRestart
  if (restart === undefined) return []
  return [
    `graceful restart: no words for the ${restart.staleSeconds} s after which stale routes go`,
    ...(restart.notification
      ? ['graceful restart: no words for RFC 8538, so that a NOTIFICATION ends it']
      : []),
  ]
}
