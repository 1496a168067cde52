import type { GracefulRestartConfiguration } from '../../bgp/fsm/graceful-restart.ts'
import { formatBgpIdentifier } from '../../bgp/identifiers.ts'
import type { PeerConfiguration, PrefixLimit, SpeakerConfiguration } from '../../bgp/speaker-configuration.ts'
import type { Family } from '../../net/address.ts'
import { formatAddress } from '../../net/address-text.ts'
import type { Prefix } from '../../net/prefix.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import type { BfdMilliseconds } from './bfd-timers.ts'
import { defaultPrefix, defaultProtocol, ownPreference } from './bird-filter.ts'
import { type PolicyPeer, type PolicyRouter, peerFamily } from './policy-peer.ts'

/** The prefixes that are the router's own. */
export function birdOwnLines(family: Family, prefixes: readonly Prefix[]): readonly string[] {
  return [
    `protocol static own_${family} {`,
    `  ${family} { preference ${ownPreference}; import all; };`,
    ...prefixes.map((prefix) => `  route ${formatPrefix(prefix)} blackhole;`),
    '}',
  ]
}

/** It has no default origination: a default route of its own behind all others, which filters let out to those peers alone. */
export function birdDefaultLines(family: Family, { peers }: PolicyRouter): readonly string[] {
  const isTold = peers.some((peer) => peer.configuration.defaultOriginate && peerFamily(peer) === family)
  if (!isTold) return []
  return [
    `protocol static ${defaultProtocol}_${family} {`,
    `  ${family} { preference 1; import all; };`,
    `  route ${defaultPrefix[family]} blackhole;`,
    '}',
  ]
}

/** The interfaces whose sessions are watched (RFC 5882), with their timers. */
export function birdBfdLines(
  watched: readonly (BfdMilliseconds & { readonly name: string })[],
): readonly string[] {
  if (watched.length === 0) return []
  const lines = watched.map(
    ({ name, transmit, receive, multiplier }) =>
      `  interface "${name}" { min tx interval ${transmit} ms; min rx interval ${receive} ms; multiplier ${multiplier}; };`,
  )
  return ['protocol bfd {', ...lines, '}']
}

/** What differs from one place that writes sessions to the other. */
export interface BirdSession {
  readonly speaker: Pick<SpeakerConfiguration, 'profile' | 'clusterId'>
  readonly sharedKey: string | undefined
  /** MULTI_EXIT_DISC groups by neighbour before it is compared. */
  readonly deterministicMed: boolean
  /** Lines that stand behind the timers. */
  readonly besides: readonly string[]
  /** Lines that stand in the channel of each family. */
  readonly ofChannels: readonly string[]
}

export function birdProtocolLines(
  peer: PolicyPeer,
  { speaker, sharedKey, deterministicMed, besides, ofChannels }: BirdSession,
): readonly string[] {
  const { label, configuration } = peer
  const { session } = configuration
  return [
    `protocol bgp ${label} {`,
    `  local ${formatAddress(configuration.localAddress)} as ${session.localAsn};`,
    `  neighbor ${formatAddress(configuration.remoteAddress)} as ${session.remoteAsn};`,
    // Every peer is on the other end of a cable, that of an internal session too.
    '  direct;',
    `  hold time ${session.holdTimeSeconds};${session.holdTimeSeconds === 0 ? '' : ` keepalive time ${session.keepaliveSeconds};`}`,
    ...besides.map((line) => `  ${line}`),
    ...restartLines(session.gracefulRestart),
    ...(session.passive ? ['  passive on;'] : []),
    ...(speaker.profile.comparesMed === 'always' ? ['  med metric on;'] : []),
    ...(deterministicMed ? ['  deterministic med on;'] : []),
    ...(sharedKey === undefined ? [] : [`  password "${sharedKey}";`]),
    ...(configuration.allowOwnAsn === 0 ? [] : [`  allow local as ${configuration.allowOwnAsn};`]),
    ...(configuration.routeReflectorClient ? ['  rr client;'] : []),
    // Its loop check goes by the identifier of each session.
    ...(session.localAsn === session.remoteAsn
      ? [`  rr cluster id ${formatBgpIdentifier(speaker.clusterId)};`]
      : []),
    ...session.families.flatMap((family) => channelLines(family, peer, ofChannels)),
    '}',
  ]
}

/** What it does not offer in its OPEN. */
export function birdCapabilityLines({ session }: PeerConfiguration): readonly string[] {
  return [
    ...(session.routeRefresh ? [] : ['enable route refresh off;']),
    ...(session.fourOctetAs ? [] : ['enable as4 off;']),
  ]
}

/** `aware` is its word for a router that only helps. */
function restartLines(own: GracefulRestartConfiguration | undefined): readonly string[] {
  if (own === undefined) return ['  graceful restart off;']
  if (own.families.length === 0) return ['  graceful restart aware;']
  return [`  graceful restart on; graceful restart time ${own.restartSeconds};`]
}

function channelLines(
  family: Family,
  { label, configuration }: PolicyPeer,
  ofChannels: readonly string[],
): readonly string[] {
  return [
    `  ${family} {`,
    `    import filter in_${label}; export filter out_${label};`,
    // A refused route counts towards a limit here only where it is kept.
    '    import keep filtered on;',
    ...ofChannels.map((line) => `    ${line}`),
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
