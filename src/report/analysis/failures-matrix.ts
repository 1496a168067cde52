import type { FailureCase, Sweep } from '../../analysis/failure-sweep.ts'
import { longest } from '../wrap.ts'
import { signs, verdictOf } from './failure-words.ts'

/** What fails together, by the places of its elements: a single failure has the same one twice. */
export function pairsOf({ cases, elements }: Sweep): ReadonlyMap<string, FailureCase> {
  const places = new Map(elements.map((element, index) => [element, index]))
  return new Map(
    cases.flatMap((one) => {
      const [first, second = first, ...others] = one.elements.map((element) => places.get(element))
      return others.length > 0 ? [] : [[`${first} ${second}`, one] as const]
    }),
  )
}

const mostColumns = 80

/** Every pair as one sign in a triangle whose diagonal has the single failures, or why there is none. */
export function failuresMatrix(sweep: Sweep): readonly string[] {
  const { elements } = sweep
  const pairs = pairsOf(sweep)
  const labels = elements.map(({ name }, index) => `${String(index + 1).padStart(3)}  ${name}`)
  const width = longest(labels)
  const needed = 3 + width + 2 * elements.length
  if (needed > mostColumns)
    return [
      `   the triangle of ${elements.length} things needs ${needed} columns, and has ${mostColumns}: --html draws it`,
    ]
  const rows = labels.map((label, row) => {
    const cells = elements.slice(0, row + 1).map((_, column) => signOf(pairs.get(`${column} ${row}`)))
    return `   ${label.padEnd(width)} ${cells.join(' ')}`
  })
  const heads = headsOf(elements.length).map((head) => `   ${''.padEnd(width)} ${head}`.trimEnd())
  return [...heads, ...rows]
}

function signOf(one: FailureCase | undefined): string {
  return one === undefined ? ' ' : signs[verdictOf(one)]
}

/** The numbers of the columns, a digit a line: the last line has the units. */
function headsOf(count: number): readonly string[] {
  const numbers = Array.from({ length: count }, (_, index) => String(index + 1))
  const digits = longest(numbers)
  return Array.from({ length: digits }, (_, line) =>
    numbers.map((number) => number.padStart(digits).charAt(line)).join(' '),
  )
}
