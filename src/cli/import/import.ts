import type { Family } from '../../net/address.ts'
import type { ExitCode } from '../exit-code.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import { importFromAzure } from './import-azure.ts'
import { importPrefixes } from './import-mrt.ts'

export interface ImportOptions {
  readonly mrt?: string
  readonly family?: Family
  readonly peer?: readonly string[]
}

/** `vmsee import FILE...` for what Azure says, `vmsee import --mrt FILE` for what a collector heard. */
export function importFiles(
  files: readonly string[],
  { mrt, family, peer }: ImportOptions,
  terminal: Terminal,
): ExitCode {
  if (mrt === undefined) {
    if (files.length === 0)
      throw new UsageError('import what? Files that az ... -o json wrote, or --mrt FILE')
    if (family !== undefined || peer !== undefined) throw new UsageError('--family and --peer are for --mrt')
    return importFromAzure(files, terminal)
  }
  if (files.length > 0)
    throw new UsageError('--mrt takes its own file: import files of Azure by another call')
  return importPrefixes(
    { mrt, ...(family === undefined ? {} : { family }), ...(peer === undefined ? {} : { peer }) },
    terminal,
  )
}
