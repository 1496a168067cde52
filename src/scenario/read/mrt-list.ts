import { heldPrefixes } from '../../bgp/mrt/held-prefixes.ts'
import { families } from '../../net/address.ts'
import { unpackPrefixes } from '../../net/packed-prefixes.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import type { PrefixFileContent } from './prefix-files.ts'

/** The time and the type of a record have zeros, and a text has none. */
export function isMrt(octets: Uint8Array): boolean {
  return octets.subarray(0, 12).includes(0)
}

/** What the peers of an MRT file hold at its end, as a list: a prefix a line. */
export function mrtList(name: string, file: Uint8Array): PrefixFileContent {
  const { tables, issues } = heldPrefixes(file, () => true)
  const problems = issues.map(({ offset, problem }) => `${name}, octet ${offset}: ${problem}`)
  if (problems.length > 0) return { octets: undefined, problems }
  const lines = families.flatMap((family) => unpackPrefixes(tables[family])).map(formatPrefix)
  return { octets: new TextEncoder().encode(lines.join('\n')), problems }
}
