import type { Limits } from './limits.ts'

/** What one router outside may still add to the attribute sets, which a run never gives up. */
export class Allowance {
  readonly #limits: Limits
  #sets = 0
  #octets = 0

  constructor(limits: Limits) {
    this.#limits = limits
  }

  get isSpent(): boolean {
    return this.#sets > this.#limits.attributeSets || this.#octets > this.#limits.attributeOctets
  }

  /** Sets that an UPDATE of so many octets added; answers whether that was still allowed. */
  spend(sets: number, octets: number): boolean {
    this.#sets += sets
    this.#octets += octets
    return !this.isSpent
  }

  /** An operator has looked at it, and lets the router try again. */
  renew(): void {
    this.#sets = 0
    this.#octets = 0
  }
}
