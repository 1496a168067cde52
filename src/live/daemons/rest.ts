import { setTimeout as pause } from 'node:timers/promises'
import { type NetworkSnapshot, snapshotText } from './snapshot.ts'

/** How long a network is given until it is read as it stands. */
const patienceMilliseconds = 25_000

const pollMilliseconds = 40

export interface RestRequest {
  readonly read: () => Promise<NetworkSnapshot>
  /** Which sessions are to stand, and which not: silence that nobody has noticed yet looks like rest. */
  readonly expected: NetworkSnapshot
  readonly quietMilliseconds: number
  readonly signal: AbortSignal
}

/** Reads until nothing has changed for a while and the sessions are as expected; or until patience is at an end. */
export async function untilAtRest({
  read,
  expected,
  quietMilliseconds,
  signal,
}: RestRequest): Promise<NetworkSnapshot> {
  const started = performance.now()
  let text = ''
  let since = started
  for (;;) {
    signal.throwIfAborted()
    const snapshot = await read()
    const now = performance.now()
    const present = [...snapshot].map(([name, router]) => `${name} ${snapshotText(router)}`).join('\n')
    if (present !== text) since = now
    text = present
    const isQuiet = now - since >= quietMilliseconds
    if (isQuiet && (sessionsAgree(snapshot, expected) || now - started > patienceMilliseconds))
      return snapshot
    // Large tables are read less often, or reading them would be all that the machine does.
    await pause(Math.max(pollMilliseconds, 2 * (performance.now() - now)))
  }
}

function sessionsAgree(snapshot: NetworkSnapshot, expected: NetworkSnapshot): boolean {
  return [...expected].every(([name, { sessions }]) =>
    [...sessions].every(
      ([session, { established }]) => snapshot.get(name)?.sessions.get(session)?.established === established,
    ),
  )
}
