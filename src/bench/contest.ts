/** What a contender is there for: the product, what else people take, the least and the most that is possible. */
export type ContenderKind = 'ours' | 'peer' | 'floor' | 'ceiling'

/** One way to do the work. `run` does the first `count` units of it and answers the checksum of what came out. */
export interface Contender {
  readonly name: string
  /** Where it is not said, it is a peer. */
  readonly kind?: ContenderKind
  /** How many units of the work it does in a run, where that is less than all: a slow one would never end. */
  readonly count?: number
  readonly run: (count: number) => number
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

/** How many units of the work this contender does in a run. */
export function countFor({ count }: Contest, contender: Contender): number {
  return contender.count ?? count
}

/**
 * The checksum on which all contenders agree; throws where they do not, for then they did not do the same work.
 * Those that do all of the work must agree on all of it, the others on the part that every one of them does.
 */
export function checksumOf(contest: Contest): number {
  const { contenders, count } = contest
  const shared = Math.min(...contenders.map((contender) => countFor(contest, contender)))
  const checksum = agreed(contest, contenders, shared)
  const complete = contenders.filter((contender) => countFor(contest, contender) === count)
  return shared === count || complete.length === 0 ? checksum : agreed(contest, complete, count)
}

function agreed({ name }: Contest, contenders: readonly Contender[], count: number): number {
  const [first, ...others] = contenders
  if (first === undefined) throw new Error(`nobody takes part in ${name}`)
  const checksum = first.run(count)
  if (!Number.isSafeInteger(checksum)) throw new Error(`${first.name} in ${name}: ${checksum} is no checksum`)
  for (const other of others) {
    const found = other.run(count)
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
