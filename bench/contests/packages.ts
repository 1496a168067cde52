import { BlockList } from 'node:net'
import CIDRMatcher from 'cidr-matcher'
import { Address4, Address6 } from 'ip-address'
import ipaddr from 'ipaddr.js'
import { createChecker } from 'is-in-subnet'
import LongestPrefixMatch from 'longest-prefix-match'
import { compiledApart } from '../../src/bench/compiled-apart.ts'
import type { Contender, Contest } from '../../src/bench/contest.ts'
import { Draws } from '../../src/bench/draws.ts'
import { generatedTable } from '../../src/bench/generated-table.ts'
import { randomAddresses, routedAddresses } from '../../src/bench/questions.ts'
import { addressBits, addressWords, type Family, families } from '../../src/net/address.ts'
import { formatAddress } from '../../src/net/address-text.ts'
import { unpackPrefixes } from '../../src/net/packed-prefixes.ts'
import { formatPrefix } from '../../src/net/prefix-text.ts'
import { RouteTable } from '../../src/net/route-table.ts'
import type { ContestMaker } from '../contest-maker.ts'

/** Prefixes and questions as text, which is how packages take them. */
interface Texts {
  readonly family: Family
  readonly prefixes: readonly string[]
  /** One half of them in some prefix, the other half anywhere. */
  readonly addresses: readonly string[]
}

const seed = 1
const asked = 2 ** 16

/** The packages of npm that one would otherwise take, each by its own interface: text in. */
export const packages: readonly ContestMaker[] = families.flatMap((family) =>
  [1000, 20_000, 100_000, 1_000_000].map((size) => ({
    topic: `packages, ${family}, ${size} prefixes`,
    make: (scale) => {
      const texts = textsOf(
        family,
        scale === 'full' ? size : Math.min(size / 100, 1000),
        scale === 'full' ? asked : 64,
      )
      const ofAnySize = [whichPrefix(texts), building(texts)]
      // Those that look at every prefix would take minutes for a million.
      return size > 100_000 ? ofAnySize : [...ofAnySize, whetherAny(texts)]
    },
  })),
)

function textsOf(family: Family, size: number, count: number): Texts {
  const table = generatedTable(family, size, seed)
  const draws = new Draws(seed, 'texts')
  const [inside, anywhere] = [
    routedAddresses(table, count / 2, draws),
    randomAddresses(family, count / 2, draws),
  ]
  const words = addressWords[family]
  const textOf = (data: Uint32Array, index: number): string =>
    formatAddress({ family, words: Array.from(data.subarray(index * words, (index + 1) * words)) })
  return {
    family,
    prefixes: unpackPrefixes(table).map(formatPrefix),
    addresses: Array.from({ length: count / 2 }, (_, index) => [
      textOf(inside, index),
      textOf(anywhere, index),
    ]).flat(),
  }
}

/**
 * netparser's Matcher is left out: it merges what nests, and so does not answer the longest match. ip-set lets itself be
 * installed by one package manager alone, and not by npm.
 */
function whichPrefix(texts: Texts): Contest {
  const { family, prefixes, addresses } = texts
  const table = routeTable(texts)
  const peer = longestPrefixMatch(texts)
  const host = `/${addressBits[family]}`
  const contenders: readonly Contender[] = [
    {
      name: 'vmsee RouteTable',
      kind: 'ours',
      run: asking(addresses, (address) => table.match(address)?.value ?? -1),
    },
    {
      name: 'longest-prefix-match',
      run: asking(addresses, (address) => peer.getMatch(address + host)[0] ?? -1),
    },
  ]
  return {
    name: `longest match of text, ${family}, ${prefixes.length} prefixes`,
    unit: 'look-ups',
    count: addresses.length,
    contenders,
  }
}

