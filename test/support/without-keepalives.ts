import type { TraceRecord } from '../../src/sim/trace.ts'

/**
 * The trace as it is where no KEEPALIVE and no KeepaliveTimer has a record: the others are numbered anew, and what
 * followed from one that is gone follows from what that followed from.
 */
export function withoutKeepalives(records: readonly TraceRecord[]): readonly TraceRecord[] {
  const renumbered = new Map<number, number | undefined>()
  const kept: TraceRecord[] = []
  for (const record of records) {
    const cause = record.cause === undefined ? undefined : renumbered.get(record.cause)
    renumbered.set(record.seq, isOfKeepalives(record) ? cause : kept.length)
    if (!isOfKeepalives(record)) kept.push({ ...record, seq: kept.length, cause })
  }
  return kept
}

function isOfKeepalives(record: TraceRecord): boolean {
  if (record.kind === 'timer') return record.timer === 'KeepaliveTimer'
  const isMessage = record.kind === 'message-sent' || record.kind === 'message-received'
  return isMessage && record.message.kind === 'KEEPALIVE'
}
