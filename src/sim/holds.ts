/**
 * Who keeps what down. A crash and a shutdown may come while another of the same lasts: each ends by itself,
 * and what it was about comes back with the last of them.
 */
export class Holds {
  #holders = new Map<string, Set<string>>()

  add(what: string, holder: string): void {
    const holders = this.#holders.get(what) ?? new Set<string>()
    this.#holders.set(what, holders.add(holder))
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: Holds): void {
    this.#holders = new Map([...other.#holders].map(([what, holders]) => [what, new Set(holders)]))
  }

  has(what: string): boolean {
    return this.#holders.has(what)
  }

  /** Ends one hold, or all of them where none is named; answers whether nothing holds it any longer. */
  release(what: string, holder: string | undefined): boolean {
    const holders = this.#holders.get(what)
    if (holder !== undefined) holders?.delete(holder)
    if (holder !== undefined && holders !== undefined && holders.size > 0) return false
    this.#holders.delete(what)
    return true
  }
}
