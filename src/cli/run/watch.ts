import { existsSync } from 'node:fs'
import { watch } from 'chokidar'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { patternBase } from '../file-pattern.ts'
import { standardInput } from '../scenario-files.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'

const settleMilliseconds = 100

/** Runs now and after every change of a file, until Ctrl-C. */
export async function watchFiles(
  given: readonly string[],
  terminal: Terminal,
  runAgain: () => Promise<void>,
): Promise<ExitCode> {
  if (given.includes(standardInput)) throw new UsageError('standard input cannot be watched')
  const watcher = watch(given.length === 0 ? ['.'] : given.map(watchable), {
    ignoreInitial: true,
    ignored: (path) => /(^|[\\/])(node_modules|\.git)([\\/]|$)/.test(path),
    // An editor that saves in two steps is one change.
    awaitWriteFinish: { stabilityThreshold: settleMilliseconds, pollInterval: settleMilliseconds / 4 },
  })
  const ended = new Promise<ExitCode>((resolve, reject) => {
    terminal.onInterrupt(() => resolve(exitCodes.interrupted))
    let turn = runAgain().then(() => terminal.talk('Watching for changes; Ctrl-C ends\n'))
    turn.catch(reject)
    watcher.on('all', (_event, path) => {
      if (!/\.ya?ml$/i.test(path)) return
      turn = turn.then(async () => {
        terminal.talk(`\n${path} changed\n\n`)
        await runAgain()
      })
      turn.catch(reject)
    })
  })
  try {
    return await ended
  } finally {
    await watcher.close()
  }
}

// A folder tells of new files too, so what stands before a pattern is watched, not what it matched.
function watchable(given: string): string {
  return existsSync(given) ? given : patternBase(given)
}
