import type { Work } from '../../analysis/work.ts'
import type { DonePiece, SharedPieces } from './piece-news.ts'

/** Does one piece after the other, until all are done or begun by other threads. */
export function* takePieces<Outcome>(
  work: Pick<Work<unknown, Outcome>, 'piece'>,
  { pieces, taken }: SharedPieces,
): Generator<DonePiece<Outcome>, void, undefined> {
  for (;;) {
    const piece = pieces[Atomics.add(taken, 0, 1)]
    if (piece === undefined) return
    const start = performance.now()
    const outcome = work.piece(piece)
    yield { piece, outcome, milliseconds: performance.now() - start }
  }
}
