import type * as z from 'zod'
import type { Registration } from '../../expressroute/design.ts'
import type { AvailabilityEntry } from '../availability-entry.ts'
import type { FilePath } from '../place.ts'
import { keyProblem, type Problem, problem } from '../problem.ts'
import { availability } from '../schema/availability.ts'
import type { Branch } from '../schema/branch.ts'
import { type CircuitEntry, circuit } from '../schema/circuit.ts'
import { expectationBranches } from '../schema/expectation.ts'
import { type GlobalReachEntry, globalReach } from '../schema/global-reach.ts'
import { type LessonEntry, lesson } from '../schema/lesson.ts'
import { type MicrosoftServiceEntry, microsoftService } from '../schema/microsoft-service.ts'
import {
  type FlowEntry,
  flow,
  type SiteEntry,
  type SpokeEntry,
  site,
  spoke,
  type VirtualNetworkEntry,
  virtualNetwork,
} from '../schema/network.ts'
import { registration } from '../schema/registration.ts'
import { type RiskGroupEntry, riskGroup } from '../schema/risk-group.ts'
import { type RouterEntry, router } from '../schema/router.ts'
import type { ExpectationFileEntry } from '../schema/said.ts'
import { namePattern } from '../schema/scalars.ts'
import { type HeaderEntry, header, topLevelKeys } from '../schema/scenario-file.ts'
import { type SessionEntry, session } from '../schema/session.ts'
import { timelineBranches } from '../schema/timeline.ts'
import type { TimelineFileEntry } from '../schema/timeline-moment.ts'
import { chooseBranch } from './choose-branch.ts'
import { ownWords, problemsOf, unknownKey } from './zod-problems.ts'

/** Everything in the file that could be read, each item by itself, so that one bad item hides no other. */
export interface Sections {
  readonly header: HeaderEntry | undefined
  readonly circuits: Section<CircuitEntry>
  readonly routers: Section<RouterEntry>
  readonly sites: Section<SiteEntry>
  readonly virtualNetworks: Section<VirtualNetworkEntry>
  readonly spokes: Section<SpokeEntry>
  readonly globalReach: readonly Item<GlobalReachEntry>[]
  readonly microsoftServices: Section<MicrosoftServiceEntry>
  readonly registrations: readonly Item<Registration>[]
  readonly flows: Section<FlowEntry>
  readonly riskGroups: Section<RiskGroupEntry>
  readonly sessions: readonly Item<SessionEntry>[]
  readonly timeline: readonly Item<TimelineFileEntry>[]
  readonly expectations: readonly Item<ExpectationFileEntry>[]
  readonly availability: AvailabilityEntry | undefined
  readonly lesson: LessonEntry | undefined
  readonly problems: readonly Problem[]
}

export interface Section<Value> {
  readonly values: ReadonlyMap<string, Value>
  /** Of the bad items too, since it is no further mistake to refer to one. */
  readonly names: readonly string[]
}

export interface Item<Value> {
  readonly path: FilePath
  readonly value: Value
  /** What it was read from. */
  readonly written: unknown
}

export function readSections(file: Readonly<Record<string, unknown>>): Sections {
  const reader = new SectionReader(file)
  reader.checkKeys(topLevelKeys)
  return {
    header: reader.item(header, file, [])?.value,
    circuits: reader.named('circuits', circuit),
    routers: reader.named('routers', router),
    sites: reader.named('sites', site),
    virtualNetworks: reader.named('virtualNetworks', virtualNetwork),
    spokes: reader.named('spokes', spoke),
    globalReach: reader.listed('globalReach', globalReach),
    microsoftServices: reader.named('microsoftServices', microsoftService),
    registrations: reader.listed('registrations', registration),
    flows: reader.named('flows', flow),
    riskGroups: reader.named('riskGroups', riskGroup),
    sessions: reader.listed('sessions', session),
    timeline: reader.branched('timeline', timelineBranches),
    expectations: reader.branched('expect', expectationBranches),
    availability: reader.single('availability', availability),
    lesson: reader.single('lesson', lesson),
    problems: reader.problems,
  }
}

