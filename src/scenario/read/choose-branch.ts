import type { FilePath } from '../place.ts'
import { keyProblem, type Problem } from '../problem.ts'
import type { Branch } from '../schema/branch.ts'
import { unknownKey } from './zod-problems.ts'

export interface BranchChoice<Value> {
  /** `undefined` where the entry does not say which form it is. */
  readonly branch: Branch<Value> | undefined
  /** The entry without the keys that were found wrong here. */
  readonly written: Readonly<Record<string, unknown>>
  readonly problems: readonly Problem[]
}

/** Picks the form that an entry has by the key that only this form has. */
export function chooseBranch<Value>(
  written: Readonly<Record<string, unknown>>,
  branches: readonly Branch<Value>[],
  path: FilePath,
): BranchChoice<Value> {
  const keys = Object.keys(written)
  const telling = keys.filter((key) => branches.some((branch) => branch.key === key))
  const branch = branches.find(({ key }) => key === telling[0])
  const known = [...new Set(branches.flatMap((form) => form.keys))]
  const mistakes = keys.flatMap((key) => keyMistake(key, telling, branch, known, path) ?? [])
  const wrong = new Set(mistakes.map(({ path: [...steps] }) => steps.at(-1)))
  const rest = Object.fromEntries(Object.entries(written).filter(([key]) => !wrong.has(key)))
  if (branch === undefined && mistakes.length === 0) mistakes.push(formless(branches, path))
  return {
    branch: branch?.key === undefined && mistakes.length > 0 ? undefined : branch,
    written: rest,
    problems: mistakes,
  }
}

function keyMistake<Value>(
  key: string,
  telling: readonly string[],
  branch: Branch<Value> | undefined,
  known: readonly string[],
  path: FilePath,
): Problem | undefined {
  const place = [...path, key]
  if (telling.includes(key) && key !== telling[0]) {
    const message = `"${key}" and "${telling[0]}" cannot stand in one entry`
    return keyProblem('one-action', place, message, 'write two entries, one for each')
  }
  if (branch === undefined || branch.keys.includes(key)) return undefined
  if (!known.includes(key)) return unknownKey(place, branch.key === undefined ? known : branch.keys)
  const message =
    branch.key === undefined
      ? `"${key}" says how, but nothing is done`
      : `"${key}" does not go with "${branch.key}"`
  return keyProblem(
    'combination',
    place,
    message,
    `${branch.key ?? 'an entry without an action'} takes ${branch.keys.join(', ')}`,
  )
}

function formless<Value>(branches: readonly Branch<Value>[], path: FilePath): Problem {
  const subjects = branches.flatMap(({ key }) => key ?? [])
  return keyProblem(
    'one-subject',
    path,
    'this entry has no subject',
    `it begins with one of ${subjects.join(', ')}`,
  )
}
