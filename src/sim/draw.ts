import type { RandomStream } from './random.ts'

/** Choices from a random stream: the same stream makes the same ones. */
export class Draw {
  readonly #stream: RandomStream

  constructor(stream: RandomStream) {
    this.#stream = stream
  }

  between(low: number, high: number): number {
    return this.#stream.between(low, high)
  }

  /** From `low` to `high`, both among them. */
  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1))
  }

  chance(probability: number): boolean {
    return this.#stream.next() < probability
  }

  one<Value>(values: readonly Value[]): Value {
    for (const value of values.slice(this.whole(0, values.length - 1))) return value
    throw new Error('nothing to draw from')
  }

  shuffled<Value>(values: readonly Value[]): readonly Value[] {
    const left = [...values]
    return values.flatMap(() => left.splice(this.whole(0, left.length - 1), 1))
  }

  /** So many of them, or all where there are not more. */
  some<Value>(values: readonly Value[], low: number, high: number): readonly Value[] {
    return this.shuffled(values).slice(0, this.whole(low, high))
  }
}
