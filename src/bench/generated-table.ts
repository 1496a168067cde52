import { addressWords, type Family, wordAt } from '../net/address.ts'
import { type PackedPrefixes, PrefixPacker } from '../net/packed-prefixes.ts'
import { wordMask } from '../net/prefix.ts'
import { absent } from '../net/prefix-table.ts'
import { TreeBitmap } from '../net/trie/tree-bitmap.ts'
import { Draws } from './draws.ts'

/** How the prefixes of one family lie in the Internet's tables. */
interface Shape {
  /** In a thousand, how often each length occurs; the rest is of the first length. */
  readonly lengths: readonly (readonly [length: number, share: number])[]
  /** What holds many of the longer prefixes: a registry's allocation, and how many prefixes there are to one. */
  readonly cluster: { readonly length: number; readonly prefixes: number }
  /** First 16 bits of the addresses in use. */
  readonly blocks: readonly number[]
}

// Shares of the tier-1 table of github.com/gaissmai/bart (MIT), rounded; bench/data has a sample of it.
const shapes: Readonly<Record<Family, Shape>> = {
  ipv4: {
    lengths: [
      [24, 597],
      [22, 120],
      [23, 107],
      [21, 56],
      [20, 47],
      [19, 28],
      [18, 15],
      [16, 15],
      [17, 9],
      [15, 2.3],
      [14, 1.3],
      [32, 1],
      [13, 0.6],
      [12, 0.3],
      [11, 0.1],
      [10, 0.05],
      [8, 0.02],
    ],
    cluster: { length: 16, prefixes: 40 },
    blocks: Array.from({ length: 223 * 256 }, (_, index) => 256 + index),
  },
  ipv6: {
    lengths: [
      [48, 471],
      [32, 141],
      [44, 90],
      [40, 84],
      [36, 37],
      [29, 27],
      [47, 20],
      [46, 19],
      [33, 18],
      [34, 16],
      [42, 14],
      [38, 10],
      [45, 10],
      [39, 9],
      [35, 6.5],
      [43, 6.3],
      [41, 5.6],
      [37, 5.5],
      [30, 4],
      [31, 2],
      [28, 1.2],
      [64, 1.1],
      [128, 0.1],
    ],
    cluster: { length: 32, prefixes: 12 },
    blocks: [
      ...[0x2001, 0x2400, 0x2401, 0x2402, 0x2403, 0x2404, 0x2405, 0x2406, 0x2407, 0x240e],
      ...[0x2600, 0x2601, 0x2602, 0x2603, 0x2604, 0x2605, 0x2606, 0x2607, 0x2620, 0x2800],
      ...[0x2801, 0x2803, 0x2804, 0x2806, 0x2a00, 0x2a01, 0x2a02, 0x2a03, 0x2a04, 0x2a05],
      ...[0x2a06, 0x2a07, 0x2a09, 0x2a0a, 0x2a0b, 0x2a0c, 0x2a0d, 0x2a0e, 0x2a0f, 0x2c0f],
    ],
  },
}

/** So many prefixes, no two alike and in no order, shaped like a table of the Internet; the seed decides alone. */
export function generatedTable(family: Family, count: number, seed: number): PackedPrefixes {
  const { lengths, cluster, blocks } = shapes[family]
  const draws = new Draws(seed, `table ${family} ${count}`)
  const clusters = Uint32Array.from({ length: Math.ceil(count / cluster.prefixes) }, () =>
    drawnBeginning(blocks, draws),
  )
  const words = addressWords[family]
  const key = new Uint32Array(words + 1)
  const known = new TreeBitmap(family)
  const packer = new PrefixPacker(family)
  while (packer.count < count) {
    key[words] = drawnLength(lengths, draws)
    // Another address until it is a new one: to draw another length would leave fewer of the short ones.
    do drawAddress(key, words, shapes[family], clusters, draws)
    while (known.set(key, 0, 0) !== absent)
    packer.append(key, 0)
  }
  return packer.finish()
}

/** Half of the allocations themselves are drawn anew: the others cover what lies in a cluster. */
function drawAddress(
  key: Uint32Array,
  words: number,
  { cluster, blocks }: Shape,
  clusters: Uint32Array,
  draws: Draws,
): void {
  const length = wordAt(key, words)
  const nests = length > cluster.length || draws.below(2) === 0
  key[0] = nests ? drawnCluster(clusters, cluster.length, draws) : drawnBeginning(blocks, draws)
  for (let index = 1; index < words; index++) key[index] = draws.bits()
  for (let index = 0; index < words; index++) key[index] = wordAt(key, index) & wordMask(length, index)
}

function drawnBeginning(blocks: readonly number[], draws: Draws): number {
  return (((blocks[draws.below(blocks.length)] ?? 0) << 16) | (draws.bits() >>> 16)) >>> 0
}

/** An address in a cluster. The square makes some of them crowded and most of them not, as they are. */
function drawnCluster(clusters: Uint32Array, length: number, draws: Draws): number {
  const first = clusters[Math.floor(draws.share() ** 2 * clusters.length)] ?? 0
  const mask = wordMask(length, 0)
  return ((first & mask) | (draws.bits() & ~mask)) >>> 0
}

function drawnLength(lengths: Shape['lengths'], draws: Draws): number {
  let left = 1000 * draws.share()
  for (const [length, share] of lengths) {
    left -= share
    if (left < 0) return length
  }
  return lengths[0]?.[0] ?? 0
}
