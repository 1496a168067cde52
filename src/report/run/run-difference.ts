import { flowArrow } from '../../scenario/result/flow-arrow.ts'
import type { FlowJson, RouteJson, ScenarioJson, SessionJson, WhyJson } from './json-contract.ts'

/** What two runs do not have in common, and nothing else; `a` is the first of them. */
export interface RunDifference {
  readonly sessions: readonly Difference[]
  readonly routes: readonly Difference[]
  readonly paths: readonly Difference[]
  readonly outages: readonly Difference[]
  /** Whether both runs have their routes; without `--routes` there is nothing to compare. */
  readonly comparesRoutes: boolean
}

/** One thing that is otherwise in the other run, or is not in it at all. */
export interface Difference {
  readonly subject: string
  /** Without what is alike where both runs have it, and whole where one of them has. */
  readonly a: Facts | undefined
  readonly b: Facts | undefined
}

/** Values of JSON by what they are of. */
export type Facts = Readonly<Record<string, unknown>>

export function runDifference(a: ScenarioJson, b: ScenarioJson): RunDifference {
  const comparesRoutes = a.routers !== undefined && b.routers !== undefined
  return {
    sessions: differences(sessionEntries(a), sessionEntries(b)),
    routes: comparesRoutes ? differences(routeEntries(a), routeEntries(b)) : [],
    paths: differences(a.flows.flatMap(pathEntries), b.flows.flatMap(pathEntries)),
    outages: differences(a.flows.flatMap(outageEntries), b.flows.flatMap(outageEntries)),
    comparesRoutes,
  }
}

export function isEmpty({ sessions, routes, paths, outages }: RunDifference): boolean {
  return [sessions, routes, paths, outages].every(({ length }) => length === 0)
}

interface Entry {
  /** Its like in the other run has the same. */
  readonly subject: string
  readonly facts: Facts
}

function sessionEntries({ sessions }: ScenarioJson): readonly Entry[] {
  const ends = sessions.map(({ name, local, remote: _, falls: __, ...facts }: SessionJson): Entry => {
    return { subject: `${name} at ${local}`, facts }
  })
  const falls = sessions.flatMap(({ name, falls: all }) =>
    all.map(
      ({ why, ...facts }): Entry => ({ subject: `${name} fall`, facts: { ...facts, ...reasonsOf(why) } }),
    ),
  )
  return [...ends, ...numbered(falls)]
}

function reasonsOf({ noticed, steps }: WhyJson): Facts {
  const parts = steps.map(({ stage, seconds }) => `${stage} ${seconds} s`).join(' + ')
  return { noticed, parts: parts === '' ? 'none' : parts }
}

/** A router's routes to a prefix by whom they are from; where one peer sent several, by their order too. */
function routeEntries({ routers = {} }: ScenarioJson): readonly Entry[] {
  return Object.entries(routers).flatMap(([router, { routes }]) => {
    const entries = routes.map((route: RouteJson): Entry => {
      const { prefix, from, ...facts } = route
      return { subject: `${router}: ${prefix} from ${from}`, facts }
    })
    return numbered(entries)
  })
}

/** Each way that packets of a flow take, and what becomes of them there, with how many of its five-tuples took it when. */
function pathEntries({ name, direction, paths }: FlowJson): readonly Entry[] {
  const ways = new Map<string, object[]>()
  for (const { hops, outcome, ...time } of paths) {
    const lost = outcome === 'ACCEPTED' ? '' : `, ${outcome}`
    const way = `${name} ${flowArrow[direction]} ${hops.join(' ')}${lost}`
    ways.set(way, [...(ways.get(way) ?? []), time])
  }
  return [...ways].map(([subject, times]) => ({ subject, facts: { times } }))
}

function outageEntries({ name, direction, outages }: FlowJson): readonly Entry[] {
  const entries = outages.map(({ why, ...facts }): Entry => {
    return { subject: `${name} ${flowArrow[direction]} outage`, facts: { ...facts, ...reasonsOf(why) } }
  })
  return numbered(entries)
}

/** The second and further ones of a name get a number. */
function numbered(entries: readonly Entry[]): readonly Entry[] {
  const counts = new Map<string, number>()
  return entries.map(({ subject, facts }) => {
    const count = (counts.get(subject) ?? 0) + 1
    counts.set(subject, count)
    return { subject: count === 1 ? subject : `${subject} (${count})`, facts }
  })
}

/** In the order of the first run, then what the second has besides. */
function differences(a: readonly Entry[], b: readonly Entry[]): readonly Difference[] {
  const [inA, inB] = [a, b].map((entries) => new Map(entries.map(({ subject, facts }) => [subject, facts])))
  const subjects = [...new Set([...a, ...b].map(({ subject }) => subject))]
  return subjects.flatMap((subject): readonly Difference[] => {
    const [own, others] = [inA?.get(subject), inB?.get(subject)]
    if (own === undefined || others === undefined) return [{ subject, a: own, b: others }]
    const unlike = Object.keys(own).filter((key) => !isSame(own[key], others[key]))
    return unlike.length === 0
      ? []
      : [{ subject, a: without(own, others, unlike), b: without(others, own, unlike) }]
  })
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Only what is unlike, and of times only those that the other run has not. */
function without(facts: Facts, others: Facts, unlike: readonly string[]): Facts {
  return Object.fromEntries(
    unlike.map((key) => {
      const [own, other] = [facts[key], others[key]]
      if (key !== 'times' || !Array.isArray(own) || !Array.isArray(other)) return [key, own]
      return [key, own.filter((time) => !other.some((one) => isSame(one, time)))]
    }),
  )
}
