#!/usr/bin/env node
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { shortHelp } from './help.ts'
import { readProgram } from './package-files.ts'
import { processTerminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

const terminal = processTerminal()

endQuietlyWithTheReader()
process.exitCode = await main(process.argv.slice(2))

async function main(words: readonly string[]): Promise<ExitCode> {
  const program = readProgram()
  const [word] = words
  if (word === undefined) {
    terminal.talk(shortHelp)
    return exitCodes.unusable
  }
  // Asked for by scripts and often: the answer is there before the commands are loaded.
  if (words.length === 1 && (word === '--version' || word === '-V')) {
    terminal.out(`${program.name} ${program.version}\n`)
    return exitCodes.held
  }
  const { runCommand } = await import('./commands.ts')
  try {
    return await runCommand(words, program, terminal)
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.talk(`${terminal.talkPalette.red('error:')} ${error.message}\n`)
      return exitCodes.unusable
    }
    return reportBug(error, program.version, words)
  }
}

function reportBug(error: unknown, version: string, words: readonly string[]): ExitCode {
  const story = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const file = join(mkdtempSync(join(tmpdir(), 'vmsee-')), 'bug.txt')
  const facts = `vmsee ${version}, node ${process.versions.node}, ${process.platform} ${process.arch}`
  writeFileSync(file, `${facts}\nvmsee ${words.join(' ')}\n\n${story}\n`)
  const first = story.split('\n')[0] ?? ''
  terminal.talk(
    `${terminal.talkPalette.red('This is a bug of vmsee:')} ${first}\nWhat we need to mend it is in ${file}\n`,
  )
  return exitCodes.bug
}

/** A reader that has seen enough (`| head`) is no error. */
function endQuietlyWithTheReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      process.exit()
    })
  }
}
