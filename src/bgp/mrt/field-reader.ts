import { type Address, addressWords, type Family } from '../../net/address.ts'

/**
 * Reads fields in order. Past the end it answers zeros and remembers it, so that whoever reads a record of many
 * fields judges it once, when it is read.
 */
export class FieldReader {
  readonly #octets: Uint8Array
  readonly #view: DataView
  #at = 0
  #overran = false

  constructor(octets: Uint8Array) {
    this.#octets = octets
    this.#view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength)
  }

  /** Whether more was asked for than there is. */
  get overran(): boolean {
    return this.#overran
  }

  get left(): number {
    return this.#octets.length - this.#at
  }

  octet(): number {
    return this.#take(1, (at) => this.#view.getUint8(at))
  }

  twoOctets(): number {
    return this.#take(2, (at) => this.#view.getUint16(at))
  }

  fourOctets(): number {
    return this.#take(4, (at) => this.#view.getUint32(at))
  }

  asn(octets: 2 | 4): number {
    return octets === 2 ? this.twoOctets() : this.fourOctets()
  }

  address(family: Family): Address {
    return { family, words: Array.from({ length: addressWords[family] }, () => this.fourOctets()) }
  }

  /** A view, not a copy; empty where that many are not left. */
  octets(count: number): Uint8Array {
    if (!this.#has(count)) return new Uint8Array(0)
    this.#at += count
    return this.#octets.subarray(this.#at - count, this.#at)
  }

  rest(): Uint8Array {
    return this.octets(this.left)
  }

  #take(count: number, from: (at: number) => number): number {
    if (!this.#has(count)) return 0
    this.#at += count
    return from(this.#at - count)
  }

  #has(count: number): boolean {
    if (count <= this.left) return true
    this.#overran = true
    this.#at = this.#octets.length
    return false
  }
}
