import type { Family } from '../../net/address.ts'
import { Column } from '../../net/column.ts'
import { packedLength } from '../../net/packed-cover.ts'
import { copyPrefix, type PackedPrefixes, PrefixPacker, prefixStride } from '../../net/packed-prefixes.ts'
import { absent } from '../../net/prefix-table.ts'
import { TreeBitmap } from '../../net/trie/tree-bitmap.ts'
import type { ForwardingTable } from './forwarding-table.ts'

/**
 * How a node forwards a prefix, as one number: 0 not at all, 2n + 1 by a shorter prefix with its list of
 * next hops n, 2n + 2 by an entry of exactly this prefix.
 */
type Way = number

/** Prefixes that every node forwards alike. */
export interface DestinationClass {
  readonly id: number
  /** One for each node, in the order of the tables. */
  readonly ways: readonly Way[]
  /** Whether any node has an entry of exactly these prefixes. */
  readonly held: boolean
}

/** The classes that follow on one, by node and its new way: a flood of prefixes takes the same step. */
type Steps = Map<number, DestinationClass>

/**
 * Every prefix of one family that some node has or had an entry for, sorted into classes by the next hops
 * it has at each node, so that what holds of thousands of prefixes is found out once. A prefix stands for
 * those of its addresses that no longer prefix claims.
 *
 * It follows the tables by being told, per node, which prefixes changed. Prefixes are numbered as they
 * come. A new one starts as the next shorter one stands: until now no node had an entry between the two.
 */
export class DestinationClasses {
  readonly #tables: readonly ForwardingTable[]
  readonly #family: Family
  readonly #stride: number
  #numbers: TreeBitmap
  #keys: Uint32Array
  #longest = 0
  readonly #classOf = new Column(absent)
  /** 1 for a prefix that covers others, for which its entry may stand in. */
  readonly #covers = new Column(0)
  #classes: { readonly itself: DestinationClass; readonly steps: Steps; members: number }[] = []
  #idOf = new Map<string, number>()
  /** By class of the next shorter prefix, or none: what a new prefix starts as. */
  #heirs = new Map<DestinationClass | undefined, DestinationClass>()
  #moved = new Map<number, DestinationClass>()

  constructor(family: Family, tables: readonly ForwardingTable[]) {
    this.#family = family
    this.#tables = tables
    this.#stride = prefixStride[family]
    this.#numbers = new TreeBitmap(family)
    this.#keys = new Uint32Array(16 * this.#stride)
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: DestinationClasses): void {
    this.#numbers = other.#numbers.clone()
    this.#keys = other.#keys.slice()
    this.#longest = other.#longest
    this.#classOf.assume(other.#classOf)
    this.#covers.assume(other.#covers)
    // A class and what follows on it are the same for both; how many members it has is not.
    this.#classes = other.#classes.map((one) => ({ ...one, steps: new Map(one.steps) }))
    this.#idOf = new Map(other.#idOf)
    this.#heirs = new Map(other.#heirs)
    this.#moved = new Map(other.#moved)
  }

  /** How many prefixes have a number. */
  get size(): number {
    return this.#numbers.size
  }

  /** The classes that have members now. */
  get live(): readonly DestinationClass[] {
    return this.#classes.filter(({ members }) => members > 0).map(({ itself }) => itself)
  }

  classOf(prefix: number): DestinationClass {
    return this.#class(this.#classOf.get(prefix)).itself
  }

