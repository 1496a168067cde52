import type { Micros } from '../../sim/time.ts'
import type { FilePath } from '../place.ts'
import { type Problem, problem } from '../problem.ts'
import { didYouMeanOrList } from '../suggestion.ts'
import type { Instant } from '../timeline-entry.ts'
import { isMapping } from './sections.ts'

/** A label as the file has it, whether or not the rest of its entry could be read. */
export interface Label {
  readonly label: string
  /** Of its entry in the timeline. */
  readonly index: number
}

export function labelsIn(timeline: unknown): readonly Label[] {
  if (!Array.isArray(timeline)) return []
  return timeline.flatMap((entry: unknown, index) => {
    const label = isMapping(entry) ? entry.label : undefined
    return typeof label === 'string' ? [{ label, index }] : []
  })
}

export function duplicateLabels(labels: readonly Label[]): readonly Problem[] {
  return labels.flatMap(({ label, index }, position) => {
    const first = labels.slice(0, position).find((other) => other.label === label)
    if (first === undefined) return []
    const message = `the label "${label}" is given twice`
    return [
      problem(
        'duplicate-label',
        ['timeline', index, 'label'],
        message,
        'a label names one moment: choose another',
      ),
    ]
  })
}

/** Whether an instant can be known when it is due: from the entry `before`, only labels above it can. */
export function checkInstant(
  instant: Instant | undefined,
  labels: readonly Label[],
  before: number,
  path: FilePath,
): readonly Problem[] {
  if (instant?.label === undefined) return []
  const { label, offsetMicros } = instant
  const known = [...new Set(labels.map((other) => other.label))]
  const mark = labels.find((other) => other.label === label)
  if (mark === undefined) {
    return [
      problem(
        'unknown-label',
        path,
        `no entry of the timeline has the label "${label}"`,
        didYouMeanOrList(label, known),
      ),
    ]
  }
  if (mark.index >= before) {
    const message = `"${label}" is ${mark.index === before ? 'the label of this entry itself' : 'the label of an entry further down'}`
    return [problem('time-before-mark', path, message, 'count from the label of an entry above this one')]
  }
  return offsetMicros < 0 ? [beforeMark(label, path)] : []
}

function beforeMark(label: string, path: FilePath): Problem {
  const message = `this is before "${label}", and what is timed by a label comes at it or after it`
  return problem('time-before-mark', path, message, 'count forward, from this label or from one above it')
}

/** The instants that are certain before the run, by label; one that waits for a state is not. */
export type KnownInstants = ReadonlyMap<string, Micros>

export function resolve(instant: Instant, known: KnownInstants): Micros | undefined {
  if (instant.label === undefined) return instant.offsetMicros
  const start = known.get(instant.label)
  return start === undefined ? undefined : start + instant.offsetMicros
}
