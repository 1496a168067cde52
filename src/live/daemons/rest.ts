import { setTimeout as pause } from 'node:timers/promises'
import { compareSides, type Difference, type Side } from './compare.ts'
import { snapshotText } from './snapshot.ts'

/** Where something differs that nobody waits for, this many times the usual silence has to pass: a busy machine is slow. */
const doubtfulSilences = 4

export interface RestRequest {
  readonly look: () => Promise<Side>
  /** The sessions that are to stand, and what is to be said: a daemon that has not begun yet looks like rest. */
  readonly expected: Side
  readonly quietMilliseconds: number
  /** How long it is given until it is read as it stands. */
  readonly patienceMilliseconds: number
  readonly pollMilliseconds: number
  /** Does something for what is still to happen. */
  readonly hurry: (outstanding: readonly Difference[]) => Promise<void>
  readonly signal: AbortSignal
}

/** Looks until nothing has changed for a while and what was expected has happened; or until patience is at an end. */
export async function untilAtRest(request: RestRequest): Promise<Side> {
  const { look, expected, quietMilliseconds, patienceMilliseconds, pollMilliseconds, hurry, signal } = request
  const started = performance.now()
  let text = ''
  let since = started
  for (;;) {
    signal.throwIfAborted()
    const side = await look()
    const now = performance.now()
    const present = sideText(side)
    if (present !== text) since = now
    text = present
    const silence = now - since
    if (silence >= quietMilliseconds) {
      const differences = compareSides(expected, side).flatMap((finding) => finding.differences)
      const outstanding = differences.filter(isOutstanding)
      const isDoubtful = differences.length > 0 && silence < doubtfulSilences * quietMilliseconds
      if (outstanding.length === 0 && !isDoubtful) return side
      if (now - started > patienceMilliseconds) return side
      await hurry(outstanding)
    }
    // Large tables are read less often, or reading them would be all that the machine does.
    await pause(Math.max(pollMilliseconds, 2 * (performance.now() - now)))
  }
}

/** A session that has yet to come or to go, its stale paths or BFD, or a NOTIFICATION that has yet to be sent. */
function isOutstanding({ subject, attribute, engine }: Difference): boolean {
  return (
    ['established', 'stale', 'bfd'].includes(attribute) || (subject === 'notifications' && engine === 'yes')
  )
}

function sideText({ snapshot, notifications }: Side): string {
  const routers = [...snapshot].map(([name, router]) => `${name} ${snapshotText(router)}`)
  return [...routers, JSON.stringify(notifications)].join('\n')
}
