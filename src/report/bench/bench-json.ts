import { z } from 'zod'
import type { BenchSection } from '../../bench/run-bench.ts'
import type { Program } from '../run/run-report.ts'

/** `vmsee bench --json`. */
export interface BenchJson {
  readonly version: 1
  readonly program: Program
  readonly machine: string
  readonly seed: number
  readonly rounds: number
  readonly sections: readonly BenchSection[]
}

const count = z.int().nonnegative()
const nanoseconds = z.number().positive()
const kind = z.enum(['ours', 'peer', 'floor', 'ceiling'])

const section: z.ZodType<BenchSection> = z.strictObject({
  family: z.enum(['ipv4', 'ipv6']),
  prefixes: count,
  digest: count,
  depth: count,
  memory: z.array(
    z.strictObject({
      contender: z.string(),
      kind,
      octetsPerPrefix: z.number(),
      octetsPerPrefixAfterChurn: z.number(),
    }),
  ),
  measurements: z.array(
    z.strictObject({
      contest: z.string(),
      unit: z.string(),
      contender: z.string(),
      kind,
      nanoseconds: z.strictObject({
        p10: nanoseconds,
        p25: nanoseconds,
        median: nanoseconds,
        p75: nanoseconds,
        p90: nanoseconds,
      }),
    }),
  ),
})

const run: z.ZodType<BenchJson> = z.strictObject({
  version: z.literal(1),
  program: z.strictObject({ name: z.literal('vmsee'), version: z.string(), node: z.string() }),
  machine: z.string(),
  seed: count,
  rounds: count,
  sections: z.array(section),
})

/** A run that was written before, or what is wrong with the text. */
export function readBenchJson(text: string): BenchJson | string {
  try {
    const { data, error } = run.safeParse(JSON.parse(text))
    const [issue] = error?.issues ?? []
    return data ?? `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`
  } catch (error) {
    if (error instanceof SyntaxError) return error.message
    throw error
  }
}
