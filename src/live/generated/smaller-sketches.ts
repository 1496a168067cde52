import type { Family } from '../../net/address.ts'
import type {
  ActionSketch,
  DeedSketch,
  EndSketch,
  Pair,
  RouterSketch,
  SessionSketch,
  Sketch,
  TermSketch,
} from './sketch.ts'
import { samePair } from './sketch.ts'

/** Every sketch that is this one with a thing less, the large things first. */
export function smallerSketches(sketch: Sketch): readonly Sketch[] {
  const { routers, sessions, deeds } = sketch
  const smaller: readonly Sketch[] = [
    ...(deeds.length > 1 ? [{ ...sketch, deeds: [] }] : []),
    ...withoutOne(deeds).map((fewer) => ({ ...sketch, deeds: fewer })),
    ...(routers.length > 1 ? routers.map(({ name }) => withoutRouter(sketch, name)) : []),
    ...sessions.map(({ between }) => withoutSession(sketch, between)),
    ...sessions.flatMap((session) =>
      session.families.length < 2
        ? []
        : session.families.map((family) => withoutFamily(sketch, session, family)),
    ),
    ...sessions.flatMap((session, index) =>
      smallerSessions(session).map((smaller) => ({ ...sketch, sessions: sessions.with(index, smaller) })),
    ),
    ...prefixesOf(sketch).map((prefix) => withoutPrefix(sketch, prefix)),
    ...routers.flatMap((router, index) =>
      smallerRouters(router).map((smaller) => ({ ...sketch, routers: routers.with(index, smaller) })),
    ),
    ...deeds.flatMap((deed, index) =>
      simplerDeeds(deed).map((simpler) => ({ ...sketch, deeds: deeds.with(index, simpler) })),
    ),
  ]
  return smaller.map(withoutIdleWithdrawals)
}

/** What announces a prefix may be what went: to withdraw it has nothing to do then. */
function withoutIdleWithdrawals(sketch: Sketch): Sketch {
  const { routers, deeds } = sketch
  const isAnnounced = (at: string, prefix: string): boolean =>
    routers.some(({ name, advertise }) => name === at && advertise.includes(prefix)) ||
    deeds.some(({ action }) => action.kind === 'announce' && action.at === at && action.prefix === prefix)
  return {
    ...sketch,
    deeds: deeds.filter(({ action }) => action.kind !== 'withdraw' || isAnnounced(action.at, action.prefix)),
  }
}

/** Each list that is left where one item goes. */
function withoutOne<Item>(list: readonly Item[]): readonly (readonly Item[])[] {
  return list.map((_, index) => list.toSpliced(index, 1))
}

/** Each object that is left where one key is not said. */
function withoutKey<Value extends object>(value: Value): readonly Value[] {
  const said = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return said.map(([key]) => ({ ...value, [key]: undefined }))
}

function withoutRouter({ seed, routers, sessions, deeds }: Sketch, name: string): Sketch {
  return {
    seed,
    routers: routers.filter((router) => router.name !== name),
    sessions: sessions
      .filter(({ between }) => !between.includes(name))
      .map((session) => ({ ...session, ends: ofBothEnds(session, (end) => withoutSource(end, name)) })),
    deeds: deeds.filter(({ action }) => !namesOf(action).includes(name)),
  }
}

function ofBothEnds(
  { ends: [a, b] }: SessionSketch,
  change: (end: EndSketch) => EndSketch,
): SessionSketch['ends'] {
  return [change(a), change(b)]
}

/** A term that waits for routes of a router that is gone has nothing to do. */
function withoutSource(end: EndSketch, name: string): EndSketch {
  const isLeft = ({ match }: TermSketch): boolean => match.from !== name
  return { ...end, import: end.import.filter(isLeft), export: end.export.filter(isLeft) }
}

function namesOf(action: ActionSketch): readonly string[] {
  return 'between' in action ? action.between : [action.at]
}

