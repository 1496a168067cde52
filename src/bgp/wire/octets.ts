/** Reads octets one after another, up to an end of its own; reading past it is a bug of whoever reads. */
export class OctetReader {
  readonly view: DataView
  readonly end: number
  #at: number

  constructor(view: DataView, at: number, end: number) {
    this.view = view
    this.end = end
    this.#at = at
  }

  /** Where the next octet stands in the view. */
  get at(): number {
    return this.#at
  }

  /** How many octets are left. */
  get left(): number {
    return this.end - this.#at
  }

  uint8(): number {
    return this.view.getUint8(this.#advance(1))
  }

  uint16(): number {
    return this.view.getUint16(this.#advance(2))
  }

  uint32(): number {
    return this.view.getUint32(this.#advance(4))
  }

  /** The next octets, to be read by themselves. */
  part(count: number): OctetReader {
    const start = this.#advance(count)
    return new OctetReader(this.view, start, start + count)
  }

  /** A copy of the next octets. */
  take(count: number): readonly number[] {
    return octetsAt(this.view, this.#advance(count), count)
  }

  #advance(count: number): number {
    const at = this.#at
    if (at + count > this.end) throw new RangeError(`${count} octets are read where ${this.left} are left`)
    this.#at = at + count
    return at
  }
}

/** Writes octets one after another into a buffer of exactly the size that the whole needs. */
export class OctetWriter {
  readonly octets: Uint8Array
  readonly view: DataView
  #at = 0

  constructor(size: number) {
    this.octets = new Uint8Array(size)
    this.view = viewOf(this.octets)
  }

  /** Where the next octet goes. */
  get at(): number {
    return this.#at
  }

  uint8(value: number): void {
    this.view.setUint8(this.#at, value)
    this.#at += 1
  }

  uint16(value: number): void {
    this.view.setUint16(this.#at, value)
    this.#at += 2
  }

  uint32(value: number): void {
    this.view.setUint32(this.#at, value)
    this.#at += 4
  }

  append(octets: ArrayLike<number>): void {
    this.octets.set(octets, this.#at)
    this.#at += octets.length
  }

  /** For whoever wrote into the view by itself. */
  moveTo(at: number): void {
    this.#at = at
  }

  /** The whole; throws where its size was not what was computed. */
  finish(): Uint8Array {
    const { length } = this.octets
    if (this.#at !== length) throw new Error(`${this.#at} octets were written where ${length} were computed`)
    return this.octets
  }
}

export function viewOf(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.length)
}

/** A copy of octets, as messages hold them. */
export function octetsAt(view: DataView, at: number, count: number): readonly number[] {
  return Array.from(new Uint8Array(view.buffer, view.byteOffset + at, count))
}
