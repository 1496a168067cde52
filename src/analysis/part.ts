import { piecesOf, type Shard } from './work.ts'

/** The commands whose work can be divided. */
export const partCommands = ['failures', 'availability'] as const

export type PartCommand = (typeof partCommands)[number]

/** Which work a part is of, and which part of it. Parts of one whole differ in their shards alone. */
export interface PartHead<Outline> {
  readonly command: PartCommand
  readonly program: string
  readonly file: string
  readonly sha256: string
  readonly seed: number
  readonly shard: Shard
  readonly pieces: number
  readonly outline: Outline
}

/** What has been done of a shard, whether or not it is all of it. */
export interface Part<Outline, Outcome> {
  readonly head: PartHead<Outline>
  /** By the number of the piece. */
  readonly outcomes: ReadonlyMap<number, Outcome>
}

/** A part, and the name of the file that it is in. */
export interface NamedPart<Outline, Outcome> {
  readonly name: string
  readonly part: Part<Outline, Outcome>
}

/** How a head differs from another one of the same work: empty where only their shards do. */
export function headProblems<Outline>(
  { name, head }: { readonly name: string; readonly head: PartHead<Outline> },
  other: { readonly name: string; readonly head: PartHead<Outline> },
): readonly string[] {
  return aspects.flatMap(({ of, tell }) => {
    const [own, others] = [of(head), of(other.head)]
    if (own === others) return []
    return tell === 'values'
      ? [`${name} is of ${own}, and ${other.name} of ${others}`]
      : [`${name} and ${other.name} are of ${tell}`]
  })
}

interface Aspect {
  readonly of: (head: PartHead<unknown>) => string
  /** Both values are told, or what it means where they differ. */
  readonly tell: 'values' | string
}

const aspects: readonly Aspect[] = [
  { of: ({ command }) => `vmsee ${command}`, tell: 'values' },
  { of: ({ program }) => program, tell: 'values' },
  { of: ({ file }) => file, tell: 'values' },
  { of: ({ sha256 }) => sha256, tell: 'different contents of the scenario file' },
  { of: ({ seed }) => `seed ${seed}`, tell: 'values' },
  { of: ({ outline, pieces }) => JSON.stringify([outline, pieces]), tell: 'different options' },
]

/** Why the parts are not one whole, each reason a sentence; empty where they are. */
export function mergeProblems<Outline>(parts: readonly NamedPart<Outline, unknown>[]): readonly string[] {
  const [first, ...others] = parts.map(({ name, part: { head } }) => ({ name, head }))
  if (first === undefined) throw new Error('no parts to merge')
  const foreign = others.flatMap((other) => headProblems(other, first))
  if (foreign.length > 0) return foreign
  return [...shardProblems(parts), ...parts.flatMap(pieceProblems)]
}

function shardProblems(parts: readonly NamedPart<unknown, unknown>[]): readonly string[] {
  const counts = [...new Set(parts.map(({ part: { head } }) => head.shard.of))]
  if (counts.length > 1) return [`the parts are of divisions into ${counts.join(' and ')}`]
  const of = counts[0] ?? 1
  return Array.from({ length: of }, (_, index) => index + 1).flatMap((number) => {
    const own = parts.filter(({ part: { head } }) => head.shard.number === number)
    if (own.length === 1) return []
    if (own.length === 0) return [`part ${number}/${of} is missing`]
    return [`part ${number}/${of} is there more than once: ${own.map(({ name }) => name).join(', ')}`]
  })
}

function pieceProblems({ name, part: { head, outcomes } }: NamedPart<unknown, unknown>): readonly string[] {
  const own = piecesOf(head.shard, head.pieces)
  const strange = [...outcomes.keys()].filter((piece) => !own.includes(piece))
  if (strange.length > 0) return [`${name} has outcomes that are not of its shard: ${strange.join(', ')}`]
  if (outcomes.size === own.length) return []
  return [`${name} is not finished: it has ${outcomes.size} of ${own.length}; go on with --resume ${name}`]
}

/** Every outcome of the parts, in the order of the pieces. */
export function allOutcomes<Outcome>(parts: readonly Part<unknown, Outcome>[]): ReadonlyMap<number, Outcome> {
  return new Map(parts.flatMap(({ outcomes }) => [...outcomes]).toSorted(([a], [b]) => a - b))
}
