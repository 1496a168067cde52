import type { GracefulRestartConfiguration } from '../../../bgp/fsm/graceful-restart.ts'
import { formatBgpIdentifier } from '../../../bgp/identifiers.ts'
import type { PeerConfiguration, PrefixLimit } from '../../../bgp/speaker-configuration.ts'
import { type Family, families } from '../../../net/address.ts'
import { formatAddress } from '../../../net/address-text.ts'
import { type PackedPrefixes, unpackPrefixes } from '../../../net/packed-prefixes.ts'
import { formatPrefix } from '../../../net/prefix-text.ts'
import { gracefulRestartOf, type PeerSetup, type RouterSetup } from '../router-setup.ts'
import {
  defaultPrefix,
  defaultProtocol,
  exportFilter,
  importFilter,
  ownPreference,
  unsupportedTerms,
} from './filter.ts'

/** The configuration of BIRD 2 for one router; whom it names `down` it does not start. */
export function birdConfiguration(
  router: RouterSetup,
  own: readonly PackedPrefixes[],
  logFile: string,
  down: readonly string[] = [],
): string {
  const lines = [
    `log "${logFile}" all;`,
    `router id ${formatBgpIdentifier(router.speaker.bgpIdentifier)};`,
    'timeformat log iso long us;',
    'debug protocols { states, events };',
    ...deferralLines(router),
    'protocol device { scan time 1; }',
    'protocol direct { ipv4; ipv6; interface "port*"; }',
    ...families.flatMap((family) => staticLines(family, own)),
    ...families.flatMap((family) => defaultLines(family, router)),
    ...router.peers.flatMap((peer) => [
      ...importFilter(router, peer),
      ...exportFilter(router, peer),
      ...protocolLines(router, peer, down.includes(peer.label)),
    ]),
  ]
  return `${lines.join('\n')}\n`
}

export function unsupportedByBird(router: RouterSetup): readonly string[] {
  return [
    ...(router.speaker.aggregates.length > 0 ? ['aggregates: BIRD 2.0 makes none'] : []),
    ...router.peers.flatMap(({ configuration }) => [
      ...unsupportedTerms(configuration.import),
      ...unsupportedTerms(configuration.export),
    ]),
  ]
}

function staticLines(family: Family, own: readonly PackedPrefixes[]): readonly string[] {
  const prefixes = own.filter((some) => some.family === family).flatMap(unpackPrefixes)
  return [
    `protocol static own_${family} {`,
    `  ${family} { preference ${ownPreference}; import all; };`,
    ...prefixes.map((prefix) => `  route ${formatPrefix(prefix)} blackhole;`),
    '}',
  ]
}

/** It has no default origination: a default route of its own behind all others, which filters let out to those peers alone. */
function defaultLines(family: Family, { peers }: RouterSetup): readonly string[] {
  const isTold = peers.some(
    ({ configuration }) => configuration.defaultOriginate && configuration.session.families.includes(family),
  )
  if (!isTold) return []
  return [
    `protocol static ${defaultProtocol}_${family} {`,
    `  ${family} { preference 1; import all; };`,
    `  route ${defaultPrefix[family]} blackhole;`,
    '}',
  ]
}

function protocolLines(
  { speaker, mayHearMed }: RouterSetup,
  peer: PeerSetup,
  isDown: boolean,
): readonly string[] {
  const { label, configuration, sharedKey } = peer
  const { session } = configuration
  return [
    `protocol bgp ${label} {`,
    ...(isDown ? ['  disabled;'] : []),
    `  local ${formatAddress(configuration.localAddress)} as ${session.localAsn};`,
    `  neighbor ${formatAddress(configuration.remoteAddress)} as ${session.remoteAsn};`,
    // Every peer is on the other end of a cable, that of an internal session too.
    '  direct;',
    `  hold time ${session.holdTimeSeconds};${session.holdTimeSeconds === 0 ? '' : ` keepalive time ${session.keepaliveSeconds};`}`,
    '  connect delay time 1; connect retry time 1; error wait time 1, 2; error forget time 10;',
    ...restartLines(session.gracefulRestart),
    ...(session.passive ? ['  passive on;'] : []),
    ...(speaker.profile.comparesMed === 'always' ? ['  med metric on;'] : []),
    ...(mayHearMed ? ['  deterministic med on;'] : []),
    ...(sharedKey === undefined ? [] : [`  password "${sharedKey}";`]),
    ...(configuration.allowOwnAsn === 0 ? [] : [`  allow local as ${configuration.allowOwnAsn};`]),
    ...(configuration.routeReflectorClient ? ['  rr client;'] : []),
    // Its loop check goes by the identifier of each session.
    ...(session.localAsn === session.remoteAsn
      ? [`  rr cluster id ${formatBgpIdentifier(speaker.clusterId)};`]
      : []),
    ...session.families.flatMap((family) => channelLines(family, peer)),
    '}',
  ]
}

/** It waits for all of its peers together. */
function deferralLines(router: RouterSetup): readonly string[] {
  const own = gracefulRestartOf(router)
  return own === undefined ? [] : [`graceful restart wait ${own.selectionDeferralSeconds};`]
}

/** `aware` is its word for a router that only helps. */
function restartLines(own: GracefulRestartConfiguration | undefined): readonly string[] {
  if (own === undefined) return ['  graceful restart off;']
  if (own.families.length === 0) return ['  graceful restart aware;']
  return [`  graceful restart on; graceful restart time ${own.restartSeconds};`]
}

function channelLines(family: Family, { label, configuration }: PeerSetup): readonly string[] {
  return [
    `  ${family} {`,
    `    import filter in_${label}; export filter out_${label};`,
    // A refused route counts towards a limit here only where it is kept.
    '    import keep filtered on;',
    ...nextHopLines(configuration.nextHopSelf),
    ...limitLines(family, configuration.prefixLimit),
    '  };',
  ]
}

/** Of itself it would put its own address on reflected routes too. */
function nextHopLines(nextHopSelf: PeerConfiguration['nextHopSelf']): readonly string[] {
  if (nextHopSelf === false) return []
  return [nextHopSelf === 'all' ? '    next hop self;' : '    next hop self ebgp;']
}

function limitLines(family: Family, limit: PrefixLimit | undefined): readonly string[] {
  if (limit === undefined) return []
  const action = limit.restartSeconds === undefined ? 'disable' : 'restart'
  return [`    receive limit ${limit.maximum[family]} action ${action};`]
}
