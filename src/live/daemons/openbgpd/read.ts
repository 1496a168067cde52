import { formatBgpIdentifier } from '../../../bgp/identifiers.ts'
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
  return ribOf(text).flatMap((path) => {
    const { remote_addr: address, description } = objectIn(path.neighbor)
    const from = description === 'LOCAL' ? 'local' : peerAt(address, router)?.configuration.name
    const prefix = textIn(path.prefix)
    if (path.valid !== true || from === undefined || prefix === undefined) return []
    return [pathSnapshot(prefix, from, { best: path.best === true, ...plainIn(path) })]
  })
}

function plainIn(path: JsonObject): PlainAttributes {
  // Those that it has no name for of its own stand by themselves.
  const others = listIn(path.attributes).map(objectIn)
  const clusters = others.find(({ cluster_list: list }) => list !== undefined)
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
    originatorId: textIn(others.find(({ originator }) => originator !== undefined)?.originator),
    clusterList: textsIn(clusters?.cluster_list),
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

/**
 * OpenBGPD's `bgpctl -j show rib in neighbor ADDRESS detail`: what came, without the marks that a reflector puts at once on all but what
 * came back to it, which `show rib detail` has as not valid.
 */
export function readOpenbgpdReceived(
  text: string,
  rib: string,
  { speaker, peers }: RouterSetup,
): readonly RouteSnapshot[] {
  const reflects = peers.some(({ configuration }) => configuration.routeReflectorClient)
  if (!reflects) return routesIn(text, (plain) => plain)
  const own = formatBgpIdentifier(speaker.clusterId)
  const cameBack = new Set(ribOf(rib).flatMap((route) => (route.valid === true ? [] : [keyOf(route)])))
  return routesIn(text, (plain, route) => (cameBack.has(keyOf(route)) ? plain : withoutMarks(plain, own)))
}

function keyOf({ prefix, neighbor }: JsonObject): string {
  return `${prefix} ${objectIn(neighbor).remote_addr}`
}

/** A route that no other reflector has marked had no ORIGINATOR_ID. */
function withoutMarks(plain: PlainAttributes, own: string): PlainAttributes {
  const [first, ...others] = plain.clusterList ?? []
  if (first !== own) return plain
  return { ...plain, clusterList: others, originatorId: others.length === 0 ? undefined : plain.originatorId }
}

/** OpenBGPD's `bgpctl -j show rib out neighbor ADDRESS detail`: as its table has them, before the AS keeps its own to itself. */
export function readOpenbgpdTold(text: string, { configuration }: PeerSetup): readonly RouteSnapshot[] {
  const { localAsn, remoteAsn } = configuration.session
  return routesIn(text, (plain) =>
    localAsn === remoteAsn ? plain : { ...plain, originatorId: undefined, clusterList: [] },
  )
}

function routesIn(
  text: string,
  shown: (plain: PlainAttributes, route: JsonObject) => PlainAttributes,
): readonly RouteSnapshot[] {
  const routes = ribOf(text).map((route) =>
    routeSnapshot(textIn(route.prefix) ?? '', shown(plainIn(route), route)),
  )
  return sortedRoutes(routes)
}

function ribOf(text: string): readonly JsonObject[] {
  return listIn(objectIn(readJson(text)).rib).map(objectIn)
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
