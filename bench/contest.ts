/** One way to do the work. `run` does all of it once and answers the checksum of what came out. */
export interface Contender {
  readonly name: string
  readonly run: () => number
}

/**
 * One input and several ways to do the same work with it. The checksum depends on everything that the work
 * produced, so that no contender can do less, and no compiler can leave out what nobody looks at.
 */
export interface Contest {
  readonly name: string
  /** What `run` does so many times, in the plural: `look-ups`. */
  readonly unit: string
  readonly count: number
  readonly contenders: readonly Contender[]
}

/** How large the inputs are: as measured, or just large enough to compare checksums. */
export type Scale = 'full' | 'smoke'

/** The checksum on which all contenders agree; throws where they do not, for then they did not do the same work. */
export function checksumOf({ name, contenders }: Contest): number {
  const [first, ...others] = contenders
  if (first === undefined) throw new Error(`nobody takes part in ${name}`)
  const checksum = first.run()
  if (!Number.isSafeInteger(checksum)) throw new Error(`${first.name} in ${name}: ${checksum} is no checksum`)
  for (const other of others) {
    const found = other.run()
    if (found !== checksum) {
      throw new Error(`${name}: ${first.name} gives ${checksum}, ${other.name} gives ${found}`)
    }
  }
  return checksum
}

/** Takes one more number into a checksum; the order counts. */
export function mix(checksum: number, value: number): number {
  return (Math.imul(checksum, 31) + value) | 0
}
