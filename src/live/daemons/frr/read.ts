import { formatAddress } from '../../../net/address-text.ts'
import { listIn, numberIn, objectIn, readJson, textIn } from '../json-value.ts'
import type { PeerSetup, RouterSetup } from '../router-setup.ts'
import {
  type PathSnapshot,
  pathSnapshot,
  type RouteSnapshot,
  routeSnapshot,
  type SentNotification,
  type SessionSnapshot,
  shownLocalPref,
  sortedRoutes,
} from '../snapshot.ts'

/** FRR's `show bgp ipv4 unicast json detail`: every path that could be used. */
export function readFrrPaths(text: string, router: RouterSetup): readonly PathSnapshot[] {
  const { routes } = objectIn(readJson(text))
  return Object.entries(objectIn(routes)).flatMap(([prefix, entries]) =>
    // The first is about the prefix, not about a path.
    listIn(entries)
      .slice(1)
      .flatMap((path) => pathIn(prefix, path, router)),
  )
}

/** The sessions of whose paths some are stale, by the same output. */
export function readFrrStale(text: string, router: RouterSetup): readonly string[] {
  const entries = Object.values(objectIn(objectIn(readJson(text)).routes))
    .flatMap(listIn)
    .map(objectIn)
  const stale = entries.filter((path) => path.stale === true && path.valid === true)
  return stale.flatMap(({ peer }) => peerAt(objectIn(peer).peerId, router)?.configuration.name ?? [])
}

function pathIn(prefix: string, value: unknown, router: RouterSetup): readonly PathSnapshot[] {
  const path = objectIn(value)
  if (path.valid !== true) return []
  const from =
    path.sourced === true || path.aggregated === true
      ? 'local'
      : peerAt(objectIn(path.peer).peerId, router)?.configuration.name
  if (from === undefined) return []
  return [
    pathSnapshot(prefix, from, {
      best: objectIn(path.bestpath).overall === true,
      nextHop: nextHopIn(path.nexthops),
      asPath: pathText(objectIn(path.aspath).segments),
      origin: (textIn(path.origin) ?? '').toUpperCase(),
      localPref: numberIn(path.locPrf),
      med: numberIn(path.metric),
      communities: communitiesIn(path.community),
      originatorId: textIn(path.originatorId),
      clusterList: listIn(objectIn(path.clusterList).list).map(String),
      largeCommunities: communitiesIn(path.largeCommunity),
      extendedCommunities: communitiesIn(path.extendedCommunity).map((text) =>
        text.replace(/^(RT|SoO):/, lowerCase),
      ),
    }),
  ]
}

function peerAt(address: unknown, { peers }: RouterSetup): PeerSetup | undefined {
  return peers.find(({ configuration }) => formatAddress(configuration.remoteAddress) === address)
}

/** For IPv6 it uses the link-local address, and shows the global one beside it. */
function nextHopIn(value: unknown): string {
  const hops = listIn(value).map(objectIn)
  const hop = hops.find(({ scope }) => scope !== 'link-local') ?? hops[0]
  return textIn(hop?.ip) ?? ''
}

function pathText(segments: unknown): string {
  return listIn(segments)
    .map(objectIn)
    .map(({ type, list }) => (type === 'as-set' ? `{${listIn(list).join(',')}}` : listIn(list).join(' ')))
    .join(' ')
}

function communitiesIn(value: unknown): readonly string[] {
  return (textIn(objectIn(value).string) ?? '')
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => word.replace('local-AS', 'no-export-subconfed'))
}

function lowerCase(text: string): string {
  return text.toLowerCase()
}

/** FRR's `show bgp ipv4 unicast neighbors ADDRESS received-routes json`: what the peer announced, without its communities. */
export function readFrrReceived(text: string): readonly RouteSnapshot[] {
  return sortedRoutes(routesIn(objectIn(readJson(text)).receivedRoutes))
}

