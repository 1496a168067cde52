import type { Entrant } from '../../src/bench/entrant.ts'
import { entrants, filled } from '../../src/bench/entrants.ts'
import { generatedTable } from '../../src/bench/generated-table.ts'
import { measureMemory } from '../../src/bench/memory.ts'
import { routeContests } from '../../src/bench/route-contests.ts'
import { processInstruments } from '../../src/cli/bench/bench-instruments.ts'
import { type Family, families } from '../../src/net/address.ts'
import { TreeBitmap } from '../../src/net/trie/tree-bitmap.ts'
import type { ContestMaker } from '../contest-maker.ts'
import { realCourse } from '../real-data.ts'
import { BinaryTrie } from '../tables/binary-trie.ts'
import { ObjectTrie } from '../tables/object-trie.ts'

const seed = 1

const all: readonly Entrant[] = [
  ...entrants,
  { name: 'binary trie', kind: 'peer', build: filled((family) => new BinaryTrie(family)) },
  { name: 'object trie', kind: 'peer', build: filled((family) => new ObjectTrie(family)) },
]

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

/** Of the smaller shortcut that a table of a million IPv4 prefixes can have. */
const smallerShortcut = 15

/** The same over a real table with a real day of updates, where these files are, and what each contender holds then. */
export const realTables: readonly ContestMaker[] = families.map((family) => ({
  topic: `route table, ${family}, RIS`,
  make: (scale) => {
    const course = scale === 'full' ? realCourse(family) : undefined
    return course === undefined ? [] : routeContests({ ...course, seed }, ofFamily(family))
  },
  weigh: (scale) => {
    const course = scale === 'full' ? realCourse(family) : undefined
    const weighed = ofFamily(family)
    return course === undefined ? [] : measureMemory(course.prefixes, weighed, processInstruments())
  },
}))

function ofFamily(family: Family): readonly Entrant[] {
  if (family === 'ipv6') return all
  const build = filled(() => new TreeBitmap(family, { depth: smallerShortcut }))
  return [...all, { name: `vmsee, R = ${smallerShortcut}`, kind: 'ours', build }]
}
