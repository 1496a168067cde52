import { existsSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { didYouMeanOrList } from '../scenario/suggestion.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { packageFolder } from './package-files.ts'
import { makeFolders, writing } from './system-error.ts'
import { readTemplates, type Template } from './templates.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

export interface InitOptions {
  readonly list?: true
  readonly template?: string
}

const defaultTemplate = 'failover/primary-silent-cut'

/** `vmsee init [FILE]`: writes a scenario to start from; every scenario of the package is a template. */
export function init(file: string, options: InitOptions, terminal: Terminal): ExitCode {
  const templates = readTemplates()
  if (options.list === true) {
    const width = Math.max(...templates.map(({ name }) => name.length))
    for (const { name, title } of templates)
      terminal.out(`${name.padEnd(width)}  ${terminal.outPalette.dim(title)}\n`)
    return exitCodes.held
  }
  const template = chooseTemplate(templates, options.template ?? defaultTemplate)
  if (existsSync(file)) throw new UsageError(`${file} exists and is left as it is: give another name`)
  const text = withSchemaLine(template.text, schemaReference(file, packageFolder))
  makeFolders([file])
  writing(file, () => writeFileSync(file, text, { flag: 'wx' }))
  terminal.talk(`${file}: ${template.title}\n\n  vmsee check ${file}\n  vmsee run ${file} --story\n`)
  return exitCodes.held
}

function chooseTemplate(templates: readonly Template[], wanted: string): Template {
  const template =
    templates.find(({ name }) => name === wanted) ?? templates.find(({ name }) => basename(name) === wanted)
  if (template !== undefined) return template
  const suggestion = didYouMeanOrList(
    wanted,
    templates.map(({ name }) => name),
  )
  throw new UsageError([`no template ${wanted}`, suggestion ?? 'vmsee init --list shows them'].join('; '))
}

/**
 * What the editor's YAML server finds the schema by: a relative path where package and file lie below
 * the folder one works in, so that the file can be committed, and a URL of the installed package elsewhere.
 */
export function schemaReference(file: string, folder: string): string {
  const schema = join(folder, 'schema', 'scenario.schema.json')
  if (!isHere(schema) || !isHere(file)) return pathToFileURL(schema).href
  const path = relative(dirname(resolve(file)), schema).replaceAll(sep, '/')
  return path.startsWith('.') ? path : `./${path}`
}

function isHere(path: string): boolean {
  return !relative('.', path).startsWith('..')
}

function withSchemaLine(text: string, reference: string): string {
  const body = text.replace(/^# yaml-language-server:.*\n/, '')
  return `# yaml-language-server: $schema=${reference}\n${body}`
}
