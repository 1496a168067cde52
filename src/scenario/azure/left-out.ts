import { type AzureNode, memberAt } from './azure-node.ts'
import { type ImportIssue, importIssue } from './import-issue.ts'
import { remark } from './scenario-text.ts'

/** Something that a resource may have and a scenario cannot. */
interface Unmodelled {
  readonly at: readonly string[]
  readonly what: string
}

/** What is said about it: a comment in the scenario, and a line to whoever imports. */
export interface LeftOut {
  readonly lines: readonly string[]
  readonly issues: readonly ImportIssue[]
}

export const unmodelledOfConnections: readonly Unmodelled[] = [
  { at: ['enablePrivateLinkFastPath'], what: 'FastPath to private endpoints' },
]

export const unmodelledOfNetworks: readonly Unmodelled[] = [
  {
    at: ['virtualNetworkPeerings'],
    what: 'peered networks without a file: spokes that use this gateway announce their own address spaces',
  },
]

/** Those of the list that the resource has. */
export function leftOut(node: AzureNode, list: readonly Unmodelled[]): LeftOut {
  const found = list.flatMap(({ at, what }) => {
    const value = memberAt(node, ...at)
    return value === undefined || isNothing(value.value) ? [] : [{ value, what }]
  })
  return {
    lines: found.map(({ what }) => remark(`Not in the model: ${what}.`)),
    issues: found.map(({ value, what }) =>
      importIssue(value, 'info', 'left-out', `not in the model, and left out: ${what}`),
    ),
  }
}

function isNothing(value: unknown): boolean {
  return value === false || value === '' || (Array.isArray(value) && value.length === 0)
}
