/** Work in numbered pieces, each by itself: what comes out of one is plain data, and depends on its number alone. */
export interface Work<Outline, Outcome> {
  /** All that is known of the whole besides its outcomes; plain data too. */
  readonly outline: Outline
  readonly pieces: number
  /** Makes ready for the first piece, which takes a while. */
  start(): void
  piece(index: number): Outcome
}

/** One of several parts that a whole is divided into. */
export interface Shard {
  /** From 1. */
  readonly number: number
  readonly of: number
}

export const undivided: Shard = { number: 1, of: 1 }

/** The pieces of a shard, by their numbers. Neighbours cost alike, so each goes to another shard. */
export function piecesOf({ number, of }: Shard, pieces: number): readonly number[] {
  return Array.from({ length: pieces }, (_, index) => index).filter((index) => index % of === number - 1)
}