function building(texts: Texts): Contest {
  const [address = ''] = texts.addresses
  const host = `/${addressBits[texts.family]}`
  return {
    name: `build from text, ${texts.family}, ${texts.prefixes.length} prefixes`,
    unit: 'prefixes',
    count: texts.prefixes.length,
    contenders: [
      { name: 'vmsee RouteTable', kind: 'ours', run: () => routeTable(texts).match(address)?.value ?? -1 },
      {
        name: 'longest-prefix-match',
        run: () => longestPrefixMatch(texts).getMatch(address + host)[0] ?? -1,
      },
    ],
  }
}

/** Most packages only say whether some prefix holds the address, and look at all of them to do so. */
function whetherAny(texts: Texts): Contest {
  const { family, prefixes, addresses } = texts
  const table = routeTable(texts)
  const few = Math.min(addresses.length, Math.max(4, Math.floor(2 ** 20 / prefixes.length)))
  const checks: readonly (readonly [name: string, count: number, check: (address: string) => boolean])[] = [
    ['vmsee RouteTable', addresses.length, (address) => table.match(address) !== undefined],
    ['node:net BlockList', few, blockList(texts)],
    ['is-in-subnet', few, createChecker([...prefixes])],
    ['cidr-matcher', few, cidrMatcher(texts)],
    ['ipaddr.js subnetMatch', few, subnetMatch(texts)],
    ['ip-address isInSubnet', few, isInSubnet(texts)],
  ]
  return {
    name: `any match of text, ${family}, ${prefixes.length} prefixes`,
    unit: 'look-ups',
    count: addresses.length,
    contenders: checks.map(([name, count, check], index) => ({
      name,
      kind: index === 0 ? 'ours' : 'peer',
      count,
      run: asking(addresses, (address) => (check(address) ? 1 : 0)),
    })),
  }
}

/** Asks one address after the other; each contender has a copy of its own of the loop. */
function asking(
  addresses: readonly string[],
  answer: (address: string) => number,
): (count: number) => number {
  const askOwn = compiledApart(askEach)
  return (count) => askOwn(addresses, answer, count)
}

function askEach(addresses: readonly string[], answer: (address: string) => number, count: number): number {
  let checksum = 0
  for (let index = 0; index < count; index++) {
    checksum = (Math.imul(checksum, 31) + answer(addresses[index] ?? '')) | 0
  }
  return checksum
}

function routeTable({ prefixes }: Texts): RouteTable<number> {
  const table = new RouteTable<number>()
  for (const [index, prefix] of prefixes.entries()) table.set(prefix, index)
  return table
}

function longestPrefixMatch({ prefixes }: Texts): LongestPrefixMatch {
  const table = new LongestPrefixMatch()
  for (const [index, prefix] of prefixes.entries()) table.addPrefix(prefix, index)
  return table
}

function blockList({ family, prefixes }: Texts): (address: string) => boolean {
  const list = new BlockList()
  for (const prefix of prefixes) {
    const [address = '', length] = prefix.split('/')
    list.addSubnet(address, Number(length), family)
  }
  return (address) => list.check(address, family)
}

function cidrMatcher({ prefixes }: Texts): (address: string) => boolean {
  const matcher = new CIDRMatcher([...prefixes])
  return (address) => matcher.contains(address)
}

function subnetMatch({ prefixes }: Texts): (address: string) => boolean {
  const ranges = { known: prefixes.map((prefix) => ipaddr.parseCIDR(prefix)) }
  return (address) => ipaddr.subnetMatch(ipaddr.parse(address), ranges, 'none') === 'known'
}

function isInSubnet({ family, prefixes }: Texts): (address: string) => boolean {
  if (family === 'ipv4') {
    const networks = prefixes.map((prefix) => new Address4(prefix))
    return (address) => {
      const asked = new Address4(address)
      return networks.some((network) => asked.isInSubnet(network))
    }
  }
  const networks = prefixes.map((prefix) => new Address6(prefix))
  return (address) => {
    const asked = new Address6(address)
    return networks.some((network) => asked.isInSubnet(network))
  }
}
