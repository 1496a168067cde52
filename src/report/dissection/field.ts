/** A part of a message. One with parts of its own has no octets but theirs. */
export interface Field {
  readonly name: string
  readonly offset: number
  readonly octets: number
  /** What the octets mean, in words; empty where their parts say it. */
  readonly meaning: string
  /** Where it is written. */
  readonly section: string
  readonly parts: readonly Field[]
}

/** Walks a message and makes a field of each step. It goes no further than to the end, whatever a length claims. */
export class FieldWalk {
  readonly view: DataView
  #at: number
  readonly #end: number

  constructor(view: DataView, at: number, end: number) {
    this.view = view
    this.#at = at
    this.#end = end
  }

  get at(): number {
    return this.#at
  }

  get left(): number {
    return this.#end - this.#at
  }

  /** The number that the next octets are, where they are there. */
  number(octets: 1 | 2 | 4): number {
    if (octets > this.left) return 0
    if (octets === 1) return this.view.getUint8(this.#at)
    return octets === 2 ? this.view.getUint16(this.#at) : this.view.getUint32(this.#at)
  }

  /** A number as a field. */
  count(
    octets: 1 | 2 | 4,
    name: string,
    section: string,
    meaningOf: (value: number) => string = String,
  ): Field {
    const value = this.number(octets)
    return this.leaf(octets, name, section, () => meaningOf(value))
  }

  leaf(octets: number, name: string, section: string, meaning: () => string): Field {
    const offset = this.#at
    if (octets > this.left) return this.#cutOff(name, section)
    const words = meaning()
    this.#at += octets
    return { name, offset, octets, meaning: words, section, parts: [] }
  }

  /** What lies in the next octets, walked by itself. What it leaves is told of too. */
  group(
    octets: number,
    name: string,
    section: string,
    walk: (inside: FieldWalk) => readonly Field[],
    meaning = '',
  ): Field {
    const offset = this.#at
    const end = Math.min(offset + octets, this.#end)
    const inside = new FieldWalk(this.view, offset, end)
    const walked = walk(inside)
    const rest = inside.left > 0 ? [inside.leaf(inside.left, 'Undecoded', '', () => '')] : []
    this.#at = end
    const parts = [...walked, ...rest].filter((part) => part.octets > 0 || part.parts.length > 0)
    return { name, offset, octets: end - offset, meaning, section, parts }
  }

  #cutOff(name: string, section: string): Field {
    const offset = this.#at
    this.#at = this.#end
    return { name, offset, octets: this.#end - offset, meaning: 'cut off', section, parts: [] }
  }
}
