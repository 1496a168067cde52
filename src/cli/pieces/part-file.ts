import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { headProblems, type Part, type PartHead } from '../../analysis/part.ts'
import type { Shard } from '../../analysis/work.ts'
import { headLine, outcomeLine, type PartForm, partText, readPart } from '../../report/analysis/part-text.ts'
import { refusalOf, writing } from '../system-error.ts'
import { UsageError } from '../usage-error.ts'

export function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${refusalOf(error)}`)
  }
}

/** Reads a part, or throws a `UsageError` that says what is wrong with it. */
export function loadPart<Outline, Outcome>(
  path: string,
  form: PartForm<Outline, Outcome>,
): Part<Outline, Outcome> {
  const part = readPart(textOf(path), form)
  if ('problem' in part) throw new UsageError(`${path} cannot be used: ${part.problem}`)
  return part
}

/**
 * What has been done of this part according to the file, which is begun where it is not there. Throws a `UsageError`
 * where it is of other work.
 */
export function resumePart<Outline, Outcome>(
  path: string,
  head: PartHead<Outline>,
  form: PartForm<Outline, Outcome>,
): ReadonlyMap<number, Outcome> {
  if (!existsSync(path)) {
    writing(path, () => writeFileSync(path, headLine(head), { flag: 'wx' }))
    return new Map()
  }
  const part = loadPart(path, form)
  const own = { name: 'what is asked for', head }
  const problems = [
    ...headProblems({ name: path, head: part.head }, own),
    ...shardProblems(path, part.head.shard, head.shard),
  ]
  if (problems.length > 0) throw new UsageError(`cannot go on: ${problems.join('; ')}`)
  // A line that was being written when the program was stopped is written anew.
  writing(path, () => truncateSync(path, wholeLines(path)))
  return part.outcomes
}

export function appendOutcome(path: string, piece: number, outcome: unknown): void {
  writing(path, () => appendFileSync(path, outcomeLine(piece, outcome)))
}

/** Writes what was done to a file that nobody has, named after the scenario; answers its name. */
export function writeUnfinished(part: Part<unknown, unknown>): string {
  const path = freeName(part.head)
  writing(path, () => writeFileSync(path, partText(part), { flag: 'wx' }))
  return path
}

function freeName({ command, file, shard }: PartHead<unknown>): string {
  const name = file === '-' ? 'scenario' : basename(file, extname(file))
  const of = shard.of === 1 ? '' : `-${shard.number}-of-${shard.of}`
  for (let turn = 1; ; turn++) {
    const path = `${name}.${command}${of}${turn === 1 ? '' : `-${turn}`}.part`
    if (!existsSync(path)) return path
  }
}

function shardProblems(path: string, its: Shard, wanted: Shard): readonly string[] {
  if (its.number === wanted.number && its.of === wanted.of) return []
  return [
    `${path} is part ${its.number}/${its.of}, and what is asked for is part ${wanted.number}/${wanted.of}`,
  ]
}

/** How many octets of the file are lines with an end. */
function wholeLines(path: string): number {
  return readFileSync(path).lastIndexOf('\n') + 1
}
