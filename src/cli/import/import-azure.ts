import { readFileSync } from 'node:fs'
import { formatIssues } from '../../report/issues.ts'
import { countOf } from '../../report/quantity.ts'
import { type AzureFile, importAzure } from '../../scenario/azure/import-azure.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { fileOctets } from '../file-octets.ts'
import { standardInput } from '../scenario-files.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'

/** `vmsee import FILE...`: what `az` says of circuits and gateways, as a scenario on standard output. */
export function importFromAzure(names: readonly string[], terminal: Terminal): ExitCode {
  const files = [...new Set(names)].map(readAzureFile)
  const { scenario, asked, issues } = importAzure(files)
  const said = files.map(({ file, text }) => {
    const own = issues.filter((issue) => issue.file === file).map(({ issue }) => issue)
    return formatIssues(file, text, own, terminal.talkPalette)
  })
  if (scenario !== undefined && asked > 0) {
    const what = countOf(asked, 'thing')
    said.push(`${what} that Azure does not say: look for ASK in the scenario, which runs without\n`)
  }
  terminal.talk(said.filter((text) => text !== '').join('\n'))
  if (scenario === undefined) return exitCodes.unusable
  terminal.out(scenario)
  return exitCodes.held
}

function readAzureFile(name: string): AzureFile {
  const octets = name === standardInput ? readFileSync(0) : fileOctets(name)
  const text = decoded(octets)
  if (text === undefined) throw new UsageError(`${name} is not a text file`)
  return { file: name, text }
}

/** `>` of Windows PowerShell writes UTF-16 with a byte order mark. */
function decoded(octets: Uint8Array): string | undefined {
  const [first, second] = octets
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(octets)
  } catch {
    return undefined
  }
}
