import type { Doing } from '../../simulator/protocol.ts'

/** Something that can be done to what is selected. */
export interface Deed {
  readonly words: string
  readonly key?: string
  /** What will come of it, in a line. */
  readonly says: string
  /** Why it cannot be done now. */
  readonly whyNot?: string | undefined
  /** Numbers to choose before it is done. */
  readonly fields?: readonly Field[]
  readonly does: (...values: readonly number[]) => Doing
}

/** A number between the words around it. */
export interface Field {
  readonly words: string
  readonly unit: string
  readonly value: number
  readonly least: number
  readonly most: number
}

/** How a thing flaps. */
export const flap: readonly Field[] = [
  { words: 'for', unit: 's', value: 5, least: 1, most: 600 },
  { words: 'every', unit: 's', value: 20, least: 2, most: 3600 },
  { words: '', unit: 'times', value: 3, least: 2, most: 100 },
]

/** The part of an entry that says so. */
export function flapping(down = 0, every = 0, times = 0): object {
  return { for: `${down}s`, repeat: { every: `${every}s`, times } }
}
