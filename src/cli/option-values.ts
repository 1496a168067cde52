import { InvalidArgumentError } from 'commander'
import { microsToSeconds, parseDuration } from '../sim/time.ts'
import { type ReporterChoice, readReporterChoice, reporterNames } from './run/reporter-choice.ts'

const largestSeed = 0xffffffff

export function readSeed(text: string): number {
  const seed = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (seed <= largestSeed) return seed
  throw new InvalidArgumentError(`Must be a whole number from 0 to ${largestSeed}.`)
}

const mostPrefixes = 2_000_000

/** `1000,20000`: sizes of tables, the smallest first. */
export function readSizes(text: string): readonly number[] {
  const sizes = text.split(',').map((part) => (/^[1-9]\d{0,6}$/.test(part) ? Number(part) : Number.NaN))
  if (sizes.every((size) => size <= mostPrefixes)) return sizes.toSorted((a, b) => a - b)
  throw new InvalidArgumentError(`Must be whole numbers from 1 to ${mostPrefixes}, with commas between them.`)
}

/** Where the tree has nodes, and an array of so many bits can be had. */
export function readDepth(text: string): number {
  if (/^(5|10|15|20)$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Must be 5, 10, 15 or 20.')
}

export function readSmallCount(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Must be a whole number from 1 to 9999.')
}

/** A duration as in a scenario file, or a plain number of seconds; a `+` in front is how reports print instants. */
export function readSeconds(text: string): number {
  const plain = text.replace(/^\+/, '')
  const micros = parseDuration(/^\d+(\.\d+)?$/.test(plain) ? `${plain}s` : plain)
  if (micros !== undefined) return microsToSeconds(micros)
  throw new InvalidArgumentError('Must be a time such as 30s, 10m or 1h30m.')
}

/** `list`, `junit:out.xml`; several by commas or by giving the option again. */
export function readReporters(
  text: string,
  before: readonly ReporterChoice[] = [],
): readonly ReporterChoice[] {
  const choices = text.split(',').map((part) => {
    const choice = readReporterChoice(part)
    if (choice !== undefined) return choice
    throw new InvalidArgumentError(
      `Must be ${reporterNames.join(', ')}, each with :FILE where it may not be the terminal.`,
    )
  })
  return [...before, ...choices]
}

/** An option given several times, or with commas. */
export function readWords(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',')]
}
