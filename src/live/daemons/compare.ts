import type {
  AttributeName,
  NetworkSnapshot,
  PathSnapshot,
  RouterSnapshot,
  RoutesBySession,
  SentNotification,
} from './snapshot.ts'

export const subjects = [
  'sessions',
  'received',
  'paths',
  'best routes',
  'announced',
  'notifications',
] as const

export type Subject = (typeof subjects)[number]

/** One thing that a router of the engine and the daemon's do not have alike. */
export interface Difference {
  readonly router: string
  readonly subject: Subject
  /** `10.1.0.0/16 from r1-r2 ipv4`, or the session's name. */
  readonly item: string
  /** What of it; `there` where only one side has it at all. */
  readonly attribute: AttributeName | 'there' | 'established' | 'holdTime' | 'stale' | 'bfd' | 'source'
  readonly engine: string
  readonly daemon: string
}

/** What was looked at for one router and subject, and what differed. */
export interface Finding {
  readonly router: string
  readonly subject: Subject
  readonly compared: number
  readonly differences: readonly Difference[]
}

/** One side of a comparison: the network at rest, and what was said on the way there. */
export interface Side {
  readonly snapshot: NetworkSnapshot
  readonly notifications: readonly SentNotification[]
}

/** Compares what both sides have, router by router. */
export function compareSides(engine: Side, daemon: Side): readonly Finding[] {
  return [...engine.snapshot].flatMap(([router, ours]) => {
    const theirs = daemon.snapshot.get(router)
    if (theirs === undefined) throw new Error(`${router} was not read`)
    return [
      finding(router, 'sessions', itemsOfSessions(ours), itemsOfSessions(theirs)),
      finding(router, 'received', itemsOfReceived(ours, theirs), itemsOfReceived(theirs, ours)),
      finding(router, 'paths', itemsOfPaths(ours), itemsOfPaths(theirs)),
      finding(router, 'best routes', itemsOfBest(ours), itemsOfBest(theirs)),
      finding(router, 'announced', itemsOfTold(ours), itemsOfTold(theirs)),
      finding(
        router,
        'notifications',
        itemsOfNotifications(router, engine),
        itemsOfNotifications(router, daemon),
      ),
    ]
  })
}

/** By item: its attributes as text. */
type Items = ReadonlyMap<string, ReadonlyMap<Difference['attribute'], string>>

const isThere: ReadonlyMap<Difference['attribute'], string> = new Map()

function finding(router: string, subject: Subject, ours: Items, theirs: Items): Finding {
  const items = [...new Set([...ours.keys(), ...theirs.keys()])]
  return {
    router,
    subject,
    compared: items.length,
    differences: items.flatMap((item) =>
      itemDifferences(ours.get(item), theirs.get(item)).map((found) => ({ router, subject, item, ...found })),
    ),
  }
}

type Attributes = ReadonlyMap<Difference['attribute'], string>

function itemDifferences(
  ours: Attributes | undefined,
  theirs: Attributes | undefined,
): readonly Pick<Difference, 'attribute' | 'engine' | 'daemon'>[] {
  if (ours === undefined || theirs === undefined) {
    return [{ attribute: 'there', engine: yesOrNo(ours), daemon: yesOrNo(theirs) }]
  }
  // FRR names a default route that it originates, and shows nothing of it.
  if (theirs.size === 0) return []
  const names = [...new Set([...ours.keys(), ...theirs.keys()])]
  return names
    .map((attribute) => ({
      attribute,
      engine: ours.get(attribute) ?? 'none',
      daemon: theirs.get(attribute) ?? 'none',
    }))
    .filter((found) => found.engine !== found.daemon)
}

function yesOrNo(attributes: Attributes | undefined): string {
  return attributes === undefined ? 'no' : 'yes'
}

function itemsOfSessions({ sessions }: RouterSnapshot): Items {
  return new Map(
    [...sessions].map(([name, { established, holdTimeSeconds, stale, bfdUp }]) => [
      name,
      new Map<Difference['attribute'], string>([
        ['established', established ? 'yes' : 'no'],
        ...(holdTimeSeconds === undefined ? [] : [['holdTime', `${holdTimeSeconds} s`] as const]),
        ...(stale ? [['stale', 'yes'] as const] : []),
        // What becomes of it where an operator shuts the session down, makers decide.
        ...(established && bfdUp !== undefined ? [['bfd', bfdUp ? 'up' : 'down'] as const] : []),
      ]),
    ]),
  )
}

function itemsOfPaths({ paths }: RouterSnapshot): Items {
  return new Map(
    paths.map(({ prefix, from, attributes }) => [
      `${prefix} from ${from}`,
      new Map<Difference['attribute'], string>([...attributes].filter(([name]) => name !== 'best')),
    ]),
  )
}

function itemsOfBest({ paths }: RouterSnapshot): Items {
  const best = paths.filter(isBest)
  return new Map(best.map(({ prefix, from }) => [prefix, new Map([['source', from]])]))
}

function isBest({ attributes }: PathSnapshot): boolean {
  return attributes.get('best') === 'yes'
}

/** Of the sessions for which both sides keep it. */
function itemsOfReceived({ received }: RouterSnapshot, other: RouterSnapshot): Items {
  const kept = [...received].filter(([session]) => other.received.has(session))
  return itemsOfRoutes(new Map(kept), 'from')
}

function itemsOfTold({ told }: RouterSnapshot): Items {
  return itemsOfRoutes(told, 'to')
}

function itemsOfRoutes(routes: RoutesBySession, way: 'from' | 'to'): Items {
  return new Map(
    [...routes].flatMap(([session, all]) =>
      all.map(({ prefix, attributes }) => [`${prefix} ${way} ${session}`, attributes] as const),
    ),
  )
}

/**
 * Each kind of NOTIFICATION once: how often a daemon tries again is a matter of time. Which of two connections goes is, too
 * (RFC 4271 §6.8).
 */
function itemsOfNotifications(router: string, { notifications }: Side): Items {
  const own = notifications.filter((sent) => sent.router === router && !isCollision(sent))
  return new Map(own.map(({ session, code, subcode }) => [`${session} ${code}/${subcode}`, isThere]))
}

function isCollision({ code, subcode }: SentNotification): boolean {
  return code === 6 && subcode === 7
}
