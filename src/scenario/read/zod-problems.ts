import type * as z from 'zod'
import type { FilePath } from '../place.ts'
import { keyProblem, type Problem, problem } from '../problem.ts'
import { knownKeySeparator } from '../schema/strict.ts'
import { isSchemaRuleId } from '../schema-rules.ts'
import { didYouMean } from '../suggestion.ts'

type Issue = z.core.$ZodIssue

/** Zod's default words for what was expected, in ours. A message of the schema itself goes before these. */
const expectedWords: ReadonlyMap<string, string> = new Map([
  ['string', 'must be a text'],
  ['number', 'must be a number'],
  ['int', 'must be a whole number'],
  ['boolean', 'must be true or false'],
  ['array', 'must be a list'],
  ['tuple', 'must be a list'],
  ['object', 'must be a mapping (keys and values)'],
  ['record', 'must be a mapping (names and values)'],
])

/** For `safeParse`: what a schema without words of its own says. */
export function ownWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return expectedWords.get(issue.expected)
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`
    case 'too_small':
      return issue.origin === 'array' ? 'must not be empty' : undefined
    default:
      return undefined
  }
}

/** What zod found about the value at `base`, as problems of ours. */
export function problemsOf(issues: readonly Issue[], base: FilePath): readonly Problem[] {
  const mistyped = new Set(
    issues.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => path.join(' ')),
  )
  return (
    issues
      // What a mapping lacks may just be what was mistyped in it.
      .filter(({ code, path }) => code !== 'custom' || !mistyped.has(path.join(' ')))
      .flatMap((issue) => problemsOfIssue(issue, [...base, ...issue.path.filter(isStep)]))
  )
}

function isStep(step: PropertyKey): step is string | number {
  return typeof step !== 'symbol'
}

function problemsOfIssue(issue: Issue, path: FilePath): readonly Problem[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey([...path, key], issue.message.split(knownKeySeparator)))
    case 'invalid_union':
      return unionProblems(issue, path)
    case 'invalid_value':
      return [missing(issue, path) ?? valueProblem(issue, path)]
    case 'custom':
      return [customProblem(issue, path)]
    case 'too_big':
    case 'too_small':
      return [problem('range', path, `${subject(path)} ${issue.message}${gotOfRange(issue)}`)]
    default:
      return [
        missing(issue, path) ?? problem('type', path, `${subject(path)} ${issue.message}${got(issue.input)}`),
      ]
  }
}

/** Keys that Azure has beside the one that they stand in here. */
const writtenTooHigh: ReadonlyMap<string, string> = new Map([
  ['stag', 'expressRoutePort'],
  ['encapsulation', 'expressRoutePort'],
])

export function unknownKey(path: FilePath, known: readonly string[]): Problem {
  const key = String(path.at(-1))
  const inside = writtenTooHigh.get(key)
  const hint =
    inside !== undefined && known.includes(inside)
      ? `it belongs in ${inside}`
      : (didYouMean(key, known) ?? `known here: ${known.join(', ')}`)
  return keyProblem('unknown-key', path, `unknown key "${key}"`, hint)
}

function valueProblem(issue: z.core.$ZodIssueInvalidValue, path: FilePath): Problem {
  return problem('value', path, `${subject(path)} ${issue.message}${got(issue.input)}`, valueHint(issue))
}

function valueHint({ input, values }: z.core.$ZodIssueInvalidValue): string | undefined {
  if (typeof input !== 'string') return undefined
  // In quotes it is a text and no number, and to suggest the same characters would be of no help.
  const unquoted = values.find((value) => typeof value !== 'string' && String(value) === input)
  if (unquoted !== undefined) return `write ${input} without quotes`
  return didYouMean(input, values.map(String))
}

/** The alternative that the author meant is the one whose kind of value fits; where none does, the first is the usual one. */
function unionProblems(issue: z.core.$ZodIssueInvalidUnion, path: FilePath): readonly Problem[] {
  const absent = missing(issue, path)
  if (absent !== undefined) return [absent]
  const meant = issue.errors.find((issues) => !issues.some(isOfOtherKind))
  if (meant !== undefined) return problemsOf(meant, path)
  if (issue.message.startsWith('Invalid')) return problemsOf(issue.errors[0] ?? [], path)
  return [problem('type', path, `${subject(path)} ${issue.message}${got(issue.input)}`)]
}

function isOfOtherKind(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value')
}

function missing(issue: Issue, path: FilePath): Problem | undefined {
  if (issue.input !== undefined) return undefined
  const key = String(path.at(-1))
  return keyProblem('required', path, `the key "${key}" is missing`, `it ${requirement(issue)}`)
}

function requirement(issue: Issue): string {
  return issue.message.startsWith('Invalid') ? 'must be given' : issue.message
}

function customProblem(issue: z.core.$ZodIssueCustom, path: FilePath): Problem {
  const { rule, hint } = issue.params ?? {}
  if (!isSchemaRuleId(rule)) throw new Error(`a check of the schema names no rule: ${issue.message}`)
  return problem(rule, path, issue.message, typeof hint === 'string' ? hint : undefined)
}

/** What the sentence is about: the key, or the place in a list. */
function subject(path: FilePath): string {
  const last = path.at(-1)
  if (typeof last === 'string') return last
  if (last === undefined) return 'the scenario'
  const list = path.findLast((step) => typeof step === 'string')
  return `${list}[${last}]`
}

/** That a list is one says nothing about how long it is. */
function gotOfRange({ origin, input }: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): string {
  return origin === 'array' ? '' : got(input)
}

function got(input: unknown): string {
  if (typeof input === 'string' || typeof input === 'number' || typeof input === 'boolean') {
    return ` (got ${JSON.stringify(input)})`
  }
  if (Array.isArray(input)) return ' (got a list)'
  return typeof input === 'object' && input ? ' (got a mapping)' : ' (got nothing)'
}
