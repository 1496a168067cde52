import { sha256 } from '@noble/hashes/sha2'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils'
import type { Design } from '../expressroute/design.ts'
import { noAvailability } from './availability-entry.ts'
import type { ScenarioIssue } from './issue.ts'
import type { Lesson } from './lesson.ts'
import type { FilePath, Place } from './place.ts'
import { type Problem, problem } from './problem.ts'
import { mapValues } from './read/design.ts'
import { readDocument, type ScenarioDocument } from './read/document.ts'
import { usageOf } from './read/findings.ts'
import { foreseen } from './read/foreseen.ts'
import { placed } from './read/placed-action.ts'
import { flowsOf, microsoftServicesOf, routerPlans, sessionPlans, sitesOf } from './read/plans.ts'
import { noPrefixFiles, type ReadPrefixFile, type WithPrefixFiles } from './read/prefix-files.ts'
import { expectationsOf, type ReadValues, readValues } from './read/read-values.ts'
import { riskGroupsOf } from './read/risk-groups.ts'
import { type LessonReading, readRounds } from './read/rounds.ts'
import { isMapping, type Sections } from './read/sections.ts'
import type { AzurePlaces, Scenario } from './scenario.ts'

export interface ScenarioReading {
  /** `undefined` where an issue is an error. */
  readonly scenario: Scenario | undefined
  /** In the order of the file. */
  readonly issues: readonly ScenarioIssue[]
}

/** A file that is no scenario, with everything that is wrong with it. */
export class ScenarioError extends Error {
  readonly issues: readonly ScenarioIssue[]

  constructor(file: string, issues: readonly ScenarioIssue[]) {
    const errors = issues.filter(({ level }) => level === 'error')
    const lines = errors.map(
      ({ line, column, message, rule }) => `${file}:${line}:${column} ${message} [${rule}]`,
    )
    super(`not a valid scenario\n${lines.join('\n')}`)
    this.name = 'ScenarioError'
    this.issues = issues
  }
}

/** Reads the text of a scenario file; `file` is only its name. Throws a `ScenarioError` that holds every issue. */
export function parseScenario(
  text: string,
  file = 'scenario.yaml',
  readPrefixFile: ReadPrefixFile = noPrefixFiles,
): Scenario {
  const { scenario, issues } = readScenario(text, file, readPrefixFile)
  if (scenario === undefined) throw new ScenarioError(file, issues)
  return scenario
}

/** The same without throwing: the scenario, unless an issue is an error, and every issue there is. */
export function readScenario(
  text: string,
  file: string,
  readPrefixFile: ReadPrefixFile = noPrefixFiles,
): ScenarioReading {
  const { document, faults } = readDocument(text)
  if (document === undefined) return { scenario: undefined, issues: inOrder(faults.map(toIssue)) }
  if (!isMapping(document.value)) {
    const empty = located(document, notAMapping(document.value))
    return { scenario: undefined, issues: inOrder([...faults.map(toIssue), empty]) }
  }
  const read = readValues(document.value, readPrefixFile)
  const isWrong = [...read.problems, ...faults].some(isError)
  const rounds = isWrong ? undefined : roundsOf(document, read.sections, readPrefixFile)
  const found = [...read.problems, ...(rounds?.problems ?? [])].map((one) => located(document, one))
  const warnings = inOrder([...faults.map(toIssue), ...found])
  if (warnings.some(isError)) return { scenario: undefined, issues: warnings }
  // The run reports these by itself, when it comes to them.
  const toCome = foreseen(read.judged, read.sections)
  const issues = inOrder([...warnings, ...toCome.map((one) => located(document, one))])
  const lesson = rounds?.lesson
  return { scenario: scenarioOf({ ...read, lesson, text, file, document, warnings }), issues }
}

function isError({ level }: Pick<ScenarioIssue, 'level'>): boolean {
  return level === 'error'
}

/** What is wrong in the file would be wrong in every round of it. */
function roundsOf(
  document: ScenarioDocument,
  { lesson }: Sections,
  readPrefixFile: ReadPrefixFile,
): LessonReading | undefined {
  return lesson && readRounds(document, lesson, readPrefixFile)
}

function notAMapping(value: unknown): Problem {
  if ((value ?? undefined) === undefined)
    return problem('empty', [], 'the file is empty', 'start from a template: vmsee init')
  return problem('type', [], 'a scenario is a mapping (keys and values)', 'begin with version: 1')
}

interface Parts extends ReadValues {
  readonly lesson: Lesson | undefined
  readonly text: string
  readonly file: string
  readonly document: ScenarioDocument
  readonly warnings: readonly ScenarioIssue[]
}

function scenarioOf({ text, file, files, document, warnings, lesson, ...read }: Parts): Scenario {
  const { sections, inherited, design, known } = read
  const { header, timeline } = sections
  if (header === undefined) throw new Error('a scenario without a head passed the checks')
  const riskGroups = riskGroupsOf(sections, known)
  return {
    file,
    source: text,
    sha256: hashOf(text, files),
    title: header.title,
    story: header.story,
    seed: header.seed,
    wire: header.wire,
    interleave: header.interleave,
    until: header.until,
    design,
    routers: routerPlans(sections, inherited, document),
    sessions: sessionPlans(sections, inherited, document),
    sites: sitesOf(sections, document),
    microsoftServices: microsoftServicesOf(sections, header.era, document),
    flows: flowsOf(sections, document),
    riskGroups,
    timeline: timeline.map(({ path, value: { action, ...entry } }) => ({
      place: document.placeOf(path, 'value'),
      ...entry,
      action: placed(action, known, riskGroups),
    })),
    expectations: expectationsOf(sections, document),
    availability: sections.availability ?? noAvailability,
    lesson,
    usage: usageOf(read.judged),
    places: azurePlaces(design, document),
    warnings,
  }
}

/** Of the text alone where it loads nothing, so that it is what any tool computes of the file. */
function hashOf(text: string, files: WithPrefixFiles['files']): string {
  const loaded = files.map(({ name, octets }) => `\n${name} ${bytesToHex(sha256(octets))}`)
  return bytesToHex(sha256(utf8ToBytes([text, ...loaded].join(''))))
}

function azurePlaces({ circuits, virtualNetworks }: Design, document: ScenarioDocument): AzurePlaces {
  const placeOf = (...path: FilePath): Place => document.placeOf(path, 'key')
  return {
    peerings: mapValues(
      circuits,
      ({ peerings }, name) =>
        new Map([...peerings.keys()].map((kind) => [kind, placeOf('circuits', name, 'peerings', kind)])),
    ),
    virtualNetworks: mapValues(virtualNetworks, (_, name) => placeOf('virtualNetworks', name)),
  }
}

function located(document: ScenarioDocument, found: Problem): ScenarioIssue {
  const { line, column } = document.placeOf(found.path, found.at)
  return toIssue({ ...found, line, column })
}

function toIssue(found: Problem & { readonly line: number; readonly column: number }): ScenarioIssue {
  const { path, line, column, rule, level, message, hint, source, assumption } = found
  return { path, line, column, rule, level, message, hint, source, assumption }
}

function inOrder(issues: readonly ScenarioIssue[]): readonly ScenarioIssue[] {
  return issues.toSorted((a, b) => a.line - b.line || a.column - b.column)
}
