import type { WorkOrder } from './work-order.ts'

/** The pieces to be done, which threads share; `taken` counts how many of them somebody has begun. */
export interface SharedPieces {
  readonly pieces: readonly number[]
  readonly taken: Int32Array
}

/** What a thread is given. */
export interface PieceThread extends SharedPieces {
  readonly order: WorkOrder
}

export interface DonePiece<Outcome> {
  readonly piece: number
  readonly outcome: Outcome
  readonly milliseconds: number
}

/** What a thread tells. */
export type PieceNews<Outcome> =
  | ({ readonly kind: 'done' } & DonePiece<Outcome>)
  | { readonly kind: 'unsettled'; readonly message: string }
