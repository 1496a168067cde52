import { type PackedPrefixes, prefixStride } from '../net/packed-prefixes.ts'
import { compiledApart } from './compiled-apart.ts'
import { type Entrant, type EntrantTable, isChanging } from './entrant.ts'
import { churn } from './loops.ts'
import type { Instruments } from './stopwatch.ts'

/** What a table holds for each prefix, on the heap and outside of it. */
export interface MemoryMeasurement {
  readonly contender: string
  readonly kind: Entrant['kind']
  readonly octetsPerPrefix: number
  /** The same once every prefix was withdrawn and announced again, in another order. */
  readonly octetsPerPrefixAfterChurn: number
}

/** Enough prefixes that what else the heap does is small beside them. */
const leastPrefixes = 100_000

/** Some tables take a megabyte for the first prefix. */
const mostCopies = 100

/** Several tables, where one is too small to be seen. */
export function measureMemory(
  prefixes: PackedPrefixes,
  entrants: readonly Entrant[],
  { heldOctets }: Instruments,
): readonly MemoryMeasurement[] {
  const copies = Math.min(mostCopies, Math.ceil(leastPrefixes / prefixes.count))
  const values = Int32Array.from({ length: prefixes.count }, (_, index) => index)
  return entrants
    .filter(({ isLinear, onlyBuilds }) => isLinear !== true && onlyBuilds !== true)
    .map(({ name, kind, build }) => {
      const before = heldOctets()
      const tables = Array.from({ length: copies }, () => build(prefixes, values))
      const built = heldOctets()
      for (const table of tables) changeAll(table, prefixes, values)
      const changed = heldOctets()
      const held = tables.length * prefixes.count
      return {
        contender: name,
        kind,
        octetsPerPrefix: (built - before) / held,
        octetsPerPrefixAfterChurn: (changed - before) / held,
      }
    })
}

function changeAll(table: EntrantTable, { family, count, data }: PackedPrefixes, values: Int32Array): void {
  if (!isChanging(table)) return
  const backwards = Uint32Array.from({ length: count }, (_, index) => count - 1 - index)
  compiledApart(churn)(table, data, prefixStride[family], values, backwards, 2 * count)
}
