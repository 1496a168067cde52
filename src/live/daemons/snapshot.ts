/** Every attribute of a route. */
export const everyAttribute = [
  'nextHop',
  'asPath',
  'origin',
  'localPref',
  'med',
  'communities',
  'largeCommunities',
  'extendedCommunities',
  'originatorId',
  'clusterList',
] as const

/** What may differ about a route that both sides have. */
export type AttributeName = 'best' | (typeof everyAttribute)[number]

/** A route in words that every daemon's output can be put into. */
export interface RouteSnapshot {
  readonly prefix: string
  readonly attributes: ReadonlyMap<AttributeName, string>
}

/** A route of one source that takes part in the decision; one of the router's own has `best` alone, since daemons differ there. */
export interface PathSnapshot extends RouteSnapshot {
  /** The session that it came over; `local` for a route of the router's own. */
  readonly from: string
}

/** By session: routes that came over it, or went. */
export type RoutesBySession = ReadonlyMap<string, readonly RouteSnapshot[]>

export interface SessionSnapshot {
  readonly established: boolean
  /** What the two OPENs settled; `undefined` while the session is down. */
  readonly holdTimeSeconds: number | undefined
  /** Whether paths of the peer outlast the end of a session with it (RFC 4724), and have not been heard again. */
  readonly stale: boolean
  /** Whether BFD has the peer up; absent where nobody watches the session (RFC 5882). */
  readonly bfdUp?: boolean
}

/** One router at rest. Sessions are known by their names. */
export interface RouterSnapshot {
  readonly sessions: ReadonlyMap<string, SessionSnapshot>
  readonly paths: readonly PathSnapshot[]
  /** What peers announced, before policy; sessions for which nobody keeps that are left out. */
  readonly received: RoutesBySession
  /** What peers were told. */
  readonly told: RoutesBySession
}

/** The routers that run, by name. */
export type NetworkSnapshot = ReadonlyMap<string, RouterSnapshot>

/** A NOTIFICATION that a router sent. */
export interface SentNotification {
  readonly router: string
  readonly session: string
  readonly code: number
  readonly subcode: number
}

/** What a route's attributes are in a snapshot; `undefined` is left out. */
export interface PlainAttributes {
  readonly nextHop: string
  readonly asPath: string
  readonly origin: string
  readonly localPref: number | undefined
  readonly med: number | undefined
  readonly communities: readonly string[]
  readonly largeCommunities?: readonly string[]
  readonly extendedCommunities?: readonly string[]
  readonly originatorId?: string | undefined
  readonly clusterList?: readonly string[]
}

/** RFC 4271 §9.1.1 leaves LOCAL_PREF of external routes to policy: where none is shown, all take 100. */
export const shownLocalPref = '100'

export function pathSnapshot(
  prefix: string,
  from: string,
  { best, ...plain }: PlainAttributes & { readonly best: boolean },
): PathSnapshot {
  const shown = from === 'local' ? [] : routeSnapshot(prefix, plain).attributes
  return { prefix, from, attributes: new Map([['best', best ? 'yes' : 'no'], ...shown]) }
}

export function routeSnapshot(prefix: string, plain: PlainAttributes): RouteSnapshot {
  const { nextHop, asPath, origin, localPref, med, communities } = plain
  const { largeCommunities = [], extendedCommunities = [], originatorId, clusterList = [] } = plain
  const attributes = new Map<AttributeName, string>([
    ['nextHop', nextHop],
    ['asPath', asPath],
    ['origin', origin],
    ['localPref', String(localPref ?? shownLocalPref)],
    ['communities', setText(communities)],
  ])
  if (med !== undefined) attributes.set('med', String(med))
  if (largeCommunities.length > 0) attributes.set('largeCommunities', setText(largeCommunities))
  if (originatorId !== undefined) attributes.set('originatorId', originatorId)
  if (clusterList.length > 0) attributes.set('clusterList', clusterList.join(' '))
  if (extendedCommunities.length > 0) attributes.set('extendedCommunities', setText(extendedCommunities))
  return { prefix, attributes }
}

function setText(communities: readonly string[]): string {
  return [...new Set(communities)].sort().join(' ')
}

/** In an order that no daemon's output decides. */
export function sortedPaths(paths: readonly PathSnapshot[]): readonly PathSnapshot[] {
  const key = ({ prefix, from }: PathSnapshot): string => `${prefix} ${from}`
  return paths.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
}

export function sortedRoutes(routes: readonly RouteSnapshot[]): readonly RouteSnapshot[] {
  return routes.toSorted((a, b) => (a.prefix < b.prefix ? -1 : 1))
}

/** Equal snapshots have equal texts. */
export function snapshotText({ sessions, paths, received, told }: RouterSnapshot): string {
  return JSON.stringify([
    [...sessions],
    paths.map(({ prefix, from, attributes }) => [prefix, from, [...attributes]]),
    routesText(received),
    routesText(told),
  ])
}

function routesText(routes: RoutesBySession): unknown {
  return [...routes].map(([session, all]) => [
    session,
    all.map(({ prefix, attributes }) => [prefix, [...attributes]]),
  ])
}
