import type { Contest } from './contest.ts'
import { Draws } from './draws.ts'

/** What the machine does when it reads memory in no order; a run on another machine is held against it. */
export const referenceName = 'random 4-octet reads'

/** Far more than the caches of a processor hold. */
const octets = 64 * 2 ** 20

/** Reads from 64 MiB: independent ones, of which many are under way at once, and ones that each need the last. */
export function referenceContests(seed: number): readonly Contest[] {
  const draws = new Draws(seed, 'references')
  const words = new Int32Array(octets / 4)
  for (let index = 0; index < words.length; index++) words[index] = draws.bits() >>> 8
  // Every run reads the same: so much of it that no cache has kept it since the last one.
  return [
    {
      name: referenceName,
      unit: 'reads',
      count: 2 ** 20,
      contenders: [{ name: 'memory', kind: 'ceiling', run: (count) => readIndependent(words, count) }],
    },
    {
      name: 'dependent 4-octet reads',
      unit: 'reads',
      count: 2 ** 19,
      contenders: [{ name: 'memory', kind: 'ceiling', run: (count) => readInTurn(words, count) }],
    },
  ]
}

/** Where to read stands in the words themselves, one after the other, which costs next to nothing. */
function readIndependent(words: Int32Array, count: number): number {
  let sum = 0
  for (let index = 0; index < count; index++) sum = (sum + (words[words[index] ?? 0] ?? 0)) | 0
  return sum
}

/** The index is added so that no two ways through the words can fall together and go in a circle. */
function readInTurn(words: Int32Array, count: number): number {
  const last = words.length - 1
  let at = 0
  for (let index = 0; index < count; index++) at = ((words[at] ?? 0) + index) & last
  return at
}
