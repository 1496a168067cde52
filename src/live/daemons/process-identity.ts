import { existsSync, readFileSync } from 'node:fs'

/** A process that cannot be taken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number
  /** In clock ticks since the machine started. */
  readonly started: string
}

/** `undefined` where there is no such process. */
export function processIdentity(pid: number): ProcessIdentity | undefined {
  const started = startOf(pid)
  return started === undefined ? undefined : { pid, started }
}

/** Whether exactly this process still runs. */
export function isAlive({ pid, started }: ProcessIdentity): boolean {
  return startOf(pid) === started
}

/** The processes that it started and that still run; where it ended, none. */
export function childrenOf({ pid }: ProcessIdentity): readonly ProcessIdentity[] {
  const file = `/proc/${pid}/task/${pid}/children`
  const pids = existsSync(file)
    ? readFileSync(file, 'utf8')
        .split(' ')
        .filter((one) => one !== '')
    : []
  return pids.map(Number).flatMap((child) => processIdentity(child) ?? [])
}

/** Sends the signal to exactly this process, and to nobody where it is gone. */
export function signal(identity: ProcessIdentity, name: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGHUP'): void {
  if (!isAlive(identity)) return
  try {
    process.kill(identity.pid, name)
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ESRCH'
}

/** proc(5): the 22nd field; the second is a name in brackets, in which anything may stand. A zombie is dead. */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : fields[19]
  } catch {
    return undefined
  }
}
