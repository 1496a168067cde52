import { flowText } from '../../scenario/flow-text.ts'
import type { WrittenEntry } from '../../scenario/lesson.ts'
import { isNothing } from '../../scenario/merge-patch.ts'
import { isMapping } from '../../scenario/read/sections.ts'

/** A line of what a change does to a file: as it was, taken away or added. */
export interface ChangeLine {
  readonly sign: ' ' | '-' | '+'
  /** How deep it lies in the file, from 0. */
  readonly depth: number
  readonly text: string
}

/** What a patch does to the values of a file, without what stands around it. */
export function changeLines(before: unknown, patch: WrittenEntry, depth = 0): readonly ChangeLine[] {
  const values = new Map(Object.entries(isMapping(before) ? before : {}))
  return Object.entries(patch).flatMap(([key, value]): readonly ChangeLine[] => {
    const old = values.get(key)
    if (isMapping(value) && isMapping(old))
      return [{ sign: ' ', depth, text: `${key}:` }, ...changeLines(old, value, depth + 1)]
    return [
      ...(isNothing(old) ? [] : [{ sign: '-' as const, depth, text: `${key}: ${flowText(old)}` }]),
      ...(isNothing(value) ? [] : [{ sign: '+' as const, depth, text: `${key}: ${flowText(value)}` }]),
    ]
  })
}
