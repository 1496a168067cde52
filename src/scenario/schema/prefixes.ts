import * as z from 'zod'
import type { PrefixRange } from '../../bgp/policy.ts'
import { addressAfter, addressBits, families } from '../../net/address.ts'
import { type PackedPrefixes, packPrefixes } from '../../net/packed-prefixes.ts'
import { comparePrefixes, type Prefix, samePrefix } from '../../net/prefix.ts'
import {
  type AddressWithLength,
  formatPrefix,
  readAddressWithLength,
  readPrefix,
} from '../../net/prefix-text.ts'
import { quoted, type Read, read, refuse } from '../../net/read.ts'
import { LoadedPrefixes } from './loaded-prefixes.ts'
import { textOf, whole } from './scalars.ts'
import { complain, strict } from './strict.ts'

/** Beyond this a file would take longer to read than to run. */
export const largestCount = 250_000

/** A network, host bits refused. */
export const prefix: z.ZodType<Prefix, string> = z
  .string({ error: 'must be a prefix such as 10.1.0.0/16' })
  .transform((text, context): Prefix => {
    const { value, problem, suggestion } = readPrefix(text)
    if (problem === undefined) return value
    const rule = readAddressWithLength(text).value === undefined ? 'prefix' : 'host-bits'
    const hint =
      suggestion === undefined ? 'write a prefix such as 10.1.0.0/16' : `did you mean ${suggestion}?`
    return complain(context, { rule, message: problem, hint })
  })

/** A link's subnet as it was written; what is wrong with it is for the rules of ExpressRoute to say. */
export const writtenPrefix: z.ZodType<AddressWithLength, string> = textOf(
  'a subnet such as 172.16.0.0/30',
  'prefix',
  readAddressWithLength,
)

const generated = strict({
  within: prefix.meta({ description: 'The network to cut into prefixes, from its start' }),
  length: whole(0, 128).meta({ description: 'The length of each prefix' }),
  skip: whole(0, largestCount).default(0).meta({ description: 'How many to leave out at the start' }),
  count: whole(1, largestCount).meta({ description: 'How many prefixes' }),
}).transform(({ within, length, skip, count }, context): readonly Prefix[] => {
  const bits = addressBits[within.family]
  if (length < within.length || length > bits) {
    const message = `a /${length} does not lie within ${formatPrefix(within)}`
    return complain(context, {
      rule: 'generate',
      message,
      hint: `length goes from ${within.length} to ${bits}`,
      path: ['length'],
    })
  }
  const room = 2 ** (length - within.length)
  if (skip + count > room) {
    const message = `${formatPrefix(within)} holds ${room} prefixes of length ${length}, not ${skip + count}`
    return complain(context, {
      rule: 'generate',
      message,
      hint: 'use a larger network or a longer length',
      path: ['count'],
    })
  }
  const size = 2 ** (bits - length)
  return Array.from({ length: count }, (_, index) => ({
    ...addressAfter(within, (skip + index) * size),
    length,
  }))
})

/** A name that could be loaded has become what it stands for before the schema sees it. */
const loaded = z
  .unknown()
  .transform((value, context): readonly Prefix[] =>
    value instanceof LoadedPrefixes
      ? value.prefixes
      : complain(context, { rule: 'type', message: 'file must be the name of a file' }),
  )

const listEntry = z.union([
  prefix.transform((value): readonly Prefix[] => [value]),
  strict({
    generate: generated.optional().meta({ description: 'Consecutive prefixes of one length' }),
    file: loaded.optional().meta({
      type: 'string',
      description: 'A file beside the scenario: a prefix a line, or MRT; plain or gzip',
    }),
  }).transform(({ generate, file }, context): readonly Prefix[] => {
    if (generate !== undefined && file === undefined) return generate
    if (generate === undefined && file !== undefined) return file
    const message = `this entry has ${generate === undefined ? 'neither generate nor file' : 'both generate and file'}`
    return complain(context, { rule: 'combination', message, hint: 'write a prefix, generate: or file:' })
  }),
])

/** A list of prefixes, single, generated or loaded, as at most one packed list per family. */
export const prefixList: z.ZodType<readonly PackedPrefixes[]> = z
  .array(listEntry, { error: 'must be a list of prefixes' })
  .min(1, { error: 'must not be empty' })
  .transform((entries, context): readonly PackedPrefixes[] => {
    const prefixes = entries.flat().sort(comparePrefixes)
    const twice = prefixes.find((value, index) => {
      const previous = prefixes[index - 1]
      return previous !== undefined && samePrefix(value, previous)
    })
    if (twice !== undefined) {
      return complain(context, {
        rule: 'duplicate-prefix',
        message: `${formatPrefix(twice)} is listed twice`,
      })
    }
    return families
      .map((family) =>
        packPrefixes(
          family,
          prefixes.filter((value) => value.family === family),
        ),
      )
      .filter(({ count }) => count > 0)
  })
  .meta({ id: 'prefixList', description: 'Prefixes, single, generated or loaded' })

/** An entry of a prefix list: `10.1.0.0/16`, `10.1.0.0/16 le 24`, `10.0.0.0/8 ge 16 le 24`. */
export const prefixRange: z.ZodType<PrefixRange, string> = textOf(
  'a prefix list entry such as "10.1.0.0/16 le 24"',
  'prefix-range',
  readPrefixRange,
).meta({
  id: 'prefixRange',
  description: 'A prefix, and the lengths of what it covers: 10.1.0.0/16 le 24, 10.0.0.0/8 ge 16 le 24',
})

function readPrefixRange(text: string): Read<PrefixRange> {
  const parts = /^(\S+)(?: ge (\d{1,3}))?(?: le (\d{1,3}))?$/.exec(text)
  const [, network, ge, le] = parts ?? []
  if (network === undefined) return refuse(`${quoted(text)} is not a prefix list entry`)
  const { value, problem, suggestion } = readPrefix(network)
  if (problem !== undefined) {
    return refuse(problem, suggestion === undefined ? undefined : text.replace(network, suggestion))
  }
  const shortest = ge === undefined ? value.length : Number(ge)
  const longest =
    le === undefined ? (ge === undefined ? value.length : addressBits[value.family]) : Number(le)
  if (shortest < value.length || longest < shortest || longest > addressBits[value.family]) {
    return refuse(
      `${quoted(text)} can match nothing: lengths go from ${value.length} to ${addressBits[value.family]}, ge before le`,
      undefined,
    )
  }
  return read({ prefix: value, minimumLength: shortest, maximumLength: longest })
}
