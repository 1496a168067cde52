import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Home } from './daemon.ts'
import { startInNamespace } from './host-command.ts'
import { childrenOf, type ProcessIdentity, signal } from './process-identity.ts'

/** A daemon's process, which the run's register knows. */
export interface DaemonProcess {
  readonly program: string
  readonly hasEnded: () => boolean
  /** What it printed so far. */
  readonly printed: () => string
  /** Asks it to read its configuration anew. */
  readonly reload: () => void
  /** Keeps it and its children from going on. */
  readonly freeze: () => void
  readonly kill: () => void
}

export function startDaemon(
  { namespace, path, run }: Home,
  program: string,
  words: readonly string[],
): DaemonProcess {
  let ended = false
  const output = join(path, `${basename(program)}.out`)
  const pid = startInNamespace(namespace, program, words, output, () => {
    ended = true
  })
  const identity = run.noteProcess(pid)
  return {
    program,
    hasEnded: () => ended,
    printed: () => readFileSync(output, 'utf8').trim(),
    reload: () => {
      if (identity !== undefined) signal(identity, 'SIGHUP')
    },
    freeze: () => signalAll(identity, 'SIGSTOP'),
    kill: () => {
      // One that finds another of them dead could still say goodbye to its peers.
      signalAll(identity, 'SIGSTOP')
      signalAll(identity, 'SIGKILL')
    },
  }
}

function signalAll(identity: ProcessIdentity | undefined, name: 'SIGSTOP' | 'SIGKILL'): void {
  if (identity === undefined) return
  for (const one of [...childrenOf(identity), identity]) signal(one, name)
}

const patienceMilliseconds = 10_000
const stepMilliseconds = 15

/** Until the question is answered; throws where the daemon ended, or leaves it unanswered for long. */
export async function untilReady(daemon: DaemonProcess, ask: () => Promise<unknown>): Promise<void> {
  const deadline = performance.now() + patienceMilliseconds
  for (;;) {
    try {
      await ask()
      return
    } catch (error) {
      if (daemon.hasEnded()) throw new Error(`${daemon.program} ended at once: ${daemon.printed()}`)
      if (performance.now() > deadline) throw error
    }
    await pause(stepMilliseconds)
  }
}
