import * as z from 'zod'
import { elementKinds } from '../../analysis/failure-element.ts'
import type { SweepOutline } from '../../analysis/failure-sweep.ts'
import { type Part, type PartCommand, type PartHead, partCommands } from '../../analysis/part.ts'
import type { FailureOutcome } from '../../analysis/settled-network.ts'

const format = 'vmsee-part-1'

/** How the parts of one command are read. */
export interface PartForm<Outline, Outcome> {
  readonly command: PartCommand
  readonly outline: z.ZodType<Outline>
  readonly outcome: z.ZodType<Outcome>
}

const whole = z.int().min(0)

export const failuresForm: PartForm<SweepOutline, FailureOutcome> = {
  command: 'failures',
  outline: z.strictObject({
    k: z.literal([1, 2, 3]),
    elements: z.array(z.strictObject({ kind: z.enum(elementKinds), name: z.string(), action: z.string() })),
    runOf: z.array(whole),
  }),
  outcome: z
    .strictObject({
      failedAt: whole,
      settledAfter: whole.optional(),
      flows: z.array(
        z.strictObject({
          name: z.string(),
          direction: z.enum(['forward', 'return']),
          verdict: z.enum(['kept', 'broken', 'lost', 'never']),
          worstOutage: whole,
          arriving: z.number(),
          dropping: z.number(),
        }),
      ),
    })
    .transform(({ failedAt, settledAfter, flows }) => ({ failedAt, settledAfter, flows })),
}

const head = z.object({
  format: z.literal(format),
  command: z.enum(partCommands),
  program: z.string(),
  file: z.string(),
  sha256: z.string(),
  seed: whole,
  shard: z.strictObject({ number: z.int().min(1), of: z.int().min(1) }),
  pieces: z.int().min(1),
})

/** The first line of a part: JSON of its head. */
export function headLine(written: PartHead<unknown>): string {
  const { command, program, file, sha256, seed, shard, pieces, outline } = written
  return `${JSON.stringify({ format, command, program, file, sha256, seed, shard, pieces, outline })}\n`
}

/** A line for each piece that is done. */
export function outcomeLine(piece: number, outcome: unknown): string {
  return `${JSON.stringify({ piece, outcome })}\n`
}

/** The whole text of a part, its pieces in order. */
export function partText(part: Part<unknown, unknown>): string {
  const lines = [...part.outcomes].toSorted(([a], [b]) => a - b)
  return headLine(part.head) + lines.map(([piece, outcome]) => outcomeLine(piece, outcome)).join('')
}

/** The command whose part it is; `undefined` where it is no part. */
export function commandOf(text: string): PartCommand | undefined {
  const [first = ''] = text.split('\n', 1)
  return head.safeParse(json(first)).data?.command
}

/**
 * Reads a part, or answers what is wrong with it. A last line without its end is what was being written when the
 * program was stopped, and does not count.
 */
export function readPart<Outline, Outcome>(
  text: string,
  form: PartForm<Outline, Outcome>,
): Part<Outline, Outcome> | { readonly problem: string } {
  const [first = '', ...lines] = text.slice(0, text.lastIndexOf('\n') + 1).split('\n')
  const written = json(first)
  const common = head.safeParse(written)
  const own = z.object({ outline: form.outline }).safeParse(written)
  if (!common.success || !own.success || common.data.command !== form.command)
    return { problem: `it is no part of a vmsee ${form.command}, as --shard and --resume write them` }
  const outcomeOf = z.strictObject({ piece: whole, outcome: form.outcome })
  const outcomes = new Map<number, Outcome>()
  for (const [index, line] of lines.slice(0, -1).entries()) {
    const read = outcomeOf.safeParse(json(line))
    if (!read.success) return { problem: `line ${index + 2} of it is damaged` }
    outcomes.set(read.data.piece, read.data.outcome)
  }
  const { format: _, ...rest } = common.data
  return { head: { ...rest, outline: own.data.outline }, outcomes }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
