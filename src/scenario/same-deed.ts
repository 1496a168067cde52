import type { WrittenEntry } from './lesson.ts'
import { chooseBranch } from './read/choose-branch.ts'
import { timelineBranches } from './schema/timeline.ts'

/** Whether two entries of a timeline do the same, whenever they do it and whatever the moment is called. */
export function isSameDeed(a: WrittenEntry, b: WrittenEntry): boolean {
  const [first, second] = [a, b].map(deedOf)
  return first !== undefined && first === second
}

/** What is done, in one way of writing it; `undefined` for what is no entry. */
function deedOf({ at: _, when: __, label: ___, ...deed }: WrittenEntry): string | undefined {
  const { branch, written } = chooseBranch({ at: '0s', ...deed }, timelineBranches, [])
  const { data } = branch?.schema.safeParse(written) ?? {}
  if (data === undefined) return undefined
  const { action, forMicros, repeat } = data
  return JSON.stringify([action, forMicros, repeat])
}
