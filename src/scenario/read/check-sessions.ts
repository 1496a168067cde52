import type { FilePath } from '../place.ts'
import { keyProblem, type Problem, problem } from '../problem.ts'
import type { SessionEndEntry, SessionEntry } from '../schema/session.ts'
import { didYouMeanOrList } from '../suggestion.ts'
import { unknownName, unknownPeers } from './check-names.ts'
import type { Item, Sections } from './sections.ts'

/** What the sessions between the customer's own routers refer to, and what cannot be said of them. */
export function checkSessions({ sessions, routers }: Sections, nodes: readonly string[]): readonly Problem[] {
  return sessions.flatMap((session, index) => [
    ...betweenProblems(session, sessions.slice(0, index), routers.names),
    ...unknownEnds(session),
    ...clientOfAnotherAs(session, routers),
    ...[...session.value.ends].flatMap(([name, end]) =>
      endProblems(end, [...session.path, 'ends', name], nodes),
    ),
    ...unequalKeys(session),
  ])
}

function betweenProblems(
  { value: { between }, path }: Item<SessionEntry>,
  before: readonly Item<SessionEntry>[],
  routers: readonly string[],
): readonly Problem[] {
  const [a, b] = between
  const place = [...path, 'between']
  const isRepeated = before.some(({ value }) => value.between.includes(a) && value.between.includes(b))
  return [
    ...between.flatMap((router, end) => unknownName('router', router, routers, [...place, end])),
    ...(a === b ? [problem('ends', place, `a session joins two routers, not ${a} with itself`)] : []),
    ...(isRepeated && a !== b
      ? [problem('duplicate-name', place, `${a} and ${b} have a session already`)]
      : []),
  ]
}

function unknownEnds({ value, path }: Item<SessionEntry>): readonly Problem[] {
  const { between, passive, routeReflectorClient, ends } = value
  const named = Object.entries({ passive, routeReflectorClient })
  return [
    ...named.flatMap(([key, name]) => {
      if (name === undefined || name === false || between.includes(name)) return []
      return [problem('unknown-name', [...path, key], noEnd(name), didYouMeanOrList(name, between))]
    }),
    ...[...ends.keys()].flatMap((name) => {
      if (between.includes(name)) return []
      const place = [...path, 'ends', name]
      return [keyProblem('unknown-name', place, noEnd(name), didYouMeanOrList(name, between))]
    }),
  ]
}

function noEnd(name: string): string {
  return `"${name}" is no end of this session`
}

/** RFC 4456 §6: reflection is a matter of iBGP. */
function clientOfAnotherAs(
  { value: { between, routeReflectorClient }, path }: Item<SessionEntry>,
  routers: Sections['routers'],
): readonly Problem[] {
  const [a, b] = between.map((name) => routers.values.get(name)?.asn)
  if (routeReflectorClient === undefined || a === undefined || b === undefined || a === b) return []
  const message = `a route reflector and its clients are of one AS, and these are of AS ${a} and AS ${b}`
  return [problem('combination', [...path, 'routeReflectorClient'], message)]
}

function endProblems(end: SessionEndEntry, path: FilePath, nodes: readonly string[]): readonly Problem[] {
  return [
    ...unknownPeers(end.import ?? [], nodes, [...path, 'import']),
    ...unknownPeers(end.export ?? [], nodes, [...path, 'export']),
  ]
}

/** Carried out in the run: each end drops what the other sends without a word. */
function unequalKeys({ value: { between, both, ends }, path }: Item<SessionEntry>): readonly Problem[] {
  const [a, b] = between.map((name) => ends.get(name)?.sharedKey ?? both.sharedKey)
  const odd = between.find((name) => ends.get(name)?.sharedKey !== undefined)
  if (a === b || odd === undefined) return []
  const message = `${between[0]} and ${between[1]} have not the same MD5 key: the session cannot come up`
  const place = [...path, 'ends', odd, 'sharedKey']
  return [{ ...problem('key-mismatch', place, message, 'give both ends the same key'), level: 'warning' }]
}
