import { readFileSync } from 'node:fs'
import * as z from 'zod'

/** A message of a capture, and what tshark made of it. */
export interface CapturedMessage {
  readonly id: number
  /** The capture, and the others that it appears in. */
  readonly pcap: string
  readonly also: readonly string[]
  readonly type: string
  readonly hex: string
  readonly tshark?: unknown
}

/** What was sent to a fresh daemon, and what each answered. */
export interface Exchange {
  readonly name: string
  readonly open: string
  /** Or else the session stays in OpenConfirm. */
  readonly keepaliveAfterOpen: boolean
  /** An UPDATE with nothing wrong about it, that goes before. */
  readonly before?: string | undefined
  readonly send?: string | undefined
  readonly results: Readonly<Record<string, Answer>>
}

interface Answer {
  readonly notification: string | null
  readonly data?: string | undefined
  readonly stateAfter: string | null
}

const messages: z.ZodType<readonly CapturedMessage[]> = z.array(
  z.object({
    id: z.number(),
    pcap: z.string(),
    also: z.array(z.string()),
    type: z.string(),
    hex: z.string(),
    tshark: z.unknown(),
  }),
)

const answer: z.ZodType<Answer> = z.object({
  notification: z.string().nullable(),
  data: z.string().optional(),
  stateAfter: z.string().nullable(),
})

const exchanges: z.ZodType<{ readonly tests: readonly Exchange[] }> = z.object({
  tests: z.array(
    z.object({
      name: z.string(),
      open: z.string(),
      keepaliveAfterOpen: z.boolean(),
      before: z.string().optional(),
      send: z.string().optional(),
      results: z.record(z.string(), answer),
    }),
  ),
})

/** Captures of our own; a file that is not there is an error. */
export function capturedMessages(): readonly CapturedMessage[] {
  return messages.parse(read('messages.json'))
}

export function malformedExchanges(): readonly Exchange[] {
  return exchanges.parse(read('malformed.json')).tests
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../vectors/${file}`, import.meta.url), 'utf8'))
}
