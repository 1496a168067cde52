import type { ScenarioIssue } from '../issue.ts'
import { type AzureNode, placeOf } from './azure-node.ts'
import { type ImportRuleId, importRulePrefix } from './import-rules.ts'

/** Something to be said about one of Azure's files. */
export interface ImportIssue {
  readonly file: string
  readonly issue: ScenarioIssue
}

export function importIssue(
  node: AzureNode,
  level: ScenarioIssue['level'],
  rule: ImportRuleId,
  message: string,
  hint?: string,
): ImportIssue {
  const { line, column } = placeOf(node)
  return {
    file: node.file,
    issue: {
      path: node.path,
      line,
      column,
      rule: `${importRulePrefix}${rule}`,
      level,
      message,
      hint,
      source: undefined,
      assumption: false,
    },
  }
}
