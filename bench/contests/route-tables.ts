import { BlockList, SocketAddress } from 'node:net'
import { type Contender, type Contest, mix } from '../../src/bench/contest.ts'
import { type Address, addressWords, type Family, wordAt } from '../../src/net/address.ts'
import { formatAddress } from '../../src/net/address-text.ts'
import { packPrefixes, prefixStride } from '../../src/net/packed-prefixes.ts'
import { type Prefix, wordMask } from '../../src/net/prefix.ts'
import { absent } from '../../src/net/prefix-table.ts'
import { TreeBitmap } from '../../src/net/trie/tree-bitmap.ts'
import { randomStream } from '../../src/sim/random.ts'
import { randomAddresses, randomPrefixes } from '../random-prefixes.ts'
import type { Scale } from '../scale.ts'

/** Answers the number of the longest prefix that holds the address at the offset, or `absent`. */
type Matcher = (addresses: Uint32Array, offset: number) => number

interface Input {
  readonly family: Family
  readonly prefixes: readonly Prefix[]
  readonly addresses: readonly Address[]
}

const seed = 20170601

/** The route table's reason to be: which of the prefixes is the longest that holds an address. */
export function longestMatch(scale: Scale): readonly Contest[] {
  const sizes = scale === 'full' ? [1000, 20_000] : [200]
  const lookups = scale === 'full' ? 1000 : 100
  return sizes.flatMap((size) =>
    (['ipv4', 'ipv6'] as const).flatMap((family) => {
      const draws = randomStream(seed, `${family} ${size}`)
      const prefixes = randomPrefixes(family, size, draws)
      const input = { family, prefixes, addresses: randomAddresses(prefixes, lookups, draws) }
      return [whichPrefix(input), whetherAny(input)]
    }),
  )
}

function whichPrefix(input: Input): Contest {
  const { family, prefixes, addresses } = input
  return {
    name: `longest match, ${family}, ${prefixes.length} prefixes`,
    unit: 'look-ups',
    count: addresses.length,
    contenders: [
      contender('TreeBitmap', trieMatcher(input), input),
      contender('Map per length', mapMatcher(input), input),
      contender('list (floor)', listMatcher(input), input),
      contender('answers read out (ceiling)', answersRead(input), input),
    ],
  }
}

/** BlockList only says whether some prefix holds the address, so this is asked of the others too. */
function whetherAny(input: Input): Contest {
  const { family, prefixes, addresses } = input
  const whether =
    (matcher: Matcher): Matcher =>
    (data, offset) =>
      matcher(data, offset) === absent ? 0 : 1
  return {
    name: `any match, ${family}, ${prefixes.length} prefixes`,
    unit: 'look-ups',
    count: addresses.length,
    contenders: [
      contender('TreeBitmap', whether(trieMatcher(input)), input),
      contender('Map per length', whether(mapMatcher(input)), input),
      blockList(input),
    ],
  }
}

function contender(name: string, matcher: Matcher, { family, addresses }: Input): Contender {
  const words = addressWords[family]
  const data = Uint32Array.from(addresses.flatMap((address) => address.words))
  return {
    name,
    run: () => {
      let checksum = 0
      for (let offset = 0; offset < data.length; offset += words)
        checksum = mix(checksum, matcher(data, offset))
      return checksum
    },
  }
}

function trieMatcher({ family, prefixes }: Input): Matcher {
  const trie = new TreeBitmap(family)
  const { data } = packPrefixes(family, prefixes)
  for (const index of prefixes.keys()) trie.set(data, index * prefixStride[family], index)
  return (addresses, offset) => trie.match(addresses, offset)
}

function listMatcher({ family, prefixes }: Input): Matcher {
  const words = addressWords[family]
  const stride = prefixStride[family]
  const { data } = packPrefixes(family, prefixes)
  return (addresses, offset) => {
    let longest = -1
    let found = absent
    for (let index = 0, start = 0; start < data.length; index++, start += stride) {
      const length = wordAt(data, start + words)
      if (length <= longest || !holds(data, start, length, addresses, offset)) continue
      longest = length
      found = index
    }
    return found
  }
}

function holds(
  data: Uint32Array,
  start: number,
  length: number,
  addresses: Uint32Array,
  offset: number,
): boolean {
  for (let index = 0; 32 * index < length; index++) {
    const differing = wordAt(data, start + index) ^ wordAt(addresses, offset + index)
    if ((differing & wordMask(length, index)) !== 0) return false
  }
  return true
}

/** What people write first: a Map for each length that occurs, asked from the longest to the shortest. */
function mapMatcher({ family, prefixes }: Input): Matcher {
  const words = addressWords[family]
  const maps: (Map<number | string, number> | undefined)[] = []
  for (const [index, prefix] of prefixes.entries()) {
    const map = maps[prefix.length] ?? new Map<number | string, number>()
    maps[prefix.length] = map
    map.set(keyOf(prefix.words, 0, words, prefix.length), index)
  }
  const byLength = [...maps.entries()].reverse()
  return (addresses, offset) => {
    for (const [length, map] of byLength) {
      const found = map?.get(keyOf(addresses, offset, words, length))
      if (found !== undefined) return found
    }
    return absent
  }
}

/** A number where one will do, which is quicker than a text. */
function keyOf(data: ArrayLike<number>, offset: number, words: number, length: number): number | string {
  const first = (wordAt(data, offset) & wordMask(length, 0)) >>> 0
  if (words === 1) return first
  const second = (wordAt(data, offset + 1) & wordMask(length, 1)) >>> 0
  if (length <= 53) return first * 2 ** 21 + (second >>> 11)
  const others = [2, 3].map((index) => (wordAt(data, offset + index) & wordMask(length, index)) >>> 0)
  return `${first} ${second} ${others.join(' ')}`
}

/** No table can be quicker than to read the answer from where it was written down before. */
function answersRead(input: Input): Matcher {
  const match = trieMatcher(input)
  const words = addressWords[input.family]
  const data = Uint32Array.from(input.addresses.flatMap((address) => address.words))
  const answers = Int32Array.from(input.addresses.keys(), (index) => match(data, index * words))
  return (_, offset) => answers[offset / words] ?? absent
}

function blockList({ family, prefixes, addresses }: Input): Contender {
  const list = new BlockList()
  for (const prefix of prefixes) list.addSubnet(formatAddress(prefix), prefix.length, family)
  const questions = addresses.map((address) => new SocketAddress({ address: formatAddress(address), family }))
  return {
    name: 'node:net BlockList',
    run: () => questions.reduce((checksum, address) => mix(checksum, list.check(address) ? 1 : 0), 0),
  }
}
