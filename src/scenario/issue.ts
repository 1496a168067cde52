/** Something wrong, or worth saying, about a scenario file: where, which rule, and the way out. */
export interface ScenarioIssue {
  /** Keys and indexes from the top of the file. */
  readonly path: readonly (string | number)[]
  readonly line: number
  readonly column: number
  /** `A4`, `schema/unknown-key`: what `vmsee explain RULE` takes. */
  readonly rule: string
  readonly level: 'error' | 'warning' | 'info'
  readonly message: string
  readonly hint: string | undefined
  readonly source: string | undefined
  /** Whether the fact behind it is an inference of ours. */
  readonly assumption: boolean
}