function withoutSession(sketch: Sketch, pair: Pair): Sketch {
  return {
    ...sketch,
    sessions: sketch.sessions.filter(({ between }) => !samePair(between, pair)),
    deeds: sketch.deeds.filter(({ action }) => !('between' in action && samePair(action.between, pair))),
  }
}

function withoutFamily(sketch: Sketch, session: SessionSketch, family: Family): Sketch {
  const { between, families } = session
  const smaller = { ...session, families: families.filter((other) => other !== family) }
  return {
    ...sketch,
    sessions: sketch.sessions.with(sketch.sessions.indexOf(session), smaller),
    deeds: sketch.deeds.filter(
      ({ action }) => !('family' in action && action.family === family && samePair(action.between, between)),
    ),
  }
}

function smallerSessions(session: SessionSketch): readonly SessionSketch[] {
  const { ends, routeReflectorClient } = session
  const [a, b] = ends
  return [
    ...smallerEnds(a).map((smaller) => ({ ...session, ends: [smaller, b] as const })),
    ...smallerEnds(b).map((smaller) => ({ ...session, ends: [a, smaller] as const })),
    ...(routeReflectorClient === undefined ? [] : [{ ...session, routeReflectorClient: undefined }]),
  ]
}

function smallerEnds(end: EndSketch): readonly EndSketch[] {
  const { settings, import: heard, export: told } = end
  return [
    ...(heard.length > 1 ? [{ ...end, import: [] }] : []),
    ...(told.length > 1 ? [{ ...end, export: [] }] : []),
    ...smallerPolicies(heard).map((smaller) => ({ ...end, import: smaller })),
    ...smallerPolicies(told).map((smaller) => ({ ...end, export: smaller })),
    ...withoutKey(settings).map((fewer) => ({ ...end, settings: fewer })),
  ]
}

function smallerPolicies(policy: readonly TermSketch[]): readonly (readonly TermSketch[])[] {
  return [
    ...withoutOne(policy),
    ...policy.flatMap((term, index) => smallerTerms(term).map((smaller) => policy.with(index, smaller))),
  ]
}

function smallerTerms(term: TermSketch): readonly TermSketch[] {
  const { match, set } = term
  const { prefixes = [] } = match
  return [
    ...withoutKey(match).map((fewer) => ({ ...term, match: fewer })),
    ...(prefixes.length < 2
      ? []
      : withoutOne(prefixes).map((fewer) => ({ ...term, match: { ...match, prefixes: fewer } }))),
    ...(set === undefined ? [] : withoutKey(set).map((fewer) => ({ ...term, set: fewer }))),
    ...(set?.addCommunity === undefined || set.addCommunity.length < 2
      ? []
      : withoutOne(set.addCommunity).map((fewer) => ({ ...term, set: { ...set, addCommunity: fewer } }))),
  ]
}

function prefixesOf({ routers }: Sketch): readonly string[] {
  return [...new Set(routers.flatMap(({ advertise }) => advertise))]
}

function withoutPrefix(sketch: Sketch, prefix: string): Sketch {
  return {
    ...sketch,
    routers: sketch.routers.map((router) => ({
      ...router,
      advertise: router.advertise.filter((other) => other !== prefix),
    })),
    deeds: sketch.deeds.filter(({ action }) => !('prefix' in action && action.prefix === prefix)),
  }
}

function smallerRouters(router: RouterSketch): readonly RouterSketch[] {
  return [
    ...withoutOne(router.advertise).map((advertise) => ({ ...router, advertise })),
    ...(router.bgpIdentifier === undefined ? [] : [{ ...router, bgpIdentifier: undefined }]),
  ]
}

function simplerDeeds(deed: DeedSketch): readonly DeedSketch[] {
  const { action, forSeconds } = deed
  return [
    ...(forSeconds === undefined ? [] : [{ ...deed, forSeconds: undefined }]),
    ...(action.kind === 'cut' && action.silently
      ? [{ ...deed, action: { ...action, silently: false } }]
      : []),
  ]
}
