import type { ScenarioIssue } from './issue.ts'
import type { FilePath } from './place.ts'
import { type SchemaRuleId, schemaRulePrefix } from './schema-rules.ts'

/** An issue before its place in the file was looked up. */
export interface Problem {
  readonly path: FilePath
  /** Whether to point at the key that the path ends with, or at its value. */
  readonly at: 'key' | 'value'
  readonly rule: string
  readonly level: ScenarioIssue['level']
  readonly message: string
  readonly hint: string | undefined
  readonly source: string | undefined
  readonly assumption: boolean
}

/** An error about the value at the path. */
export function problem(rule: SchemaRuleId, path: FilePath, message: string, hint?: string): Problem {
  return {
    path,
    at: 'value',
    rule: `${schemaRulePrefix}${rule}`,
    level: 'error',
    message,
    hint,
    source: undefined,
    assumption: false,
  }
}

/** An error about the key at the end of the path. */
export function keyProblem(rule: SchemaRuleId, path: FilePath, message: string, hint?: string): Problem {
  return { ...problem(rule, path, message, hint), at: 'key' }
}
