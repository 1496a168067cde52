import { countUpTo } from '../../analysis/count-up-to.ts'
import type { Message } from '../../bgp/message.ts'
import { messageWords } from '../../report/trace/message-text.ts'
import type { Micros } from '../../sim/time.ts'
import type { TraceRecord } from '../../sim/trace.ts'

/** What a message says, as far as its shape tells: more routes, fewer, both, an end, or no routes at all. */
export type MessageShape = 'announce' | 'withdraw' | 'replace' | 'notify' | 'talk'

/** A message between two routers at an instant. */
export interface FlyingMessage {
  readonly seq: number
  readonly session: string
  readonly from: string
  readonly to: string
  readonly shape: MessageShape
  readonly words: string
  /** How far it has come, from 0 to 1. */
  readonly share: number
}

/** A message of the log: sent at one instant, and received at another if it got there. */
export interface LoggedMessage {
  readonly seq: number
  readonly session: string
  readonly from: string
  readonly to: string
  readonly shape: MessageShape
  readonly words: string
  readonly sentAt: Micros
  readonly receivedAt: Micros | undefined
}

function shapeOf(message: Message): MessageShape {
  if (message.kind === 'NOTIFICATION') return 'notify'
  if (message.kind !== 'UPDATE') return 'talk'
  const { announced, withdrawn } = message
  if (announced.count > 0 && withdrawn.count > 0) return 'replace'
  if (announced.count > 0) return 'announce'
  return withdrawn.count > 0 ? 'withdraw' : 'talk'
}

/** No message is under way for longer; TCP gives up before. */
export const longestWay: Micros = 30_000_000

/** The messages that were sent before the instant and are received after it, as far as the log knows. */
export function messagesUnderWay(records: readonly TraceRecord[], at: Micros): readonly FlyingMessage[] {
  const arrivals = new Map<number, Micros>()
  const found: FlyingMessage[] = []
  const last = countUpTo(records, at + longestWay, (record) => record.at)
  for (let index = last - 1; index >= 0; index--) {
    const record = records[index]
    if (record === undefined || record.at < at - longestWay) break
    if (record.kind === 'message-received' && record.cause !== undefined && record.at > at)
      arrivals.set(record.cause, record.at)
    if (record.kind !== 'message-sent' || record.at > at) continue
    const receivedAt = arrivals.get(record.seq)
    if (receivedAt === undefined) continue
    const share = (at - record.at) / (receivedAt - record.at)
    found.push({ ...plainMessage(record), share })
  }
  return found.reverse()
}

type MessageRecord = Extract<TraceRecord, { message: Message }>

function plainMessage({ seq, session, node, peer, message }: MessageRecord): Omit<FlyingMessage, 'share'> {
  return { seq, session, from: node, to: peer, shape: shapeOf(message), words: messageWords(message) }
}

/** Where the last so many messages of the first `end` records begin. */
export function firstOfLast(messages: number, records: readonly TraceRecord[], end: number): number {
  let first = end
  for (let sent = 0; first > 0 && sent < messages; first--) {
    if (records[first - 1]?.kind === 'message-sent') sent++
  }
  return first
}

/** The messages of a part of the log that were sent by then, in the order in which they were. */
export function loggedMessages(records: readonly TraceRecord[], until: Micros): readonly LoggedMessage[] {
  const arrivals = new Map<number, Micros>()
  for (const record of records) {
    if (record.kind === 'message-received' && record.cause !== undefined)
      arrivals.set(record.cause, record.at)
  }
  return records.flatMap((record) =>
    record.kind === 'message-sent' && record.at <= until
      ? [{ ...plainMessage(record), sentAt: record.at, receivedAt: arrivals.get(record.seq) }]
      : [],
  )
}
