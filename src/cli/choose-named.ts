import { unknownWord } from './unknown-word.ts'
import { UsageError } from './usage-error.ts'

/** The one of this name, or the only one there is. */
export function chooseNamed<Value>(
  what: string,
  option: string,
  all: ReadonlyMap<string, Value>,
  wanted: string | undefined,
): readonly [string, Value] {
  const names = [...all.keys()]
  const name = wanted ?? (names.length === 1 ? names[0] : undefined)
  const value = name === undefined ? undefined : all.get(name)
  if (name !== undefined && value !== undefined) return [name, value]
  if (names.length === 0) throw new UsageError(`the scenario has no ${what}`)
  if (wanted === undefined) throw new UsageError(`which ${what}? ${option} with one of: ${names.join(', ')}`)
  throw new UsageError(unknownWord(`${what} ${wanted}`, wanted, names))
}
