import { formatBgpIdentifier } from '../bgp/identifiers.ts'
import type { PeerConfiguration, SpeakerConfiguration } from '../bgp/speaker-configuration.ts'
import { bitsPerMegabit, formatBandwidth } from '../expressroute/bandwidth.ts'
import type { Usage } from '../expressroute/usage.ts'
import { formatAddress } from '../net/address-text.ts'
import { type PackedPrefixes, prefixAt } from '../net/packed-prefixes.ts'
import { formatPrefix } from '../net/prefix-text.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Topology } from '../scenario/topology.ts'
import type { Middlebox } from '../sim/flow/middlebox.ts'
import type { Link, Port } from '../sim/link.ts'
import type { NetworkPlan } from '../sim/plan.ts'
import { formatDuration } from '../sim/time.ts'
import { countOf, formatCount } from './quantity.ts'

/** What `vmsee explain FILE` prints: everything that was inferred from the file, as tables. */
export function formatPlan(scenario: Scenario, { plan }: Topology): string {
  const speakers = plan.routers.map(({ speaker }) => speaker)
  const parts = [
    [scenario.title],
    titled('Routers', ['NAME', 'AS', 'BGP IDENTIFIER', 'PROFILE', 'MAXIMUM PATHS'], speakers.map(routerRow)),
    titled('Networks', ['NAME', 'BEHIND', 'PREFIXES'], plan.networks.map(networkRow)),
    titled(
      'Links',
      ['NAME', 'ONE END', 'OTHER END', 'DELAY', 'A PORT NOTICES'],
      numbered(plan.links).map(linkRow),
    ),
    titled('Sessions', ['NAME', 'ONE END', 'OTHER END', 'HOLD', 'PREFIX LIMIT'], sessionRows(speakers)),
    titled('Aggregates', ['ROUTER', 'PREFIX', 'AS_SET', 'WHAT IS INSIDE'], speakers.flatMap(aggregateRows)),
    titled('What an end has besides', ['ROUTER', 'SESSION', 'SETTINGS'], speakers.flatMap(endRows)),
    titled(
      'Graceful restart',
      ['ROUTER', 'ROLE', 'RESTART TIME', 'STALE AT MOST', 'SELECTION AFTER', 'ON A NOTIFICATION'],
      speakers.flatMap(gracefulRow),
    ),
    titled(
      'Firewalls and NAT',
      ['ROUTER', 'FIREWALL', 'SOURCES', 'TOWARDS', 'BECOME ONE OF'],
      [...plan.middleboxes].flatMap(middleboxRows),
    ),
    titled('Limits of Azure', ['WHOSE', 'USED', 'LIMIT', 'LEFT', 'OF', 'RULE'], scenario.usage.map(usageRow)),
    ...loadParts(plan),
    titled('Flows', ['NAME', 'FROM', 'TO', 'FIVE-TUPLES', 'PROBES'], plan.flows.map(flowRow)),
  ]
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function networkRow({ name, behind, standby, prefixes }: NetworkPlan): readonly string[] {
  const routers = behind.map(({ router }) => (standby.includes(router) ? `${router} (stands by)` : router))
  return [name, routers.join(' '), prefixes.map(prefixesText).join(', ')]
}

function routerRow({
  name,
  asn,
  bgpIdentifier,
  profile,
  maximumPaths,
}: SpeakerConfiguration): readonly string[] {
  return [name, String(asn), formatBgpIdentifier(bgpIdentifier), profile.name, String(maximumPaths)]
}

/** Links that carry addresses; hosts reach their routers over links that have none. */
function numbered(links: readonly Link[]): readonly Link[] {
  return links.filter(({ ends }) => ends.some(({ addresses }) => addresses.length > 0))
}

function linkRow({ name, ends, delayMicros, carrier, mismatch }: Link): readonly string[] {
  const noticed = carrier === 'direct' ? 'when the far end dies' : 'nothing of the far end'
  const notices = mismatch === undefined ? noticed : `nothing, though the ends differ in ${mismatch}`
  return [name, portText(ends[0]), portText(ends[1]), formatDuration(delayMicros), notices]
}

function portText({ node, addresses }: Port): string {
  return [node, ...addresses.map(({ address, length }) => `${formatAddress(address)}/${length}`)].join(' ')
}

/** Each session once, seen from the router that comes first. */
function sessionRows(speakers: readonly SpeakerConfiguration[]): readonly (readonly string[])[] {
  const seen = new Set<string>()
  return speakers.flatMap((speaker) =>
    speaker.peers.flatMap((peer) => {
      if (seen.has(peer.name)) return []
      seen.add(peer.name)
      const far = speakers
        .find(({ name }) => name === peer.remote)
        ?.peers.find(({ name }) => name === peer.name)
      return far === undefined ? [] : [sessionRow(peer, far)]
    }),
  )
}

function sessionRow(near: PeerConfiguration, far: PeerConfiguration): readonly string[] {
  const hold = Math.min(near.session.holdTimeSeconds, far.session.holdTimeSeconds)
  return [near.name, endText(near), endText(far), hold === 0 ? 'none' : `${hold} s`, limitText([near, far])]
}

function endText({ localAddress, session }: PeerConfiguration): string {
  return `${formatAddress(localAddress)} AS ${session.localAsn}`
}

function limitText(ends: readonly PeerConfiguration[]): string {
  const limits = ends.flatMap(({ prefixLimit, session }) => {
    const [family] = session.families
    return prefixLimit === undefined || family === undefined
      ? []
      : [`${formatCount(prefixLimit.maximum[family])} at AS ${session.localAsn}`]
  })
  return limits.length === 0 ? 'none' : limits.join(', ')
}

function aggregateRows({ name, aggregates }: SpeakerConfiguration): readonly (readonly string[])[] {
  return aggregates.map(({ prefix, asSet, summaryOnly }) => [
    name,
    formatPrefix(prefix),
    asSet ? 'yes' : 'no',
    summaryOnly ? 'told to nobody' : 'told too',
  ])
}

/** The ends that differ from a router that only knows its neighbour. */
function endRows({ name, peers }: SpeakerConfiguration): readonly (readonly string[])[] {
  return peers
    .map((peer) => [name, peer.name, endSettings(peer).join(', ')])
    .filter(([, , settings]) => settings !== '')
}

function endSettings(peer: PeerConfiguration): readonly string[] {
  const { session, import: imported, export: exported, allowOwnAsn, weight } = peer
  const settings: readonly (readonly [boolean, string])[] = [
    [session.passive, 'passive'],
    [peer.routeReflectorClient, `reflects for ${peer.remote}`],
    [peer.nextHopSelf !== false, peer.nextHopSelf === 'all' ? 'next hop self for all' : 'next hop self'],
    [imported.length > 0, `import of ${countOf(imported.length, 'term', 'terms')}`],
    [exported.length > 0, `export of ${countOf(exported.length, 'term', 'terms')}`],
    [allowOwnAsn > 0, `own AS allowed ${countOf(allowOwnAsn, 'time', 'times')}`],
    [peer.removePrivateAsns, 'private AS numbers removed'],
    [weight > 0, `weight ${weight}`],
    [peer.defaultOriginate, 'default route originated'],
  ]
  return settings.flatMap(([holds, text]) => (holds ? [text] : []))
}

/** A router takes part alike on all of its sessions, so the first tells. */
function gracefulRow({ name, peers }: SpeakerConfiguration): readonly (readonly string[])[] {
  const own = peers[0]?.session.gracefulRestart
  if (own === undefined) return []
  const role = own.families.length === 0 ? 'helps' : 'helps and restarts'
  const seconds = [own.restartSeconds, own.staleSeconds, own.selectionDeferralSeconds]
  const onNotification = own.notification ? 'keeps routes' : 'deletes routes'
  return [[name, role, ...seconds.map((bound) => `${bound} s`), onNotification]]
}

function middleboxRows([name, { firewall, translations }]: readonly [
  string,
  Middlebox,
]): readonly (readonly string[])[] {
  const own = [name, firewall ? 'yes' : 'no']
  if (translations.length === 0) return [[...own, 'none', '', '']]
  return translations.map(({ sources, towards, pool }) => [
    ...own,
    sources.map(formatPrefix).join(' '),
    towards.join(' '),
    formatPrefix(pool),
  ])
}

function usageRow({ subject, counted, used, limit, rule }: Usage): readonly string[] {
  return [subject, ...[used, limit, limit - used].map(formatCount), counted, rule ?? '']
}

function flowRow({
  name,
  from,
  to,
  count,
  probesPerSecond,
}: Topology['plan']['flows'][number]): readonly string[] {
  return [name, from, to, String(count), `${probesPerSecond} per second`]
}

/** What flows send and links carry, where any flow has a rate. */
function loadParts({ flows, trunks }: Topology['plan']): readonly (readonly string[])[] {
  const sending = flows.filter(({ rate }) => rate.forward + rate.return > 0)
  if (sending.length === 0) return []
  return [
    titled(
      'Bought',
      ['LINK', 'CARRIES EACH WAY', 'OUT OF AZURE', 'CLASSES'],
      trunks.map(({ name, capacity, isMetered, classes }) => [
        name,
        bandwidthText(capacity),
        isMetered ? 'metered' : 'unlimited',
        classes.map((one) => `${one.name} ${one.weight ?? 'first'}`).join(', '),
      ]),
    ),
    titled(
      'Loads',
      ['FLOW', 'FORWARD', 'RETURN', 'DSCP'],
      sending.map(({ name, rate, mark }) => [
        name,
        bandwidthText(rate.forward),
        bandwidthText(rate.return),
        String(mark),
      ]),
    ),
  ]
}

function bandwidthText(bitsPerSecond: number): string {
  return formatBandwidth(bitsPerSecond / bitsPerMegabit)
}

function prefixesText(prefixes: PackedPrefixes): string {
  const { family, data, count } = prefixes
  const first = count === 0 ? 'none' : formatPrefix(prefixAt(family, data, 0))
  return count <= 1 ? first : `${first} and ${countOf(count - 1, 'more prefix', 'more prefixes')}`
}

function titled(
  title: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  if (rows.length === 0) return []
  const table = [header, ...rows]
  const widths = header.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  const lines = table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  return [title, ...lines.map((line) => `  ${line.trimEnd()}`)]
}
