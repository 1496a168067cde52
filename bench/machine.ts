import { execFileSync } from 'node:child_process'
import { cpus, loadavg, totalmem } from 'node:os'

/** What figures were measured on, and at which state of the program. */
export function machine(): readonly string[] {
  const processors = cpus()
  const changed = git(['status', '--porcelain', '--', 'src', 'bench', 'package-lock.json']) !== ''
  return [
    `CPU      ${processors.length} x ${processors[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `Node     ${process.versions.node} (V8 ${process.versions.v8}), ${process.platform} ${process.arch}`,
    `commit   ${git(['rev-parse', '--short', 'HEAD'])}${changed ? ', changed since' : ''}`,
    `load     ${load()} (other work on the machine spoils figures: above 1 they are doubtful)`,
  ]
}

/** The run queue's average length over the last minute. */
export function load(): string {
  return (loadavg()[0] ?? 0).toFixed(1)
}

function git(words: readonly string[]): string {
  try {
    return execFileSync('git', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return 'unknown'
  }
}
