/** Draws that a seed and what they are for decide alone: a Weyl sequence, each of its numbers scattered. */
export class Draws {
  #state: number

  constructor(seed: number, purpose: string) {
    let state = seed | 0
    for (let index = 0; index < purpose.length; index++) {
      state = scattered(Math.imul(state, 31) + purpose.charCodeAt(index))
    }
    this.#state = state
  }

  /** 32 bits, as an unsigned number. */
  bits(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0
    return scattered(this.#state)
  }

  /** From 0 up to, and without, 1. */
  share(): number {
    return this.bits() / 2 ** 32
  }

  /** A whole number from 0 up to, and without, `count`. */
  below(count: number): number {
    return Math.floor(this.share() * count)
  }
}

/** The order of so many things, drawn (Fisher and Yates). */
export function shuffledOrder(count: number, draws: Draws): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index)
  for (let left = count - 1; left > 0; left--) {
    const other = draws.below(left + 1)
    const moved = order[left] ?? 0
    order[left] = order[other] ?? 0
    order[other] = moved
  }
  return order
}

function scattered(sum: number): number {
  const once = Math.imul(sum ^ (sum >>> 16), 0x21f0aaad)
  const twice = Math.imul(once ^ (once >>> 15), 0x735a2d97)
  return (twice ^ (twice >>> 15)) >>> 0
}
