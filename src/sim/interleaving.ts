import { hashText, mixHashes } from './hash.ts'
import type { Micros } from './time.ts'

/** What is drawn anew from a number: the order of what happens at one instant, and how much longer messages take. */
export interface Interleaving {
  /** What has one name keeps its order: a connection carries its messages one after the other. */
  readonly rankOf: (at: Micros, name: string) => number
  /** The delay of a message with what is added to it: up to as much again. */
  readonly delayOf: (delay: Micros, at: Micros, name: string) => Micros
}

/** The same number gives the same order and delays. */
export function interleaving(number: number): Interleaving {
  const draw = (at: Micros, name: string): number =>
    mixHashes(mixHashes(number, mixHashes(at % wordSize, Math.floor(at / wordSize))), hashText(name))
  return {
    rankOf: draw,
    delayOf: (delay, at, name) => delay + Math.floor((delay * draw(at, `delay ${name}`)) / wordSize),
  }
}

const wordSize = 2 ** 32
