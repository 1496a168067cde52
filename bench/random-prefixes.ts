import type { Address, Family } from '../src/net/address.ts'
import { networkOf, type Prefix, wordMask } from '../src/net/prefix.ts'
import { formatPrefix } from '../src/net/prefix-text.ts'
import type { RandomStream } from '../src/sim/random.ts'

/** How often each length is drawn. */
type Lengths = readonly (readonly [length: number, share: number])[]

/** Close to the shares of the Internet's tables (the largest five of IPv4 as in docs/performance.md). */
const lengths: Readonly<Record<Family, Lengths>> = {
  ipv4: [
    [24, 0.63],
    [22, 0.12],
    [23, 0.1],
    [21, 0.06],
    [20, 0.05],
    [16, 0.03],
    [12, 0.01],
  ],
  ipv6: [
    [48, 0.5],
    [32, 0.2],
    [40, 0.12],
    [44, 0.1],
    [36, 0.05],
    [29, 0.03],
  ],
}

/** Where the prefixes lie: few enough leading bits that they nest, as those of real tables do. */
const spaces: Readonly<Record<Family, Prefix>> = {
  ipv4: { family: 'ipv4', words: [0x40000000], length: 6 },
  ipv6: { family: 'ipv6', words: [0x20010000, 0, 0, 0], length: 16 },
}

/** Prefixes of one family, no two alike; the draws decide alone. */
export function randomPrefixes(family: Family, count: number, draws: RandomStream): readonly Prefix[] {
  const found = new Map<string, Prefix>()
  while (found.size < count) {
    const prefix = networkOf(randomAddress(spaces[family], draws), drawnLength(lengths[family], draws))
    found.set(formatPrefix(prefix), prefix)
  }
  return [...found.values()]
}

/** Addresses to look up: one half each inside some prefix, the other anywhere in the space that they lie in. */
export function randomAddresses(
  prefixes: readonly Prefix[],
  count: number,
  draws: RandomStream,
): readonly Address[] {
  const [any] = prefixes
  if (any === undefined) throw new Error('no prefixes to draw addresses from')
  return Array.from({ length: count }, (_, index) => {
    const within = index % 2 === 0 ? prefixes[Math.floor(draws.next() * prefixes.length)] : undefined
    return randomAddress(within ?? spaces[any.family], draws)
  })
}

function drawnLength(shares: Lengths, draws: RandomStream): number {
  let left = draws.next()
  for (const [length, share] of shares) {
    left -= share
    if (left < 0) return length
  }
  return shares[0]?.[0] ?? 0
}

function randomAddress({ family, words, length }: Prefix, draws: RandomStream): Address {
  const drawn = words.map((word, index) => {
    const hostBits = Math.floor(draws.next() * 2 ** 32) & ~wordMask(length, index)
    return (word | hostBits) >>> 0
  })
  return { family, words: drawn }
}
