import { setTimeout as pause } from 'node:timers/promises'
import type { Home } from './daemon.ts'
import { startInNamespace } from './host-command.ts'
import { signal } from './process-identity.ts'

/** A daemon's process, which the run's register knows. */
export interface DaemonProcess {
  readonly program: string
  readonly hasEnded: () => boolean
  readonly kill: () => void
}

export function startDaemon(
  { namespace, run }: Home,
  program: string,
  words: readonly string[],
): DaemonProcess {
  let ended = false
  const pid = startInNamespace(namespace, program, words, () => {
    ended = true
  })
  const identity = run.noteProcess(pid)
  return {
    program,
    hasEnded: () => ended,
    kill: () => {
      if (identity !== undefined) signal(identity, 'SIGKILL')
    },
  }
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
      if (daemon.hasEnded()) throw new Error(`${daemon.program} ended at once`)
      if (performance.now() > deadline) throw error
    }
    await pause(stepMilliseconds)
  }
}