class SectionReader {
  readonly #file: Readonly<Record<string, unknown>>
  readonly #problems: Problem[] = []

  constructor(file: Readonly<Record<string, unknown>>) {
    this.#file = file
  }

  get problems(): readonly Problem[] {
    return this.#problems
  }

  checkKeys(known: readonly string[]): void {
    const unknown = Object.keys(this.#file).filter((key) => !known.includes(key))
    this.#problems.push(...unknown.map((key) => unknownKey([key], known)))
  }

  named<Value>(key: string, schema: z.ZodType<Value>): Section<Value> {
    const section = this.#file[key]
    if (section === undefined) return { values: new Map(), names: [] }
    if (!isMapping(section)) {
      this.#problems.push(problem('type', [key], `${key} must be a mapping from names`))
      return { values: new Map(), names: [] }
    }
    const values = new Map<string, Value>()
    for (const [name, written] of Object.entries(section)) {
      if (!namePattern.test(name)) this.#problems.push(badName([key, name]))
      const item = this.item(schema, written, [key, name])
      if (item !== undefined) values.set(name, item.value)
    }
    return { values, names: Object.keys(section) }
  }

  single<Value>(key: string, schema: z.ZodType<Value>): Value | undefined {
    const written = this.#file[key]
    return written === undefined ? undefined : this.item(schema, written, [key])?.value
  }

  listed<Value>(key: string, schema: z.ZodType<Value>): readonly Item<Value>[] {
    return this.#list(key).flatMap((written, index) => this.item(schema, written, [key, index]) ?? [])
  }

  branched<Value>(key: string, branches: readonly Branch<Value>[]): readonly Item<Value>[] {
    return this.#list(key).flatMap((written, index) => {
      const path = [key, index]
      if (!isMapping(written)) {
        this.#problems.push(problem('type', path, `${key}[${index}] must be a mapping (keys and values)`))
        return []
      }
      const choice = chooseBranch(written, branches, path)
      this.#problems.push(...choice.problems)
      const item = choice.branch && this.item(choice.branch.schema, choice.written, path)
      return item === undefined ? [] : [item]
    })
  }

  item<Value>(schema: z.ZodType<Value>, written: unknown, path: FilePath): Item<Value> | undefined {
    const first = schema.safeParse(written, { error: ownWords, reportInput: true })
    if (first.success) return { path, value: first.data, written }
    this.#problems.push(...problemsOf(first.error.issues, path))
    // An unknown key is a mistake by itself: what stands beside it is still read and checked.
    if (first.error.issues.some(({ code }) => code !== 'unrecognized_keys')) return undefined
    const rest = structuredClone(written)
    for (const issue of first.error.issues) {
      if (issue.code === 'unrecognized_keys') deleteKeys(rest, issue.path, issue.keys)
    }
    const second = schema.safeParse(rest, { error: ownWords, reportInput: true })
    return second.success ? { path, value: second.data, written } : undefined
  }

  #list(key: string): readonly unknown[] {
    const list = this.#file[key]
    if (list === undefined) return []
    if (Array.isArray(list)) return list
    this.#problems.push(problem('type', [key], `${key} must be a list`))
    return []
  }
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && !Array.isArray(value) && Boolean(value)
}

function badName(path: FilePath): Problem {
  const message = `${JSON.stringify(path.at(-1))} cannot be a name`
  return keyProblem('name', path, message, 'names begin with a letter and hold letters, digits, - and _')
}

function deleteKeys(root: unknown, path: readonly PropertyKey[], keys: readonly string[]): void {
  let node: unknown = root
  for (const step of path) node = isContainer(node) ? node[step] : undefined
  if (!isContainer(node)) return
  for (const key of keys) delete node[key]
}

function isContainer(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && Boolean(value)
}
