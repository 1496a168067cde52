import type { PartHead } from '../../analysis/part.ts'
import { UnsettledError } from '../../analysis/settled-network.ts'
import { piecesOf, type Shard, type Work } from '../../analysis/work.ts'
import { type PartForm, partText } from '../../report/analysis/part-text.ts'
import { countOf, formatCount, formatSpan } from '../../report/quantity.ts'
import { shellWords } from '../../report/shell-words.ts'
import { Progress } from '../run/progress.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import { appendOutcome, resumePart, writeUnfinished } from './part-file.ts'
import { runPieces, threadsFor } from './run-pieces.ts'
import type { WorkOrder } from './work-order.ts'

/** How work is divided, and where it is kept while it is done. */
export interface PartOptions {
  readonly workers?: number
  /** Which part of it is done; its outcomes are what is printed then. */
  readonly shard?: Shard
  /** The file that every piece goes to as soon as it is done, and that says which are. */
  readonly resume?: string
}

export interface PartWork<Outline, Outcome> {
  readonly work: Work<Outline, Outcome>
  readonly order: WorkOrder
  readonly head: PartHead<Outline>
  readonly form: PartForm<Outline, Outcome>
  /** What a piece is called: `run`. */
  readonly unit: string
  /** The words of the command line that asks for the same. */
  readonly words: readonly string[]
}

/** How it is divided, as it is typed. */
export function partWords({ workers, shard }: PartOptions): readonly string[] {
  return [
    ...(workers === undefined ? [] : ['--workers', `${workers}`]),
    ...(shard === undefined ? [] : ['--shard', `${shard.number}/${shard.of}`]),
  ]
}

/**
 * Does the pieces of the shard that have not been done, and answers the outcomes of all of it; prints them where it is
 * a part. `undefined` where Ctrl-C came before: what was done is kept in a file then, and it is said how to go on.
 */
export async function doPart<Outline, Outcome>(
  { work, order, head, form, unit, words }: PartWork<Outline, Outcome>,
  { workers, shard, resume }: PartOptions,
  terminal: Terminal,
): Promise<ReadonlyMap<number, Outcome> | undefined> {
  const outcomes = new Map(resume === undefined ? [] : resumePart(resume, head, form))
  const all = piecesOf(head.shard, work.pieces)
  const pieces = all.filter((piece) => !outcomes.has(piece))
  const cost = new Cost(terminal, { all: all.length, begun: outcomes.size, unit })
  const run = {
    ...{ work, order, pieces, terminal, threads: threadsFor(pieces.length, workers) },
    onDone: ({ piece, outcome, milliseconds }: { piece: number; outcome: Outcome; milliseconds: number }) => {
      outcomes.set(piece, outcome)
      if (resume !== undefined) appendOutcome(resume, piece, outcome)
      cost.count(milliseconds)
    },
  }
  const isDone = await finished(run, cost)
  const part = { head, outcomes }
  if (isDone) {
    cost.tell(run.threads)
    if (shard !== undefined) terminal.out(partText(part))
    return outcomes
  }
  const kept = resume ?? writeUnfinished(part)
  terminal.talk(
    `interrupted: ${formatCount(outcomes.size)} of ${countOf(all.length, unit)} are done and kept in ${kept}\n\n  ${shellWords([...words, '--resume', kept])}\n`,
  )
  return undefined
}

async function finished<Outcome>(
  run: Parameters<typeof runPieces<Outcome>>[0],
  cost: Cost,
): Promise<boolean> {
  if (run.pieces.length === 0) return true
  try {
    return await runPieces(run)
  } catch (error) {
    if (error instanceof UnsettledError) throw new UsageError(error.message)
    throw error
  } finally {
    cost.clear()
  }
}

/** What is to be done: so many pieces, of which some were done before. */
interface Course {
  readonly all: number
  readonly begun: number
  readonly unit: string
}

/** What the pieces take, and how far they are. */
class Cost {
  readonly #terminal: Terminal
  readonly #progress: Progress
  readonly #course: Course
  readonly #started = performance.now()
  #done = 0
  #milliseconds = 0

  constructor(terminal: Terminal, course: Course) {
    this.#terminal = terminal
    this.#progress = new Progress(terminal)
    this.#course = course
  }

  count(milliseconds: number): void {
    this.#done++
    this.#milliseconds += milliseconds
    const { all, begun, unit } = this.#course
    const done = begun + this.#done
    this.#progress.show(done / all, `${formatCount(done)} of ${countOf(all, unit)}`)
  }

  clear(): void {
    this.#progress.clear()
  }

  tell(threads: number): void {
    if (this.#done === 0) return
    const { unit } = this.#course
    const span = formatSpan((performance.now() - this.#started) / 1000)
    const each = (this.#milliseconds / this.#done).toFixed(1)
    const on = threads === 1 ? '' : ` on ${threads} threads`
    this.#terminal.talk(
      `${countOf(this.#done, unit)} in ${span}${on}, ${each} ms each once all had settled\n`,
    )
  }
}