/**
 * FRR's `show bgp ipv4 unicast neighbors ADDRESS advertised-routes json`: as policy let it out, before the session puts the own AS in
 * front and leaves LOCAL_PREF at home, and with no address for its own. An originated default route stands by itself, by its name alone.
 */
export function readFrrAdvertised(text: string, { configuration }: PeerSetup): readonly RouteSnapshot[] {
  const { localAddress, session } = configuration
  const isExternal = session.localAsn !== session.remoteAsn
  const own = isExternal ? [String(session.localAsn)] : []
  const { advertisedRoutes, bgpOriginatingDefaultNetwork } = objectIn(readJson(text))
  const originated = textIn(bgpOriginatingDefaultNetwork)
  const named = originated === undefined ? [] : [{ prefix: originated, attributes: new Map() }]
  const routes = routesIn(advertisedRoutes).filter(({ prefix }) => prefix !== originated)
  return sortedRoutes([
    ...named,
    ...routes.map(({ prefix, attributes }) => {
      const asPath = [...own, attributes.get('asPath') ?? ''].join(' ').trimEnd()
      const nextHop = attributes.get('nextHop') ?? ''
      const shown = noAddresses.includes(nextHop) ? formatAddress(localAddress) : nextHop
      const changed = new Map([...attributes, ['asPath', asPath], ['nextHop', shown]] as const)
      return { prefix, attributes: isExternal ? changed.set('localPref', shownLocalPref) : changed }
    }),
  ])
}

const noAddresses: readonly string[] = ['0.0.0.0', '::']

function routesIn(value: unknown): readonly RouteSnapshot[] {
  return Object.entries(objectIn(value)).map(([prefix, entry]) => {
    const route = objectIn(entry)
    return routeSnapshot(prefix, {
      nextHop: textIn(route.nextHop) ?? textIn(route.nextHopGlobal) ?? '',
      asPath: textIn(route.path) ?? '',
      origin: origins[textIn(route.bgpOriginCode) ?? ''] ?? '',
      localPref: numberIn(route.locPrf),
      med: numberIn(route.metric),
      communities: [],
    })
  })
}

const origins: Readonly<Record<string, string>> = { i: 'IGP', e: 'EGP', '?': 'INCOMPLETE' }

/** FRR's `show bgp neighbors json`. */
export function readFrrSessions(
  text: string,
  router: RouterSetup,
  stale: readonly string[],
): ReadonlyMap<string, SessionSnapshot> {
  const neighbors = objectIn(readJson(text))
  return new Map(
    router.peers.map(({ bfd, configuration: { name, remoteAddress } }) => {
      const { bgpState, bgpTimerHoldTimeMsecs, peerBfdInfo } = objectIn(
        neighbors[formatAddress(remoteAddress)],
      )
      const watched = bfd === undefined ? {} : { bfdUp: objectIn(peerBfdInfo).status === 'Up' }
      const established = bgpState === 'Established'
      const holdTimeSeconds = established ? (numberIn(bgpTimerHoldTimeMsecs) ?? 0) / 1000 : undefined
      return [name, { established, holdTimeSeconds, stale: stale.includes(name), ...watched }]
    }),
  )
}

/** FRR's log: the NOTIFICATIONs that it sent. Of a Hard Reset (RFC 8538) it tells what is inside. */
export function readFrrNotifications(text: string, router: RouterSetup): readonly SentNotification[] {
  return [...text.matchAll(sentLine)].flatMap(([, hard, address, code, subcode]) => {
    const peer = peerAt(address, router)
    if (peer === undefined) return []
    const told = hard === undefined ? { code: Number(code), subcode: Number(subcode) } : hardReset
    return [{ router: router.name, session: peer.configuration.name, ...told }]
  })
}

const sentLine = /%NOTIFICATION(\(Hard Reset\))?: sent to neighbor (\S+) (\d+)\/(\d+) /g

const hardReset = { code: 6, subcode: 9 }
