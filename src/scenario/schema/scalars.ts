import * as z from 'zod'
import { largestAsn } from '../../expressroute/asn.ts'
import type { Address, Family } from '../../net/address.ts'
import { readAddress } from '../../net/address-text.ts'
import { quoted, type Read, read, refuse } from '../../net/read.ts'
import { isDurationText, type Micros, parseDuration } from '../../sim/time.ts'
import type { SchemaRuleId } from '../schema-rules.ts'
import { complain } from './strict.ts'

/** Letters, digits, hyphen and underscore: a dot joins the parts of a longer name, such as `er-amsterdam.primary`. */
export const namePattern: RegExp = /^[A-Za-z][A-Za-z0-9_-]{0,62}$/

/** A longer time is a slip of the hand. */
const longestDays = 366
const longestMicros = longestDays * 86_400_000_000

/** A text that a reader understands, with the reader's own words where it does not. */
export function textOf<Value>(
  wanted: string,
  rule: SchemaRuleId,
  reader: (text: string) => Read<Value>,
): z.ZodType<Value, string> {
  return z.string({ error: `must be ${wanted}` }).transform((text, context): Value => {
    const { value, problem, suggestion } = reader(text)
    if (problem === undefined) return value
    const hint = suggestion === undefined ? `write ${wanted}` : `did you mean ${suggestion}?`
    return complain(context, { rule, message: problem, hint })
  })
}

export const name: z.ZodType<string, string> = z
  .string({ error: 'must be a name' })
  .min(1, { error: 'must not be empty' })

export const sentence: z.ZodType<string, string> = z
  .string({ error: 'must be a text' })
  .min(1, { error: 'must not be empty' })

export const yesOrNo: z.ZodType<boolean> = z.boolean({ error: 'must be true or false' })

export const family: z.ZodType<Family> = z.enum(['ipv4', 'ipv6'])

export const duration: z.ZodType<Micros, string> = textOf(
  'a duration such as 20ms, 30s, 10m or 1h30m',
  'duration',
  readDuration,
).meta({ id: 'duration', description: 'A duration: 20ms, 30s, 10m, 1h30m' })

function readDuration(text: string): Read<Micros> {
  const micros = parseDuration(text)
  if (micros !== undefined && micros <= longestMicros) return read(micros)
  if (micros !== undefined) return refuse(tooLong(text))
  if (isDurationText(text)) {
    // Without its fractions it is a number of microseconds, unless there are too many of them.
    const isLong = parseDuration(text.replace(/\.\d+/g, '')) === undefined
    return refuse(isLong ? tooLong(text) : `${quoted(text)} is no whole number of microseconds`)
  }
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?) *(ms|[smhd])?[a-z]*$/i.exec(text) ?? []
  return refuse(`${quoted(text)} is not a duration`, amount && `${amount}${unit.toLowerCase()}`)
}

function tooLong(text: string): string {
  return `${quoted(text)} is too long: the most is ${longestDays}d`
}

/** BGP's timers travel as whole seconds (RFC 4271 §4.2). */
export const wholeSeconds: z.ZodType<number, string> = duration.transform((micros, context): number => {
  const seconds = micros / 1_000_000
  if (Number.isInteger(seconds) && seconds <= 65_535) return seconds
  return complain(context, {
    rule: 'range',
    message: 'BGP counts this time in whole seconds, from 0 to 65535',
    hint: 'write it as seconds, such as 180s',
  })
})

/** From 0 to 1, written as a percentage. */
export const share: z.ZodType<number, string> = textOf('a percentage such as 5%', 'type', readShare).meta({
  id: 'percentage',
  description: 'A percentage: 5%',
})

// The decimal point is moved in the text, since 99.9 / 100 is not 0.999 in floating point.
function readShare(text: string): Read<number> {
  const digits = /^(\d{1,3}(?:\.\d{1,6})?) ?%$/.exec(text)?.[1]
  const value = digits === undefined ? Number.NaN : Number(`${digits}e-2`)
  return value <= 1 ? read(value) : refuse(`${quoted(text)} is not a percentage from 0% to 100%`)
}

export const address: z.ZodType<Address, string> = textOf(
  'an address such as 10.0.0.1',
  'address',
  readAddress,
)

/** A whole number in a range that is part of the format. */
export function whole(minimum: number, maximum: number): z.ZodType<number> {
  const isOpen = maximum === Number.MAX_SAFE_INTEGER
  const error = `must be a whole number ${isOpen ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`}`
  return z.int({ error }).min(minimum, { error }).max(maximum, { error })
}

/** Of things that may be many. */
export const count: z.ZodType<number> = whole(0, Number.MAX_SAFE_INTEGER)

/** RFC 5396: plain, or in quotes with a dot. Which numbers may be used where is what the rules say. */
export const asn: z.ZodType<number> = z
  .union([z.number(), z.string()], { error: 'must be an AS number such as 65010' })
  .transform((written, context): number => {
    const number = typeof written === 'number' ? written : readAsdot(written)
    if (Number.isInteger(number) && number >= 0 && number <= largestAsn) return number
    if (typeof written === 'number' && !Number.isInteger(written)) {
      const message = 'an AS number with a dot is read by YAML as a decimal fraction'
      return complain(context, {
        rule: 'asdot',
        message,
        hint: 'put it in quotes, "65000.10", or write the plain number',
      })
    }
    const message = `${JSON.stringify(written)} is not an AS number`
    return complain(context, { rule: 'asn-range', message, hint: `AS numbers go from 0 to ${largestAsn}` })
  })
  .meta({ id: 'asn', description: 'An AS number: 65010, or in quotes "64086.59904"' })

function readAsdot(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text)
  const halves = /^(\d{1,5})\.(\d{1,5})$/.exec(text)
  const [high, low] = [Number(halves?.[1]), Number(halves?.[2])]
  return high <= 0xffff && low <= 0xffff ? high * 0x10000 + low : Number.NaN
}

/** `all` of them, or a list of names. */
export function allOr(what: string): z.ZodType<'all' | readonly string[]> {
  return z
    .union([z.literal('all'), z.array(name).min(1)], { error: `must be all, or a list of ${what}` })
    .meta({ description: 'all, or a list of names' })
}
