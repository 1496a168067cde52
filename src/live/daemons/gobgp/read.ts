import { formatCommunity } from '../../../bgp/community.ts'
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
} from '../snapshot.ts'
import { markAsn } from './policy.ts'

/** GoBGP's `gobgp -j global rib`: every path that policy let in. */
export function readGobgpPaths(text: string, router: RouterSetup): readonly PathSnapshot[] {
  return Object.entries(objectIn(readJson(text))).flatMap(([prefix, paths]) =>
    listIn(paths).flatMap((path) => pathIn(prefix, objectIn(path), router)),
  )
}

function pathIn(prefix: string, path: JsonObject, router: RouterSetup): readonly PathSnapshot[] {
  const address = textIn(path['neighbor-ip'])
  const from = address === undefined ? 'local' : peerAt(address, router)?.configuration.name
  return from === undefined
    ? []
    : [pathSnapshot(prefix, from, { best: path.best === true, ...plainIn(path) })]
}

function plainIn(path: JsonObject): PlainAttributes {
  // By the type code of the attribute.
  const told = new Map(
    listIn(path.attrs)
      .map(objectIn)
      .map((attribute) => [attribute.type, attribute]),
  )
  const attribute = (code: number): JsonObject => told.get(code) ?? {}
  return {
    nextHop: textIn(attribute(3).nexthop) ?? textIn(attribute(14).nexthop) ?? '',
    asPath: pathText(attribute(2).as_paths),
    origin: ['IGP', 'EGP', 'INCOMPLETE'][numberIn(attribute(1).value) ?? 2] ?? '',
    localPref: numberIn(attribute(5).value),
    med: numberIn(attribute(4).metric),
    communities: listIn(attribute(8).communities)
      .flatMap((one) => numberIn(one) ?? [])
      .map(formatCommunity),
    originatorId: textIn(attribute(9).value),
    clusterList: listIn(attribute(10).value).flatMap((one) => textIn(one) ?? []),
    extendedCommunities: listIn(attribute(16).value).map(objectIn).map(extendedText),
    largeCommunities: listIn(attribute(32).value)
      .map(objectIn)
      .filter(({ ASN: asn }) => asn !== markAsn)
      .map(({ ASN: asn, LocalData1: first, LocalData2: second }) => `${asn}:${first}:${second}`),
  }
}

function pathText(segments: unknown): string {
  return listIn(segments)
    .map(objectIn)
    .map(({ segment_type: type, asns }) =>
      type === 1 ? `{${listIn(asns).join(',')}}` : listIn(asns).join(' '),
    )
    .join(' ')
}

/** Subtypes 2 and 3 are Route Target and Route Origin (RFC 4360 §4 and §5). */
function extendedText({ subtype, value }: JsonObject): string {
  return `${subtype === 2 ? 'rt' : subtype === 3 ? 'soo' : String(subtype)}:${String(value)}`
}

function peerAt(address: unknown, { peers }: RouterSetup): PeerSetup | undefined {
  return peers.find(({ configuration }) => formatAddress(configuration.remoteAddress) === address)
}

/** GoBGP's `gobgp -j neighbor ADDRESS adj-out`, and `adj-in`. */
export function readGobgpRoutes(text: string): readonly RouteSnapshot[] {
  return Object.entries(objectIn(readJson(text))).flatMap(([prefix, paths]) =>
    listIn(paths).map((path) => routeSnapshot(prefix, plainIn(objectIn(path)))),
  )
}

/** `session_state` of RFC 4271's sixth state. */
const establishedState = 6

/** GoBGP's `gobgp -j neighbor`. */
export function readGobgpSessions(text: string, router: RouterSetup): ReadonlyMap<string, SessionSnapshot> {
  const neighbors = listIn(readJson(text)).map(objectIn)
  return new Map(
    router.peers.map(({ configuration: { name, remoteAddress } }) => {
      const address = formatAddress(remoteAddress)
      const neighbor = neighbors.find((one) => objectIn(one.conf).neighbor_address === address)
      const established = objectIn(neighbor?.state).session_state === establishedState
      const hold = numberIn(objectIn(objectIn(neighbor?.timers).state).negotiated_hold_time)
      return [name, { established, holdTimeSeconds: established ? (hold ?? 0) : undefined, stale: false }]
    }),
  )
}

/** What of `gobgp -j neighbor` changes when routes do: the states of sessions, and how many UPDATEs went each way. */
export function gobgpProgress(text: string): string {
  const states = listIn(readJson(text)).map((neighbor) => objectIn(objectIn(neighbor).state))
  return JSON.stringify(
    states.map(({ session_state: state, messages }) => {
      const { received, sent } = objectIn(messages)
      return [state, objectIn(received).update, objectIn(sent).update]
    }),
  )
}

/** GoBGP's log: the NOTIFICATIONs that it sent. */
export function readGobgpNotifications(text: string, router: RouterSetup): readonly SentNotification[] {
  return [
    ...text.matchAll(/msg="sent notification" .*?Code=(\d+) .*?Key="?([^ "]+)"? .*?Subcode=(\d+)/g),
  ].flatMap(([, code, address, subcode]) => {
    const peer = peerAt(address, router)
    if (peer === undefined) return []
    const session = peer.configuration.name
    return [{ router: router.name, session, code: Number(code), subcode: Number(subcode) }]
  })
}
