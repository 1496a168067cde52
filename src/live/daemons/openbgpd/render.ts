import { formatBgpIdentifier } from '../../../bgp/identifiers.ts'
import type { PeerConfiguration, PrefixLimit } from '../../../bgp/speaker-configuration.ts'
import { type Family, families } from '../../../net/address.ts'
import { formatAddress } from '../../../net/address-text.ts'
import { type PackedPrefixes, unpackPrefixes } from '../../../net/packed-prefixes.ts'
import { formatPrefix } from '../../../net/prefix-text.ts'
import type { PeerSetup, RouterSetup } from '../router-setup.ts'
import { exportRules, importRules, marksRoutes, markText, ownMark, unsupportedRules } from './filter.ts'

/** The configuration of OpenBGPD for one router. Its filters come last, since they name neighbours. */
export function openbgpdConfiguration(
  router: RouterSetup,
  own: readonly PackedPrefixes[],
  socket: string,
): string {
  const { speaker, peers } = router
  const lines = [
    `AS ${speaker.asn}`,
    `router-id ${formatBgpIdentifier(speaker.bgpIdentifier)}`,
    `socket "${socket}"`,
    'fib-update no',
    'connect-retry 1',
    ...(speaker.profile.comparesMed === 'always' ? ['rde med compare always'] : []),
    ...own.flatMap(unpackPrefixes).map((prefix) => networkLine(formatPrefix(prefix), router)),
    ...peers.flatMap((peer) => neighborLines(router, peer)),
    // What no rule allows is denied, and the router's own routes are from nobody of its peers.
    ...peers.flatMap((peer) => [...importRules(router, peer), ...exportRules(router, peer)]),
    'allow from any',
  ]
  return `${lines.join('\n')}\n`
}

function networkLine(prefix: string, router: RouterSetup): string {
  return `network ${prefix}${marksRoutes(router) ? ` set { ${markText(ownMark)} }` : ''}`
}

function neighborLines({ speaker }: RouterSetup, { configuration }: PeerSetup): readonly string[] {
  const { session, prefixLimit, nextHopSelf } = configuration
  const clusterId = formatBgpIdentifier(speaker.clusterId)
  return [
    `neighbor ${formatAddress(configuration.remoteAddress)} {`,
    `  remote-as ${session.remoteAsn}`,
    `  local-address ${formatAddress(configuration.localAddress)}`,
    `  holdtime ${session.holdTimeSeconds}`,
    '  holdtime min 3',
    '  announce restart no',
    ...(session.routeRefresh ? [] : ['  announce refresh no']),
    ...(session.fourOctetAs ? [] : ['  announce as-4byte no']),
    ...families.map((family) => `  ${announcement(family, session.families)}`),
    ...(session.passive ? ['  passive'] : []),
    ...(configuration.allowOwnAsn === 0 ? [] : ['  enforce local-as no']),
    ...(configuration.routeReflectorClient ? [`  route-reflector ${clusterId}`] : []),
    ...(nextHopSelf === false ? [] : ['  set nexthop self']),
    ...(prefixLimit === undefined ? [] : [`  max-prefix ${limitOf(prefixLimit, session.families)}`]),
    '}',
  ]
}

function announcement(family: Family, carried: readonly Family[]): string {
  const name = { ipv4: 'IPv4', ipv6: 'IPv6' }[family]
  return `announce ${name} ${carried.includes(family) ? 'unicast' : 'none'}`
}

function limitOf({ maximum }: PrefixLimit, [family = 'ipv4']: readonly Family[]): number {
  return maximum[family]
}

/** What of a router OpenBGPD 7.7 has no words for, each in words. */
export function unsupportedByOpenbgpd({ speaker, peers }: RouterSetup): readonly string[] {
  const reflects = peers.some(({ configuration }) => configuration.routeReflectorClient)
  return [
    ...(speaker.aggregates.length > 0 ? ['aggregates'] : []),
    ...peers.flatMap(({ configuration, carried, sharedKey }) => [
      ...(sharedKey === undefined ? [] : ['a shared key: on Linux its listener has none']),
      ...unsupportedRules(configuration.import),
      ...unsupportedRules(configuration.export),
      ...unsupportedSession(configuration, carried),
      ...(configuration.nextHopSelf === true && reflects
        ? ['nextHopSelf on a reflector, for external routes alone']
        : []),
    ]),
  ]
}

function unsupportedSession(configuration: PeerConfiguration, carried: readonly Family[]): readonly string[] {
  const { session, prefixLimit, remoteAddress } = configuration
  const troubles: readonly (readonly [boolean, string])[] = [
    [session.holdTimeSeconds < 3, `a hold time of ${session.holdTimeSeconds} s`],
    [configuration.weight !== 0, 'weight: its own comes after the MULTI_EXIT_DISC'],
    [configuration.removePrivateAsns, 'removePrivateAsns'],
    [session.gracefulRestart !== undefined, 'gracefulRestart'],
    [configuration.allowOwnAsn > 0, 'allowOwnAsn: it counts nothing, and takes any AS_PATH'],
    [configuration.defaultOriginate, 'defaultOriginate beside other routes'],
    [prefixLimit !== undefined && session.families.length > 1, 'a prefix limit of each family'],
    [carried.includes('ipv6') && remoteAddress.family === 'ipv4', 'IPv6 over IPv4: it says :: as NEXT_HOP'],
  ]
  return troubles.filter(([isThere]) => isThere).map(([, what]) => what)
}
