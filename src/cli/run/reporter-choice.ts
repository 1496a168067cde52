export const reporterNames = ['list', 'dot', 'json', 'junit', 'github', 'svg'] as const
export type ReporterName = (typeof reporterNames)[number]

/** `junit:out.xml`: which reporter, and where its text goes unless to the terminal. */
export interface ReporterChoice {
  readonly name: ReporterName
  readonly file: string | undefined
}

export function readReporterChoice(text: string): ReporterChoice | undefined {
  const [, word, file] = /^([a-z]+)(?::(.+))?$/.exec(text) ?? []
  const name = reporterNames.find((known) => known === word)
  return name === undefined ? undefined : { name, file }
}
