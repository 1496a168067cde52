import { addressWords, type Family } from '../address.ts'
import { Forwarding4 } from './forwarding4.ts'
import { Forwarding6 } from './forwarding6.ts'

/** What may be asked of a forwarding table; its route table alone changes it. */
export type LookUps = Pick<Forwarding, 'match4' | 'match6' | 'matchMany' | 'octets'>

/** Look-ups alone, of both families, in step with the route table that it is from: numbers of that table's routes. */
export class Forwarding {
  readonly #ipv4: Forwarding4 = new Forwarding4()
  readonly #ipv6: Forwarding6 = new Forwarding6()

  /** Octets of its arrays, what is free in them included. */
  get octets(): number {
    return this.#ipv4.octets + this.#ipv6.octets
  }

  /** The number of the route with the longest prefix that holds the address, or -1. Throws a `RangeError` for no address. */
  match4(address: number): number {
    return this.#ipv4.match4(address)
  }

  /** The same for an IPv6 address as four numbers, from the most significant. */
  match6(a: number, b: number, c: number, d: number): number {
    return this.#ipv6.match6(a, b, c, d)
  }

  /**
   * `match4` or `match6` for many addresses, one element each for IPv4 and four for IPv6; `out` gets a number for each.
   * Throws a `RangeError` where `out` is too short.
   */
  matchMany(family: Family, addresses: Uint32Array, out: Int32Array): void {
    const count = addresses.length / addressWords[family]
    if (!Number.isInteger(count))
      throw new RangeError(`${addresses.length} elements are no ${family} addresses`)
    if (out.length < count) throw new RangeError(`${out.length} places for the answers to ${count} addresses`)
    if (family === 'ipv4') this.#ipv4.matchMany(addresses, out)
    else this.#ipv6.matchMany(addresses, out)
  }

  /** A route came. Throws a `RangeError` for a number that is too large; nothing has changed then. */
  insert(family: Family, key: Uint32Array, number: number): void {
    if (family === 'ipv4') this.#ipv4.insert(key[0] as number, key[1] as number, number)
    else this.#ipv6.insert(key, number)
  }

  /** A route went; `cover` is the number of the one with the longest prefix that still covers it, or -1, and its length. */
  remove(family: Family, key: Uint32Array, cover: number, coverLength: number): void {
    if (family === 'ipv4') this.#ipv4.remove(key[0] as number, key[1] as number, cover, coverLength)
    else this.#ipv6.remove(key, cover, coverLength)
  }

  clear(): void {
    this.#ipv4.clear()
    this.#ipv6.clear()
  }
}
