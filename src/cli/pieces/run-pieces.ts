import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { UnsettledError } from '../../analysis/settled-network.ts'
import type { Work } from '../../analysis/work.ts'
import type { Terminal } from '../terminal.ts'
import type { DonePiece, PieceNews, PieceThread } from './piece-news.ts'
import { takePieces } from './take-pieces.ts'
import type { WorkOrder } from './work-order.ts'

export interface PieceRun<Outcome> {
  readonly work: Work<unknown, Outcome>
  /** The same work, for other threads. */
  readonly order: WorkOrder
  readonly pieces: readonly number[]
  /** How many threads share the pieces, this one among them. */
  readonly threads: number
  readonly terminal: Pick<Terminal, 'onInterrupt'>
  readonly onDone: (done: DonePiece<Outcome>) => void
}

/** A thread costs its start and the settling of its network: with fewer pieces than this for each it does not pay. */
const fewestPieces = 12

/** As many threads as there are processors, where nobody says otherwise and there is enough to do; never one without a piece. */
export function threadsFor(pieces: number, wanted: number | undefined): number {
  const useful = Math.min(availableParallelism(), Math.floor(pieces / fewestPieces))
  return Math.max(1, Math.min(wanted ?? useful, pieces))
}

/**
 * Does the pieces, in whatever order; answers whether all are done. On Ctrl-C no further piece is begun, and those that
 * are under way are finished and told. Throws an `UnsettledError` where the network does not settle.
 */
export async function runPieces<Outcome>(run: PieceRun<Outcome>): Promise<boolean> {
  const { work, pieces, onDone, terminal } = run
  const shared = { pieces, taken: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) }
  const others = Array.from({ length: run.threads - 1 }, () => {
    return new OtherThread<Outcome>({ order: run.order, ...shared }, onDone)
  })
  let isInterrupted = false
  const stopListening = terminal.onInterrupt(() => {
    isInterrupted = true
    Atomics.store(shared.taken, 0, pieces.length)
  })
  try {
    work.start()
    await turn()
    for (const done of takePieces(work, shared)) {
      onDone(done)
      await turn()
    }
    for (const other of others) await other.end()
    return !isInterrupted
  } finally {
    stopListening()
    for (const other of others) await other.terminate()
  }
}

/** Lets the event loop turn, in which other threads and Ctrl-C are heard. */
async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}

class OtherThread<Outcome> {
  readonly #worker: Worker
  readonly #ended: Promise<Error | undefined>

  constructor(thread: PieceThread, onDone: (done: DonePiece<Outcome>) => void) {
    this.#worker = startWorker(thread)
    this.#ended = new Promise((resolve) => {
      this.#worker.on('message', (news: PieceNews<Outcome>) => {
        if (news.kind === 'done') onDone(news)
        else resolve(new UnsettledError(news.message))
      })
      this.#worker.on('error', resolve)
      this.#worker.on('exit', () => resolve(undefined))
    })
  }

  /** Waits for its last piece; throws what went wrong in it. */
  async end(): Promise<void> {
    const error = await this.#ended
    if (error !== undefined) throw error
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate()
  }
}

function startWorker(workerData: PieceThread): Worker {
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./piece-worker.js', import.meta.url), { workerData })
  // From the sources this runs under tsx, of which a thread has to be told anew.
  const file = new URL('./piece-worker.ts', import.meta.url).href
  const program = `import("tsx/esm/api").then(({ register }) => { register(); return import("${file}") })`
  return new Worker(program, { workerData, eval: true })
}
