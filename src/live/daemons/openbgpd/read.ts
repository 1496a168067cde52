import { formatAddress } from '../../../net/address-text.ts'
import { type JsonObject, listIn, numberIn, objectIn, readJson, textIn } from '../json-value.ts'
import type { PeerSetup, RouterSetup } from '../router-setup.ts'
import {
  type PathSnapshot,
  type PlainAttributes,
  pathSnapshot,
  type RouteSnapshot,
  routeSnapshot,
  type SentNotification,
  type SessionSnapshot,
  sortedRoutes,
} from '../snapshot.ts'
import { markAsn } from './filter.ts'

/** OpenBGPD's `bgpctl -j show rib detail`: every path that takes part in the decision. */
export function readOpenbgpdPaths(text: string, router: RouterSetup): readonly PathSnapshot[] {
  return listIn(objectIn(readJson(text)).rib).flatMap((entry) => {
    const path = objectIn(entry)
    const { remote_addr: address, description } = objectIn(path.neighbor)
    const from = description === 'LOCAL' ? 'local' : peerAt(address, router)?.configuration.name
    const prefix = textIn(path.prefix)
    if (path.valid !== true || from === undefined || prefix === undefined) return []
    return [pathSnapshot(prefix, from, { best: path.best === true, ...plainIn(path) })]
  })
}

function plainIn(path: JsonObject): PlainAttributes {
  return {
    nextHop: textIn(path.exit_nexthop) ?? '',
    asPath: (textIn(path.aspath) ?? '').replaceAll(/\{([^}]*)\}/g, setOf),
    origin: (textIn(path.origin) ?? '').toUpperCase(),
    localPref: numberIn(path.localpref),
    // It shows 0 where there is none.
    med: numberIn(path.metric) || undefined,
    communities: textsIn(path.communities).map((one) => one.toLowerCase().replaceAll('_', '-')),
    largeCommunities: textsIn(path.large_communities).filter((one) => !one.startsWith(`${markAsn}:`)),
    extendedCommunities: textsIn(path.extended_communities).map((one) => one.replace(' ', ':')),
    originatorId: textIn(path.originator_id),
    clusterList: textsIn(path.cluster_list),
  }
}

function textsIn(value: unknown): readonly string[] {
  return listIn(value).flatMap((one) => textIn(one) ?? [])
}

/** Its sets have spaces between their members. */
function setOf(_whole: string, inside: string): string {
  return `{${inside.trim().split(/[ ,]+/).join(',')}}`
}

function peerAt(address: unknown, { peers }: RouterSetup): PeerSetup | undefined {
  return peers.find(({ configuration }) => formatAddress(configuration.remoteAddress) === address)
}

/** OpenBGPD's `bgpctl -j show rib out neighbor ADDRESS detail`, and `in`. */
export function readOpenbgpdRoutes(text: string): readonly RouteSnapshot[] {
  const routes = listIn(objectIn(readJson(text)).rib)
    .map(objectIn)
    .map((route) => routeSnapshot(textIn(route.prefix) ?? '', plainIn(route)))
  return sortedRoutes(routes)
}

/** OpenBGPD's `bgpctl -j show neighbor`. */
export function readOpenbgpdSessions(
  text: string,
  router: RouterSetup,
): ReadonlyMap<string, SessionSnapshot> {
  const neighbors = listIn(objectIn(readJson(text)).neighbors).map(objectIn)
  return new Map(
    router.peers.map(({ configuration: { name, remoteAddress } }) => {
      const neighbor = neighbors.find((one) => one.remote_addr === formatAddress(remoteAddress))
      const established = neighbor?.state === 'Established'
      const hold = numberIn(objectIn(neighbor?.session).holdtime)
      // It is configured without graceful restart.
      return [name, { established, holdTimeSeconds: established ? (hold ?? 0) : undefined, stale: false }]
    }),
  )
}

/** OpenBGPD's log: the NOTIFICATIONs that it sent. */
export function readOpenbgpdNotifications(text: string, router: RouterSetup): readonly SentNotification[] {
  return [...text.matchAll(/^neighbor (\S+)(?: \(.*\))?: sending notification: (.*)$/gm)].flatMap(
    ([, address, words = '']) => {
      const peer = peerAt(address, router)
      const found = errors.find(({ text: start }) => words.startsWith(start))
      if (peer === undefined || found === undefined) return []
      const { code, subcode } = found
      return [{ router: router.name, session: peer.configuration.name, code, subcode }]
    },
  )
}

/** Its words for the codes that it sends in the faults of a lab. */
const errors: readonly { readonly text: string; readonly code: number; readonly subcode: number }[] = [
  { text: 'error in OPEN message, AS unacceptable', code: 2, subcode: 2 },
  { text: 'error in OPEN message, BGPID invalid', code: 2, subcode: 3 },
  { text: 'error in OPEN message, unacceptable holdtime', code: 2, subcode: 6 },
  { text: 'error in OPEN message, unsupported capability', code: 2, subcode: 7 },
  { text: 'HoldTimer expired', code: 4, subcode: 0 },
  { text: 'Cease, received max-prefix exceeded', code: 6, subcode: 1 },
  { text: 'Cease, administratively down', code: 6, subcode: 2 },
  { text: 'Cease, peer unconfigured', code: 6, subcode: 3 },
  { text: 'Cease, administrative reset', code: 6, subcode: 4 },
  { text: 'Cease, connection rejected', code: 6, subcode: 5 },
  { text: 'Cease, other config change', code: 6, subcode: 6 },
  { text: 'Cease, collision', code: 6, subcode: 7 },
]
