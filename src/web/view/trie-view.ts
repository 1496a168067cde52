import type { Family } from '../../net/address.ts'
import { prefixAt } from '../../net/packed-prefixes.ts'
import { covers, type Prefix } from '../../net/prefix.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { countOf } from '../../report/quantity.ts'
import type { ForwardingTable, NextHop } from '../../sim/forwarding/forwarding-table.ts'
import { readDestination } from './destination.ts'

/** The forwarding table of a router as the trie that it is: all of it where it is small, else what a look-up comes by. */
export interface TrieView {
  /** What is looked up, as it was asked for. */
  readonly asked: string
  /** What the look-up found, and how. */
  readonly answer: string
  /** `undefined` where nothing is in the table. */
  readonly root: TrieNode | undefined
}

/** A node of a tree bitmap: five bits more than the one above. */
export interface TrieNode {
  readonly name: string
  /** The bits that lead to it from the node above; empty at the root. */
  readonly bits: string
  readonly isOnWay: boolean
  readonly routes: readonly TrieRoute[]
  readonly below: readonly TrieNode[]
  /** What is in it and below, where that is not shown; `undefined` where it is. */
  readonly folded: string | undefined
}

export interface TrieRoute {
  readonly prefix: string
  readonly via: string
  /** The longest that holds what is looked up. */
  readonly isMatch: boolean
}

const shownWhole = 24
const foldedSiblingsAtMost = 6

export function trieView(table: ForwardingTable, asked: string): TrieView {
  const { value, problem } = asked === '' ? { value: undefined, problem: undefined } : readDestination(asked)
  if (problem !== undefined) return { asked, answer: problem, root: undefined }
  const family = value?.family ?? (table.size('ipv4') > 0 ? 'ipv4' : 'ipv6')
  const nodes = branches(table, family)
  const [root] = nodes
  const size = `${countOf(table.size(family), 'route')} in ${countOf(nodes.length, 'node')} of five bits each`
  if (root === undefined || table.size(family) === 0)
    return { asked, answer: 'Nothing is in the table.', root: undefined }
  const isWhole = nodes.length <= shownWhole
  if (value === undefined) return { asked, answer: `${size}.`, root: shown(root, undefined, isWhole) }
  const way = nodes.filter(({ prefix }) => covers(prefix, value))
  const match = way.flatMap(({ routes }) => routes.filter((route) => covers(route.prefix, value))).at(-1)
  const found =
    match === undefined
      ? 'no route holds it'
      : `${formatPrefix(match.prefix)} is the longest that holds it: ${match.via}`
  return {
    asked,
    answer: `${size}. The look-up comes by ${way.length}, and ${found}.`,
    root: shown(root, { value, match }, isWhole),
  }
}

/** A node with those below it. */
interface Branch {
  readonly prefix: Prefix
  readonly routes: readonly { readonly prefix: Prefix; readonly via: string }[]
  readonly below: Branch[]
}

/** All of them, those above before those below. */
function branches(table: ForwardingTable, family: Family): readonly Branch[] {
  const above: Branch[] = []
  return table.nodes(family).map(({ level, key, routes }) => {
    const branch: Branch = {
      prefix: prefixAt(family, key, 0),
      routes: routes.map((route) => ({
        prefix: prefixAt(family, route.key, 0),
        via: table.nextHops(route.value).map(whereTo).join(', '),
      })),
      below: [],
    }
    above[level - 1]?.below.push(branch)
    above.length = level
    above.push(branch)
    return branch
  })
}

function whereTo(hop: NextHop): string {
  return hop.kind === 'via' ? hop.node : hop.kind === 'deliver' ? 'here' : 'nowhere'
}

interface LookUp {
  readonly value: Prefix
  readonly match: Branch['routes'][number] | undefined
}

function shown(branch: Branch, lookUp: LookUp | undefined, isWhole: boolean): TrieNode {
  const { prefix, routes, below } = branch
  const isOnWay = lookUp !== undefined && covers(prefix, lookUp.value)
  const isFolded = !isWhole && !isOnWay && prefix.length > 0
  return {
    name: formatPrefix(prefix),
    bits: prefix.length === 0 ? '' : lastBits(prefix),
    isOnWay,
    routes: isFolded
      ? []
      : routes.map((route) => ({
          prefix: formatPrefix(route.prefix),
          via: route.via,
          isMatch: route === lookUp?.match,
        })),
    below: isFolded ? [] : belowOf(below, lookUp, isWhole),
    folded: isFolded ? amount([branch]) : undefined,
  }
}

/** The one on the way, and some beside it; the others as one. */
function belowOf(
  below: readonly Branch[],
  lookUp: LookUp | undefined,
  isWhole: boolean,
): readonly TrieNode[] {
  const isOnWay = ({ prefix }: Branch): boolean => lookUp !== undefined && covers(prefix, lookUp.value)
  const beside = below.filter((branch) => !isOnWay(branch))
  const isLong = !isWhole && beside.length > foldedSiblingsAtMost + 1
  const rest = isLong ? beside.slice(foldedSiblingsAtMost) : []
  const nodes = below
    .filter((branch) => !rest.includes(branch))
    .map((branch) => shown(branch, lookUp, isWhole))
  if (rest.length === 0) return nodes
  const name = `${countOf(rest.length, 'more node')} beside`
  return [...nodes, { name, bits: '', isOnWay: false, routes: [], below: [], folded: amount(rest) }]
}

function amount(all: readonly Branch[]): string {
  const open = [...all]
  let [nodes, routes] = [0, 0]
  for (let branch = open.pop(); branch !== undefined; branch = open.pop()) {
    nodes++
    routes += branch.routes.length
    open.push(...branch.below)
  }
  return nodes === 1 ? countOf(routes, 'route') : `${countOf(routes, 'route')} in ${countOf(nodes, 'node')}`
}

/** The five bits by which the node above leads here. */
function lastBits({ words, length }: Prefix): string {
  return Array.from({ length: 5 }, (_, index) => {
    const bit = length - 5 + index
    return ((words[bit >>> 5] ?? 0) >>> (31 - (bit & 31))) & 1
  }).join('')
}
