import { readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { packageFolder } from './package-files.ts'
import { scenarioFiles } from './scenario-files.ts'

/** A scenario of the package that a new one can start from: its path under `sim-scenarios`, without the ending. */
export interface Template {
  readonly name: string
  readonly title: string
  readonly text: string
}

export function readTemplates(): readonly Template[] {
  const folder = join(packageFolder, 'sim-scenarios')
  return scenarioFiles([folder]).map((path) => {
    const text = readFileSync(path, 'utf8')
    const name = relative(folder, path)
      .replaceAll(sep, '/')
      .replace(/\.ya?ml$/, '')
    return { name, title: /^title: *(.+)$/m.exec(text)?.[1] ?? '', text }
  })
}

/** Those that expect the rule to be reported. */
export function templatesOfRule(id: string): readonly Template[] {
  const expectation = new RegExp(`\\brule: ${id}, reported: true\\b`)
  return readTemplates().filter(({ text }) => expectation.test(text))
}
