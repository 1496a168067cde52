import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator'
import { hashText } from './hash.ts'

/** A sequence of draws that its state alone decides. */
export class RandomStream {
  #generator: JumpableRandomGenerator

  /** `state` is that of another stream, which this one then continues. */
  constructor(state: readonly number[]) {
    this.#generator = xoroshiro128plusFromState(state)
  }

  /** From 0 up to, and without, 1. */
  next(): number {
    return uniformFloat64(this.#generator)
  }

  /** From `low` up to, and without, `high`. */
  between(low: number, high: number): number {
    return low + (high - low) * this.next()
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: RandomStream): void {
    this.#generator = xoroshiro128plusFromState(other.state)
  }

  get state(): readonly number[] {
    return this.#generator.getState()
  }
}

/** The stream of one node: it depends on the seed and the name, and on no other node of the run. */
export function randomStream(seed: number, node: string): RandomStream {
  // The first draws show the state almost as it is: all of it must be unlike that of every other stream.
  return new RandomStream([0, 1, 2, 3].map((word) => hashText(`${word} ${seed} ${node}`)))
}
