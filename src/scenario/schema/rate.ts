import * as z from 'zod'
import { bitsPerMegabit, readBandwidth } from '../../expressroute/bandwidth.ts'
import { quoted, read, refuse } from '../../net/read.ts'
import { textOf } from './scalars.ts'
import { strict } from './strict.ts'

/** In Mbps. */
export const bandwidthMbps: z.ZodType<number, string> = textOf(
  'a bandwidth such as 1 Gbps or 200 Mbps',
  'bandwidth',
  (text) => {
    const mbps = readBandwidth(text)
    return mbps === undefined ? refuse<number>(`${quoted(text)} is not a bandwidth`) : read(mbps)
  },
)

const octetsIn: ReadonlyMap<string, number> = new Map([
  ['kB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
  ['TB', 1e12],
])

/** Octets in decimal units, as bills have them: `12.5 GB`. */
export const octets: z.ZodType<number, string> = textOf(
  'an amount of data such as 12.5 GB',
  'type',
  (text) => {
    const [, amount, unit = ''] = /^(\d{1,9}(?:\.\d{1,6})?) ?(kB|MB|GB|TB)$/.exec(text) ?? []
    const factor = octetsIn.get(unit)
    return amount === undefined || factor === undefined
      ? refuse<number>(`${quoted(text)} is no amount of data`)
      : read(Math.round(Number(amount) * factor))
  },
)

/** What a flow sends each way, in bits per second. */
export interface FlowRate {
  readonly forward: number
  readonly return: number
}

const bitsPerSecond = bandwidthMbps.transform((mbps) => mbps * bitsPerMegabit)

export const flowRate: z.ZodType<FlowRate> = z
  .union(
    [
      bitsPerSecond.transform((rate): FlowRate => ({ forward: rate, return: rate })),
      strict({ forward: bitsPerSecond.optional(), return: bitsPerSecond.optional() }).transform(
        (written): FlowRate => ({ forward: written.forward ?? 0, return: written.return ?? 0 }),
      ),
    ],
    { error: 'must be a rate such as 200 Mbps, or one for each direction' },
  )
  .meta({ description: 'What it sends each way, or { forward: 20 Mbps, return: 1 Gbps }' })

/** RFC 2474, 2597, 3246: the names that marks go by. */
const markNames: ReadonlyMap<string, number> = new Map([
  ['EF', 46],
  ...Array.from({ length: 8 }, (_, precedence) => [`CS${precedence}`, 8 * precedence] as const),
  ...[1, 2, 3, 4].flatMap((group) =>
    [1, 2, 3].map((drop) => [`AF${group}${drop}`, 8 * group + 2 * drop] as const),
  ),
])

const largestMark = 63

/** A DSCP, by its name or its number. */
export const mark: z.ZodType<number> = z
  .union(
    [
      z
        .int({ error: `must be a whole number from 0 to ${largestMark}` })
        .min(0)
        .max(largestMark),
      textOf('a DSCP such as EF, AF41, CS3 or 46', 'type', (text) => {
        const value = markNames.get(text.toUpperCase())
        return value === undefined ? refuse<number>(`${quoted(text)} is no DSCP`) : read(value)
      }),
    ],
    { error: `must be a DSCP such as EF or AF41, or a number from 0 to ${largestMark}` },
  )
  .meta({
    description: 'How its packets are marked: EF, AF41, AF21, AF11 or a number; 0 where it is left out',
  })
