import { parentPort, workerData } from 'node:worker_threads'
import { UnsettledError } from '../../analysis/settled-network.ts'
import type { PieceNews, PieceThread } from './piece-news.ts'
import { takePieces } from './take-pieces.ts'
import { workOf } from './work-order.ts'

// What a thread of `runPieces` does: its share of the pieces, each told as soon as it is done.
const thread: PieceThread = workerData
const tell = (news: PieceNews<unknown>): void => parentPort?.postMessage(news)
try {
  const work = workOf(thread.order)
  work.start()
  for (const done of takePieces(work, thread)) tell({ kind: 'done', ...done })
} catch (error) {
  if (!(error instanceof UnsettledError)) throw error
  tell({ kind: 'unsettled', message: error.message })
}
