/** What may differ about a path that both sides have. */
export type AttributeName =
  | 'best'
  | 'nextHop'
  | 'asPath'
  | 'origin'
  | 'localPref'
  | 'med'
  | 'communities'
  | 'largeCommunities'
  | 'extendedCommunities'
  | 'originatorId'
  | 'clusterList'

/** A route of one source that takes part in the decision, in words that every daemon's output can be put into. */
export interface PathSnapshot {
  readonly prefix: string
  /** The session that it came over; `local` for a route of the router's own. */
  readonly from: string
  /** As text; a route of the router's own has `best` alone, since daemons show its attributes each in its own way. */
  readonly attributes: ReadonlyMap<AttributeName, string>
}

export interface SessionSnapshot {
  readonly established: boolean
  /** What the two OPENs settled; `undefined` while the session is down. */
  readonly holdTimeSeconds: number | undefined
  /** Whether paths of the peer outlast the end of a session with it (RFC 4724), and have not been heard again. */
  readonly stale: boolean
}

/** One router at rest. Sessions are known by their names. */
export interface RouterSnapshot {
  readonly sessions: ReadonlyMap<string, SessionSnapshot>
  readonly paths: readonly PathSnapshot[]
  /** By session: the prefixes that the peer was told, in order. */
  readonly told: ReadonlyMap<string, readonly string[]>
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

/** What a path's attributes are in a snapshot; `undefined` is left out. */
export interface PlainAttributes {
  readonly best: boolean
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
const shownLocalPref = 100

export function pathSnapshot(prefix: string, from: string, plain: PlainAttributes): PathSnapshot {
  const { best, nextHop, asPath, origin, localPref, med, communities } = plain
  const { largeCommunities = [], extendedCommunities = [], originatorId, clusterList = [] } = plain
  const attributes = new Map<AttributeName, string>([['best', best ? 'yes' : 'no']])
  if (from !== 'local') {
    attributes.set('nextHop', nextHop)
    attributes.set('asPath', asPath)
    attributes.set('origin', origin)
    attributes.set('localPref', String(localPref ?? shownLocalPref))
    if (med !== undefined) attributes.set('med', String(med))
    attributes.set('communities', setText(communities))
    if (largeCommunities.length > 0) attributes.set('largeCommunities', setText(largeCommunities))
    if (originatorId !== undefined) attributes.set('originatorId', originatorId)
    if (clusterList.length > 0) attributes.set('clusterList', clusterList.join(' '))
    if (extendedCommunities.length > 0) attributes.set('extendedCommunities', setText(extendedCommunities))
  }
  return { prefix, from, attributes }
}

function setText(communities: readonly string[]): string {
  return [...new Set(communities)].sort().join(' ')
}

/** As a daemon shows it that tells no MULTI_EXIT_DISC of 0 from none. */
export function withoutZeroMeds(snapshot: NetworkSnapshot): NetworkSnapshot {
  return new Map(
    [...snapshot].map(([name, router]) => [name, { ...router, paths: router.paths.map(withoutZeroMed) }]),
  )
}

function withoutZeroMed(path: PathSnapshot): PathSnapshot {
  const kept = [...path.attributes].filter(([name, value]) => name !== 'med' || value !== '0')
  return { ...path, attributes: new Map(kept) }
}

/** In an order that no daemon's output decides. */
export function sortedPaths(paths: readonly PathSnapshot[]): readonly PathSnapshot[] {
  const key = ({ prefix, from }: PathSnapshot): string => `${prefix} ${from}`
  return paths.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
}

/** Equal snapshots have equal texts. */
export function snapshotText({ sessions, paths, told }: RouterSnapshot): string {
  return JSON.stringify([
    [...sessions],
    paths.map(({ prefix, from, attributes }) => [prefix, from, [...attributes]]),
    [...told],
  ])
}
