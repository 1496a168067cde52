import type { Walk } from '../forwarding/walk.ts'
import type { Micros } from '../time.ts'
import type { FlowPeriod, FlowRecord } from './flow-meter.ts'

/**
 * The share of the time in which packets of a five-tuple arrive and those of the answer too, in which these come back another way
 * than those went; 0 where there is no such time. Which of the nodes `apart` a way leads over does not count.
 */
export function asymmetricShare(
  requests: FlowRecord,
  answers: FlowRecord,
  apart: ReadonlySet<string>,
): number {
  const ways = new Ways(apart)
  const since = Math.max(requests.start, answers.start)
  let [together, unlike] = [0, 0]
  for (const { from, to, there, back } of overlaps(requests.periods, answers.periods)) {
    const span = to - Math.max(from, since)
    if (span <= 0) continue
    for (const [tuple, walk] of there.entries()) {
      const answer = back[tuple]
      if (walk.outcome !== 'ACCEPTED' || answer?.outcome !== 'ACCEPTED') continue
      together += span
      if (ways.of(walk).there !== ways.of(answer).back) unlike += span
    }
  }
  return together === 0 ? 0 : unlike / together
}

interface Overlap {
  readonly from: Micros
  readonly to: Micros
  readonly there: readonly Walk[]
  readonly back: readonly Walk[]
}

/** Both lists are in order and without gaps. */
function overlaps(requests: readonly FlowPeriod[], answers: readonly FlowPeriod[]): readonly Overlap[] {
  const found: Overlap[] = []
  let [first, second] = [0, 0]
  for (;;) {
    const [request, answer] = [requests[first], answers[second]]
    if (request === undefined || answer === undefined) return found
    const [from, to] = [Math.max(request.from, answer.from), Math.min(request.to, answer.to)]
    if (from < to) found.push({ from, to, there: request.walks, back: answer.walks })
    if (request.to === to) first++
    if (answer.to === to) second++
  }
}

/** The nodes of walks, in their order and the other way round. */
class Ways {
  readonly #apart: ReadonlySet<string>
  readonly #known = new Map<Walk, { readonly there: string; readonly back: string }>()

  constructor(apart: ReadonlySet<string>) {
    this.#apart = apart
  }

  of(walk: Walk): { readonly there: string; readonly back: string } {
    const known = this.#known.get(walk)
    if (known !== undefined) return known
    const nodes = walk.hops.filter((node) => !this.#apart.has(node))
    const way = { there: nodes.join(' '), back: nodes.toReversed().join(' ') }
    this.#known.set(walk, way)
    return way
  }
}
