import { execFile, type StdioOptions, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { promisify } from 'node:util'

/** Runs a program to its end and answers what it printed; throws where it fails. */
export async function hostCommand(program: string, words: readonly string[], input = ''): Promise<string> {
  const running = promisify(execFile)(program, words, { encoding: 'utf8' })
  // A program that ends before it read its input says so by its exit code.
  running.child.stdin?.on('error', () => undefined)
  running.child.stdin?.end(input)
  return (await running).stdout
}

/** Several `ip` commands in one process, in the namespace or, without one, in ours. */
export async function ipBatch(namespace: string | undefined, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return
  const where = namespace === undefined ? [] : ['-n', namespace]
  await hostCommand('ip', [...where, '-batch', '-'], `${lines.join('\n')}\n`)
}

/**
 * Starts a program that stays, in a namespace; `ip netns exec` becomes it, so that the answer is its own pid. What it prints goes into
 * the file.
 */
export function startInNamespace(
  namespace: string,
  program: string,
  words: readonly string[],
  printed: string,
  onEnd: () => void,
): number {
  const output = openSync(printed, 'a')
  const stdio: StdioOptions = ['ignore', output, output]
  const child = spawn('ip', ['netns', 'exec', namespace, program, ...words], { stdio })
  closeSync(output)
  child.on('exit', onEnd)
  child.on('error', onEnd)
  child.unref()
  if (child.pid === undefined) throw new Error(`${program} does not start`)
  return child.pid
}
