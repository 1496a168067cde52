import type { Sketch } from './sketch.ts'
import { sketchText } from './sketch-text.ts'
import { smallerSketches } from './smaller-sketches.ts'

/** What is left of a sketch. */
export interface Shrunk {
  readonly sketch: Sketch
  readonly tries: number
  /** Whether nothing more can go, and not only patience was at an end. */
  readonly isSmallest: boolean
}

/** Is told after every try how many there were, and what is left. */
export type ShrinkObserver = (tries: number, sketch: Sketch) => void

/**
 * Takes away one thing after another for as long as the question is still answered with yes. After a yes the search goes on
 * where it was, since what came before has mostly been refused for a reason that still holds; it comes back to it at the end.
 */
export async function shrink(
  start: Sketch,
  holds: (sketch: Sketch) => Promise<boolean>,
  mostTries: number,
  observe: ShrinkObserver = () => undefined,
): Promise<Shrunk> {
  const tried = new Set([sketchText(start)])
  let sketch = start
  let place = 0
  for (let tries = 0; ; tries++) {
    const candidates = smallerSketches(sketch)
    const order = [...candidates.keys()].map((index) => (index + place) % candidates.length)
    const next = order.find((index) => !tried.has(textAt(candidates, index)))
    const candidate = next === undefined ? undefined : candidates[next]
    if (next === undefined || candidate === undefined) return { sketch, tries, isSmallest: true }
    if (tries === mostTries) return { sketch, tries, isSmallest: false }
    tried.add(sketchText(candidate))
    const stillHolds = await holds(candidate)
    if (stillHolds) sketch = candidate
    observe(tries + 1, sketch)
    place = stillHolds ? next : next + 1
  }
}

function textAt(candidates: readonly Sketch[], index: number): string {
  const candidate = candidates[index]
  if (candidate === undefined) throw new Error(`there is no candidate ${index}`)
  return sketchText(candidate)
}
