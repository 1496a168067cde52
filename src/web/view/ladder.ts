import { countUpTo } from '../../analysis/count-up-to.ts'
import type { Playback } from '../../analysis/playback.ts'
import type { Micros } from '../../sim/time.ts'
import { firstOfLast, type LoggedMessage, loggedMessages, longestWay } from './messages.ts'

/** The last messages up to now between all routers, and the KEEPALIVEs between them by number. */
export type LadderRow =
  | (LoggedMessage & { readonly kind: 'message' })
  | { readonly kind: 'quiet'; readonly seq: number; readonly keepalives: number; readonly forMicros: Micros }

const messagesAtMost = 18

export function ladderRows({ log, now }: Playback): readonly LadderRow[] {
  const { records, keepalivesBefore } = log
  const rows: LadderRow[] = []
  const last = countUpTo(records, now, ({ at }) => at)
  const first = firstOfLast(messagesAtMost, records, last)
  const known = records.slice(
    first,
    countUpTo(records, now + longestWay, ({ at }) => at),
  )
  const messages = loggedMessages(known, now)
  const before = new Map(known.map(({ seq }, index) => [seq, keepalivesBefore[first + index] ?? 0]))
  let earlier: LoggedMessage | undefined
  for (const message of messages) {
    const keepalives =
      earlier === undefined ? 0 : (before.get(message.seq) ?? 0) - (before.get(earlier.seq) ?? 0)
    if (earlier !== undefined && keepalives > 0)
      rows.push({ kind: 'quiet', seq: message.seq, keepalives, forMicros: message.sentAt - earlier.sentAt })
    rows.push({ kind: 'message', ...message })
    earlier = message
  }
  return rows
}
