import { type Family, families } from './address.ts'
import { parseAddress } from './address-text.ts'
import { Column } from './column.ts'
import { packPrefixes, prefixAt } from './packed-prefixes.ts'
import { hostPrefix, networkOf, type Prefix } from './prefix.ts'
import { absent, type PrefixTable, type PrefixTableEntry } from './prefix-table.ts'
import { formatPrefix, parsePrefix } from './prefix-text.ts'
import { TreeBitmap } from './trie/tree-bitmap.ts'

/** A route that the table holds. */
export interface RouteEntry<Value> {
  /** As `10.0.0.0/8`, or as RFC 5952 writes IPv6. */
  readonly prefix: string
  readonly value: Value
}

/**
 * Prefixes of both families, each with a value of any type but `undefined`, which is how absence is said.
 *
 *     const table = new RouteTable<string>()
 *     table.set('10.0.0.0/8', 'site')
 *     table.set('2001:db8::/32', 'lab')
 *     table.match('10.1.2.3')             // { prefix: '10.0.0.0/8', value: 'site' }
 *
 * A prefix is text such as `10.0.0.0/8`, `10.0.0.0/255.0.0.0` or `2001:db8::/32`, an address text such as
 * `10.1.2.3` or `2001:db8::1`. Text that is neither throws a `TypeError` that says what is wrong with it; a
 * prefix with host bits set is such text, and the error names the network that may have been meant.
 *
 * Address order is IPv4 before IPv6, then by number, a shorter prefix before the longer ones it covers.
 * A walk that goes on after a prefix was added or removed throws an `Error`; new values for prefixes that
 * are there do not disturb it.
 */
export class RouteTable<Value> implements Iterable<readonly [prefix: string, value: Value]> {
  readonly #tables: Readonly<Record<Family, PrefixTable>> = {
    ipv4: new TreeBitmap('ipv4'),
    ipv6: new TreeBitmap('ipv6'),
  }
  /** By slot, the number that the prefix tables hold: the value, and how long its prefix is. */
  readonly #values: (Value | undefined)[] = []
  readonly #lengths: Column = new Column(absent)
  readonly #freeSlots: number[] = []
  #changes = 0

  /** How many prefixes are held, of both families. */
  get size(): number {
    return this.#tables.ipv4.size + this.#tables.ipv6.size
  }

  /**
   * Adds the prefix or gives it a new value; answers the value replaced, or `undefined`.
   * Throws a `TypeError` for bad text and for the value `undefined`.
   */
  set(prefix: string, value: Value): Value | undefined {
    if (value === undefined)
      throw new TypeError(`undefined is no value for ${prefix}; delete the prefix instead`)
    const { table, key, length } = this.#locate(prefix)
    const known = table.get(key, 0)
    const slot = known === absent ? (this.#freeSlots.pop() ?? this.#values.length) : known
    const replaced = this.#values[slot]
    this.#values[slot] = value
    if (known === absent) {
      this.#lengths.set(slot, length)
      table.set(key, 0, slot)
      this.#changes++
    }
    return replaced
  }

  /** The value at exactly this prefix, or `undefined`. Throws a `TypeError` for bad text. */
  get(prefix: string): Value | undefined {
    const { table, key } = this.#locate(prefix)
    const slot = table.get(key, 0)
    return slot === absent ? undefined : this.#values[slot]
  }

  /** Whether exactly this prefix is held. Throws a `TypeError` for bad text. */
  has(prefix: string): boolean {
    return this.get(prefix) !== undefined
  }

  /** Removes the prefix; answers the value removed, or `undefined`. Throws a `TypeError` for bad text. */
  delete(prefix: string): Value | undefined {
    const { table, key } = this.#locate(prefix)
    const slot = table.delete(key, 0)
    if (slot === absent) return undefined
    const removed = this.#values[slot]
    this.#values[slot] = undefined
    this.#freeSlots.push(slot)
    this.#changes++
    return removed
  }

  /** The route with the longest prefix that holds the address, or `undefined`. Throws a `TypeError` for bad text. */
  match(address: string): RouteEntry<Value> | undefined {
    const parsed = parseAddress(address)
    const slot = this.#tables[parsed.family].match(Uint32Array.from(parsed.words), 0)
    if (slot === absent) return undefined
    return { prefix: formatPrefix(networkOf(parsed, this.#lengths.get(slot))), value: this.#valueAt(slot) }
  }

  /** Every route whose prefix holds the address, the longest prefix first. Throws a `TypeError` for bad text. */
  matchAll(address: string): IterableIterator<RouteEntry<Value>> {
    const host = hostPrefix(parseAddress(address))
    return this.#walk(host.family, this.#tables[host.family].covering(keyOf(host), 0))
  }

  /** Every route whose prefix lies inside this one, itself included, in address order. Throws a `TypeError` for bad text. */
  covered(prefix: string): IterableIterator<RouteEntry<Value>> {
    const { table, key } = this.#locate(prefix)
    return this.#walk(table.family, table.covered(key, 0))
  }

  /** Every route whose prefix holds this one, itself included, the longest first. Throws a `TypeError` for bad text. */
  covering(prefix: string): IterableIterator<RouteEntry<Value>> {
    const { table, key } = this.#locate(prefix)
    return this.#walk(table.family, table.covering(key, 0))
  }

  /** Removes everything. */
  clear(): void {
    for (const family of families) this.#tables[family].clear()
    this.#values.length = 0
    this.#freeSlots.length = 0
    this.#changes++
  }

  /** Everything, as pairs of prefix and value, in address order. */
  *[Symbol.iterator](): IterableIterator<readonly [prefix: string, value: Value]> {
    for (const family of families) {
      for (const { prefix, value } of this.#walk(family, this.#tables[family].entries()))
        yield [prefix, value]
    }
  }

  #locate(text: string): { table: PrefixTable; key: Uint32Array; length: number } {
    const prefix = parsePrefix(text)
    return { table: this.#tables[prefix.family], key: keyOf(prefix), length: prefix.length }
  }

  #valueAt(slot: number): Value {
    const value = this.#values[slot]
    if (value === undefined) throw new Error(`slot ${slot} of the route table is empty`)
    return value
  }

  *#walk(family: Family, entries: Iterable<PrefixTableEntry>): IterableIterator<RouteEntry<Value>> {
    const changes = this.#changes
    for (const { key, value: slot } of entries) {
      yield { prefix: formatPrefix(prefixAt(family, key, 0)), value: this.#valueAt(slot) }
      if (this.#changes !== changes) {
        throw new Error('the route table changed during a walk; collect the prefixes first, then change it')
      }
    }
  }
}

function keyOf(prefix: Prefix): Uint32Array {
  return packPrefixes(prefix.family, [prefix]).data
}
