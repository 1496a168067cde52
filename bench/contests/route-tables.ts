import { entrants, filled } from '../../src/bench/entrants.ts'
import { generatedTable } from '../../src/bench/generated-table.ts'
import { routeContests } from '../../src/bench/route-contests.ts'
import { families } from '../../src/net/address.ts'
import type { ContestMaker } from '../contest-maker.ts'
import { realCourse } from '../real-data.ts'
import { BinaryTrie } from '../tables/binary-trie.ts'
import { ObjectTrie } from '../tables/object-trie.ts'

const seed = 1

const all = [
  ...entrants,
  { name: 'binary trie', kind: 'peer', build: filled((family) => new BinaryTrie(family)) },
  { name: 'object trie', kind: 'peer', build: filled((family) => new ObjectTrie(family)) },
] as const

const sizes = [1000, 20_000, 100_000, 1_000_000]

/** All that is asked of a route table, over made-up tables of growing size. */
export const generatedTables: readonly ContestMaker[] = families.flatMap((family) =>
  sizes.map((size) => ({
    topic: `route table, ${family}, ${size} prefixes`,
    make: (scale) => {
      const prefixes = generatedTable(family, scale === 'full' ? size : size / 1000, seed)
      return routeContests({ prefixes, updates: undefined, seed }, all)
    },
  })),
)

/** The same over a real table with a real day of updates, where these files are. */
export const realTables: readonly ContestMaker[] = families.map((family) => ({
  topic: `route table, ${family}, RIS`,
  make: (scale) => {
    const course = scale === 'full' ? realCourse(family) : undefined
    return course === undefined ? [] : routeContests({ ...course, seed }, all)
  },
}))
