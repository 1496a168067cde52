/** What is set for as long as somebody holds it: each ends by itself, and the last that is there lies on top. */
export class HeldSettings<Setting extends { readonly hold: string }> {
  #settings = new Map<string, readonly Setting[]>()

  /** Goes on from where others stand; neither know of the other afterwards. */
  assume(others: HeldSettings<Setting>): void {
    this.#settings = new Map(others.#settings)
  }

  set(what: string, setting: Setting): void {
    this.release(what, setting.hold)
    this.#settings.set(what, [...this.of(what), setting])
  }

  release(what: string, hold: string): void {
    this.#settings.set(
      what,
      this.of(what).filter((one) => one.hold !== hold),
    )
  }

  /** In the order in which they were set. */
  of(what: string): readonly Setting[] {
    return this.#settings.get(what) ?? []
  }
}