  /** The packed prefixes behind these numbers. */
  pack(prefixes: readonly number[]): PackedPrefixes {
    const packer = new PrefixPacker(this.#family)
    for (const prefix of prefixes) packer.append(this.#keys, prefix * this.#stride)
    return packer.finish()
  }

  /** The prefixes that changed their class since this was last asked, each with the class it had then. */
  takeMoved(): ReadonlyMap<number, DestinationClass> {
    const moved = this.#moved
    this.#moved = new Map()
    return moved
  }

  /** Takes in that the node's entry for the prefix came, went or became another. */
  refresh(node: number, data: Uint32Array, offset: number): void {
    const known = this.#numbers.get(data, offset)
    const prefix = known === absent ? this.#add(data, offset) : known
    this.#refreshOne(node, prefix)
    if (this.#covers.get(prefix) === 0) return
    for (const { value } of this.#numbers.covered(data, offset)) this.#refreshOne(node, value)
  }

  #refreshOne(node: number, prefix: number): void {
    const old = this.#class(this.#classOf.get(prefix))
    const way = this.#wayOf(node, prefix)
    if (old.itself.ways[node] === way) return
    if (!this.#moved.has(prefix)) this.#moved.set(prefix, old.itself)
    const name = node + this.#tables.length * way
    const next = old.steps.get(name) ?? this.#intern(old.itself.ways.with(node, way))
    old.steps.set(name, next)
    old.members--
    this.#join(prefix, next)
  }

  #join(prefix: number, joined: DestinationClass): void {
    this.#classOf.set(prefix, joined.id)
    this.#class(joined.id).members++
  }

  #add(data: Uint32Array, offset: number): number {
    const before = this.#inherited(data, offset)
    const prefix = this.#numbers.size
    this.#noteCover(prefix, data, offset)
    this.#numbers.set(data, offset, prefix)
    if ((prefix + 1) * this.#stride > this.#keys.length) {
      const grown = new Uint32Array(2 * this.#keys.length)
      grown.set(this.#keys)
      this.#keys = grown
    }
    copyPrefix(this.#family, data, offset, this.#keys, prefix * this.#stride)
    this.#join(prefix, before)
    return prefix
  }

  // A walk down the trie finds that there is nothing only slowly: it is made once, and not at each change.
  #noteCover(prefix: number, data: Uint32Array, offset: number): void {
    for (const { value } of this.#numbers.covering(data, offset)) this.#covers.set(value, 1)
    const length = packedLength(this.#family, data, offset)
    if (length < this.#longest && !isEmpty(this.#numbers.covered(data, offset))) this.#covers.set(prefix, 1)
    this.#longest = Math.max(this.#longest, length)
  }

  /** The class of a prefix that no node has an entry for: all forward it as the next shorter one. */
  #inherited(data: Uint32Array, offset: number): DestinationClass {
    for (const { value } of this.#numbers.covering(data, offset)) return this.#heirOf(this.classOf(value))
    return this.#heirOf(undefined)
  }

  #heirOf(shorter: DestinationClass | undefined): DestinationClass {
    const known = this.#heirs.get(shorter)
    if (known !== undefined) return known
    const ways = shorter?.ways.map((way) => (isOwn(way) ? way - 1 : way)) ?? this.#tables.map(() => 0)
    const heir = this.#intern(ways)
    this.#heirs.set(shorter, heir)
    return heir
  }

  #intern(ways: readonly Way[]): DestinationClass {
    const name = ways.join(' ')
    const known = this.#idOf.get(name)
    if (known !== undefined) return this.#class(known).itself
    const itself = { id: this.#classes.length, ways, held: ways.some(isOwn) }
    this.#idOf.set(name, itself.id)
    this.#classes.push({ itself, steps: new Map(), members: 0 })
    return itself
  }

  #class(id: number): { readonly itself: DestinationClass; readonly steps: Steps; members: number } {
    const known = this.#classes[id]
    if (known === undefined) throw new Error(`no class number ${id}`)
    return known
  }

  #wayOf(node: number, prefix: number): Way {
    const table = this.#tables[node]
    if (table === undefined) throw new Error(`no table number ${node}`)
    const own = table.listAt(this.#family, this.#keys, prefix * this.#stride)
    if (own !== absent) return 2 * own + 2
    const shorter = table.listCovering(this.#family, this.#keys, prefix * this.#stride)
    return shorter === absent ? 0 : 2 * shorter + 1
  }
}

/** The list of next hops that a way stands for, or `absent`. */
export function listOf(way: Way): number {
  return way === 0 ? absent : (way - 1) >> 1
}

function isEmpty(entries: Iterable<unknown>): boolean {
  for (const _ of entries) return false
  return true
}

function isOwn(way: Way): boolean {
  return way > 0 && way % 2 === 0
}
