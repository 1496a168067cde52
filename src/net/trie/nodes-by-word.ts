/** No node, as in node.ts: a pair that has none is an empty place. */
const noNode = 0

/** The fractional part of the golden ratio, in 32 bits: multiplied by it, words that follow on each other are spread. */
const spread = 0x9e3779b1

/**
 * A hash table from the first bits of an address, up to 32, to a node: pairs of both, each at the place that
 * its hash names or in the next one free.
 */
export class NodesByWord {
  readonly #places: number
  #pairs: Int32Array = new Int32Array(16)
  #count = 0
  #isShared = false

  /** `places` is how many there are for each node at least: with more of them, fewer look-ups have to go on to a second. */
  constructor(places: number) {
    this.#places = places
  }

  get octets(): number {
    return this.#pairs.byteLength
  }

  /** The node at this word, a signed integer, or `noNode`. */
  find(word: number): number {
    const pairs = this.#pairs
    const mask = (pairs.length >> 1) - 1
    let place = home(word, mask)
    for (;;) {
      const node = pairs[2 * place + 1] as number
      if (node === noNode || pairs[2 * place] === word) return node
      place = (place + 1) & mask
    }
  }

  /** Says which node stands at this word, or with `noNode` that none does. */
  put(word: number, node: number): void {
    if (this.#isShared) this.#rewrite(this.#pairs.length)
    const place = this.#placeOf(word)
    const isHeld = this.#pairs[2 * place + 1] !== noNode
    if (node === noNode) {
      if (isHeld) this.#remove(place)
      return
    }
    this.#pairs[2 * place] = word
    this.#pairs[2 * place + 1] = node
    if (isHeld) return
    this.#count++
    if (2 * this.#places * this.#count > this.#pairs.length) this.#rewrite(2 * this.#pairs.length)
  }

  /** Another one with the same contents, copied when either is changed. */
  clone(): NodesByWord {
    const copy = new NodesByWord(this.#places)
    copy.#pairs = this.#pairs
    copy.#count = this.#count
    copy.#isShared = true
    this.#isShared = true
    return copy
  }

  /** Where the word is, or where it would go. */
  #placeOf(word: number): number {
    const pairs = this.#pairs
    const mask = (pairs.length >> 1) - 1
    let place = home(word, mask)
    while (pairs[2 * place + 1] !== noNode && pairs[2 * place] !== word) place = (place + 1) & mask
    return place
  }

  /** Empties the place. What follows without a gap moves up where its home is not passed by that. */
  #remove(place: number): void {
    const pairs = this.#pairs
    const mask = (pairs.length >> 1) - 1
    let gap = place
    for (let next = (gap + 1) & mask; pairs[2 * next + 1] !== noNode; next = (next + 1) & mask) {
      const fromHome = (next - home(pairs[2 * next] as number, mask)) & mask
      if (fromHome < ((next - gap) & mask)) continue
      pairs[2 * gap] = pairs[2 * next] as number
      pairs[2 * gap + 1] = pairs[2 * next + 1] as number
      gap = next
    }
    pairs[2 * gap + 1] = noNode
    this.#count--
  }

  #rewrite(length: number): void {
    const old = this.#pairs
    this.#pairs = new Int32Array(length)
    this.#isShared = false
    for (let index = 0; index < old.length; index += 2) {
      if (old[index + 1] === noNode) continue
      const place = this.#placeOf(old[index] as number)
      this.#pairs[2 * place] = old[index] as number
      this.#pairs[2 * place + 1] = old[index + 1] as number
    }
  }
}

/** The high bits of the product depend on all bits of the word: they are taken down to where the mask is. */
function home(word: number, mask: number): number {
  const product = Math.imul(word, spread)
  return (product ^ (product >>> 15)) & mask
}
