import { addressBits, addressWords, type Family, families } from './address.ts'
import { formatWords, parseAddress } from './address-text.ts'
import { KeyNumbers, wordOf } from './key-numbers.ts'
import { KeyText } from './key-text.ts'
import { wordMask } from './prefix.ts'
import { absent } from './prefix-table.ts'
import { parsePrefix } from './prefix-text.ts'
import { RouteLoad } from './route-load.ts'
import { RouteSlots } from './route-slots.ts'
import { restoreTable, saveTable } from './saved-table.ts'
import type { Cursor } from './trie/cursor.ts'
import { Forwarding, type LookUps } from './trie/forwarding.ts'
import type { Tree } from './trie/tree.ts'
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
 * Walks survive changes made between two steps: they go on behind the prefix that they came to last.
 *
 * The methods that end in 4 or 6 take an address as a number or as four, from the most significant, each from
 * 0 to 2^32 - 1. Look-ups by number answer a route's own number, from 0, or -1, and allocate nothing; the number
 * is the route's as long as it is held. Numbers that are no address, length or network throw a `RangeError`.
 */
export class RouteTable<Value> implements Iterable<readonly [prefix: string, value: Value]> {
  #tables: Readonly<Record<Family, TreeBitmap>> = {
    ipv4: new TreeBitmap('ipv4'),
    ipv6: new TreeBitmap('ipv6'),
  }
  #slots: RouteSlots<Value> = new RouteSlots()
  #forwarding: Forwarding | undefined
  readonly #text = new KeyText()
  readonly #numbers = new KeyNumbers()

  /**
   * The table that `toBuffer` made a buffer of: the buffer, or a view of it such as a file that was read. Throws a
   * `TypeError` for any other, or a damaged one; a buffer that somebody made up on purpose may do anything.
   */
  static from<Value>(buffer: ArrayBuffer | ArrayBufferView): RouteTable<Value> {
    const { trees, values, lengths } = restoreTable<Value>(buffer)
    const table = new RouteTable<Value>()
    table.#tables = {
      ipv4: new TreeBitmap('ipv4', {}, trees.ipv4),
      ipv6: new TreeBitmap('ipv6', {}, trees.ipv6),
    }
    table.#slots.restore(values, lengths)
    return table
  }

  /** How many prefixes are held, of both families. */
  get size(): number {
    return this.#tables.ipv4.size + this.#tables.ipv6.size
  }

  /** How many prefixes of the family are held. */
  count(family: Family): number {
    return this.#tables[family].size
  }

  /**
   * Adds the prefix or gives it a new value; answers the value replaced, or `undefined`.
   * Throws a `TypeError` for bad text and for the value `undefined`.
   */
  set(prefix: string, value: Value): Value | undefined {
    if (value === undefined)
      throw new TypeError(`undefined is no value for ${prefix}; delete the prefix instead`)
    return this.#set(this.#readPrefix(prefix), this.#text.key, value)
  }

  /** The value at exactly this prefix, or `undefined`. Throws a `TypeError` for bad text. */
  get(prefix: string): Value | undefined {
    return this.#get(this.#readPrefix(prefix), this.#text.key)
  }

  /** Whether exactly this prefix is held. Throws a `TypeError` for bad text. */
  has(prefix: string): boolean {
    return this.get(prefix) !== undefined
  }

  /** Removes the prefix; answers the value removed, or `undefined`. Throws a `TypeError` for bad text. */
  delete(prefix: string): Value | undefined {
    return this.#delete(this.#readPrefix(prefix), this.#text.key)
  }

  /** The route with the longest prefix that holds the address, or `undefined`. Throws a `TypeError` for bad text. */
  match(address: string): RouteEntry<Value> | undefined {
    const family = this.#readAddress(address)
    const { key } = this.#text
    const route = this.#tables[family].match(key, 0)
    if (route === absent) return undefined
    return { prefix: networkText(family, key, this.#slots.length(route)), value: this.#slots.value(route) }
  }

  /** Every route whose prefix holds the address, the longest prefix first, as of now. Throws a `TypeError` for bad text. */
  matchAll(address: string): IterableIterator<RouteEntry<Value>> {
    const family = this.#readAddress(address)
    this.#text.key[addressWords[family]] = addressBits[family]
    return this.#coveringNow(family)
  }

  /** Every route whose prefix holds this one, itself included, the longest first, as of now. Throws a `TypeError` for bad text. */
  covering(prefix: string): IterableIterator<RouteEntry<Value>> {
    const family = this.#readPrefix(prefix)
    return this.#coveringNow(family)
  }

  /** Every route whose prefix lies inside this one, itself included, in address order. Throws a `TypeError` for bad text. */
  covered(prefix: string): IterableIterator<RouteEntry<Value>> {
    const family = this.#readPrefix(prefix)
    return this.#within(family, this.#tables[family].cursorWithin(this.#text.key, 0))
  }

  /** How many routes `covered` would answer; it costs a step for each node of the trie that they fill. Throws a `TypeError` for bad text. */
  countCovered(prefix: string): number {
    const family = this.#readPrefix(prefix)
    return this.#tables[family].countCovered(this.#text.key, 0)
  }

  /** Everything in address order, or everything from this prefix on, whether it is held or not. */
  entries(from?: string): IterableIterator<readonly [prefix: string, value: Value]> {
    if (from === undefined) return this.#walk('ipv4', new Uint32Array(5))
    const family = this.#readPrefix(from)
    return this.#walk(family, this.#text.key.slice())
  }

  [Symbol.iterator](): IterableIterator<readonly [prefix: string, value: Value]> {
    return this.entries()
  }

  /**
   * Adds many routes; the last of equal prefixes counts. Into an empty table, in address order, it is several
   * times as fast as `set` for each. Throws a `TypeError` for bad text and for the value `undefined`, and has
   * changed nothing then.
   */
  load(routes: Iterable<readonly [prefix: string, value: Value]>): void {
    const loads = { ipv4: new RouteLoad<Value>('ipv4'), ipv6: new RouteLoad<Value>('ipv6') }
    for (const [prefix, value] of routes) {
      if (value === undefined) throw new TypeError(`undefined is no value for ${prefix}`)
      loads[this.#readPrefix(prefix)].add(this.#text.key, value)
    }
    for (const family of families) {
      const set = (key: Uint32Array, value: Value): unknown => this.#set(family, key, value)
      const wasBuilt = loads[family].into(this.#tables[family], this.#slots, set)
      if (wasBuilt && this.#forwarding !== undefined) this.#fill(this.#forwarding, family)
    }
  }

  /** Removes everything. */
  clear(): void {
    for (const family of families) this.#tables[family].clear()
    this.#forwarding?.clear()
    this.#slots.clear()
  }

  /** An independent table with the same routes, for the price of a few objects: what is shared is copied when either changes. */
  clone(): RouteTable<Value> {
    const copy = new RouteTable<Value>()
    copy.#tables = { ipv4: this.#tables.ipv4.clone(), ipv6: this.#tables.ipv6.clone() }
    copy.#slots = this.#slots.clone()
    return copy
  }

  /**
   * Everything in one buffer, to be kept or transferred to a worker: `RouteTable.from` has it back.
   * Throws a `TypeError` where a value is none that JSON keeps.
   */
  toBuffer(): ArrayBuffer {
    const { ipv4, ipv6 } = this.#tables
    return saveTable({ trees: { ipv4: ipv4.tree, ipv6: ipv6.tree }, ...this.#slots.saved() })
  }

  /** `set` for an IPv4 prefix by number. */
  set4(address: number, length: number, value: Value): Value | undefined {
    if (value === undefined) throw new TypeError('undefined is no value for a route; delete it instead')
    return this.#set('ipv4', this.#numbers.prefix4(address, length), value)
  }

  /** `get` for an IPv4 prefix by number. */
  get4(address: number, length: number): Value | undefined {
    return this.#get('ipv4', this.#numbers.prefix4(address, length))
  }

  /** `delete` for an IPv4 prefix by number. */
  delete4(address: number, length: number): Value | undefined {
    return this.#delete('ipv4', this.#numbers.prefix4(address, length))
  }

  /** The number of the route with the longest prefix that holds the address, or -1. */
  match4(address: number): number {
    return this.#tables.ipv4.match4(wordOf(address))
  }

  /** `set` for an IPv6 prefix by number. */
  set6(a: number, b: number, c: number, d: number, length: number, value: Value): Value | undefined {
    if (value === undefined) throw new TypeError('undefined is no value for a route; delete it instead')
    return this.#set('ipv6', this.#numbers.prefix6(a, b, c, d, length), value)
  }

  /** `get` for an IPv6 prefix by number. */
  get6(a: number, b: number, c: number, d: number, length: number): Value | undefined {
    return this.#get('ipv6', this.#numbers.prefix6(a, b, c, d, length))
  }

  /** `delete` for an IPv6 prefix by number. */
  delete6(a: number, b: number, c: number, d: number, length: number): Value | undefined {
    return this.#delete('ipv6', this.#numbers.prefix6(a, b, c, d, length))
  }

  /** The number of the route with the longest prefix that holds the address, or -1. */
  match6(a: number, b: number, c: number, d: number): number {
    return this.#tables.ipv6.match(this.#numbers.address6(a, b, c, d), 0)
  }

  /**
   * `match4` or `match6` for many addresses, one element each for IPv4 and four for IPv6; `out` gets a route's number
   * or -1 for each. Addresses in typed arrays are quicker than one at a time. Throws a `RangeError` where `out` is too short.
   */
  matchMany(family: Family, addresses: Uint32Array, out: Int32Array): void {
    this.#tables[family].matchMany(addresses, out)
  }

  /**
   * Look-ups alone, several times as fast as the table's own for IPv4 and twice as fast for IPv6: for those who look
   * up a thousand times for every change. It answers route numbers, and follows every change of the table; a table has
   * one, made when it is first asked for. It takes 1.25 megabytes at least, and 20 to 30 octets a prefix.
   */
  forwarding(): LookUps {
    if (this.#forwarding !== undefined) return this.#forwarding
    const forwarding = new Forwarding()
    for (const family of families) this.#fill(forwarding, family)
    this.#forwarding = forwarding
    return forwarding
  }

  /** The value of a route by its number. Throws a `RangeError` for a number that no route has. */
  valueAt(route: number): Value {
    return this.#slots.value(route)
  }

  /** How long the prefix of a route is, by its number; with the address it makes the prefix. Throws as `valueAt` does. */
  lengthAt(route: number): number {
    this.#slots.value(route)
    return this.#slots.length(route)
  }

  /** The trie of one family, for those who draw or check it: to change it breaks the table. */
  tree(family: Family): Tree {
    return this.#tables[family].tree
  }

  #set(family: Family, key: Uint32Array, value: Value): Value | undefined {
    const known = this.#tables[family].get(key, 0)
    if (known !== absent) return this.#slots.replace(known, value)
    // Room is made before anything changes, so that what cannot be held is held nowhere.
    this.#tables[family].tree.reserve()
    this.#forwarding?.insert(family, key, this.#slots.next)
    this.#tables[family].set(key, 0, this.#slots.next)
    this.#slots.add(key[addressWords[family]] ?? 0, value)
    return undefined
  }

  /** Tells a forwarding table that holds no route of the family of all of them. */
  #fill(forwarding: Forwarding, family: Family): void {
    const cursor = this.#tables[family].cursor(new Uint32Array(5), 0)
    while (cursor.next()) forwarding.insert(family, cursor.key, cursor.value)
  }

  #get(family: Family, key: Uint32Array): Value | undefined {
    const route = this.#tables[family].get(key, 0)
    return route === absent ? undefined : this.#slots.value(route)
  }

  #delete(family: Family, key: Uint32Array): Value | undefined {
    const route = this.#tables[family].delete(key, 0)
    if (route === absent) return undefined
    if (this.#forwarding !== undefined) {
      const cover = this.#tables[family].matchPrefix(key, 0)
      this.#forwarding.remove(family, key, cover, cover === absent ? 0 : this.#slots.length(cover))
    }
    const removed = this.#slots.remove(route)
    if (this.size === 0) this.#slots.clear()
    return removed
  }

  /** What covers the prefix that was read, at this moment. */
  #coveringNow(family: Family): IterableIterator<RouteEntry<Value>> {
    return Array.from(this.#tables[family].covering(this.#text.key, 0), ({ key, value: route }) => {
      return { prefix: prefixText(family, key), value: this.#slots.value(route) }
    }).values()
  }

  *#within(family: Family, cursor: Cursor): IterableIterator<RouteEntry<Value>> {
    while (cursor.next()) {
      yield { prefix: prefixText(family, cursor.key), value: this.#slots.value(cursor.value) }
    }
  }

  /** From this prefix of the family on, and through the family after it. */
  *#walk(family: Family, from: Uint32Array): IterableIterator<readonly [prefix: string, value: Value]> {
    const cursor = this.#tables[family].cursor(from, 0)
    while (cursor.next()) {
      yield [prefixText(family, cursor.key), this.#slots.value(cursor.value)]
    }
    if (family === 'ipv4') yield* this.#walk('ipv6', new Uint32Array(5))
  }

  /** Reads the text into the reader's key; answers its family. */
  #readPrefix(text: string): Family {
    if (typeof text !== 'string') throw new TypeError(`${String(text)} is no text of a prefix`)
    const family = this.#text.prefix(text)
    if (family !== undefined) return family
    const prefix = parsePrefix(text)
    this.#text.key.set([...prefix.words, prefix.length])
    return prefix.family
  }

  #readAddress(text: string): Family {
    if (typeof text !== 'string') throw new TypeError(`${String(text)} is no text of an address`)
    const family = this.#text.address(text)
    if (family !== undefined) return family
    const address = parseAddress(text)
    this.#text.key.set(address.words)
    return address.family
  }
}

/** The network of so many bits that the address is in, as text; the address is cut down to it. */
function networkText(family: Family, address: Uint32Array, length: number): string {
  for (let word = 0; word < addressWords[family]; word++) {
    address[word] = (address[word] ?? 0) & wordMask(length, word)
  }
  return `${formatWords(family, address)}${lengthTexts[length]}`
}

/** The packed prefix as text. */
function prefixText(family: Family, key: Uint32Array): string {
  return `${formatWords(family, key)}${lengthTexts[key[addressWords[family]] ?? 0]}`
}

const lengthTexts: readonly string[] = Array.from({ length: 129 }, (_, length) => `/${length}`)
