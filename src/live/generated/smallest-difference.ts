import { readScenario } from '../../scenario/parse.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { Difference } from '../daemons/compare.ts'
import { type ConformedScenario, conformScenario, type Playing } from '../daemons/conform-scenario.ts'
import { differencesOf } from '../daemons/conformance-table.ts'
import type { Daemon } from '../daemons/daemon.ts'
import { isDecided } from './decided.ts'
import { type ShrinkObserver, shrink } from './shrink.ts'
import type { Sketch } from './sketch.ts'
import { sketchText } from './sketch-text.ts'

/** Each takes the daemons some seconds. */
export const mostTries = 120

/** The smallest scenario found that a daemon and the engine do not play alike. */
export interface SmallestDifference {
  readonly sketch: Sketch
  readonly conformed: ConformedScenario
  readonly tries: number
  readonly isSmallest: boolean
}

/** `undefined` where the daemon does not differ a second time. */
export async function smallestDifference(
  sketch: Sketch,
  first: ConformedScenario,
  daemon: Daemon,
  playing: Playing,
  observe: ShrinkObserver,
): Promise<SmallestDifference | undefined> {
  const kinds = new Set(differencesOf(first).map(kindOf))
  let last: ConformedScenario | undefined
  const differs = async (candidate: Sketch): Promise<boolean> => {
    const scenario = scenarioOf(candidate)
    if (scenario === undefined || !isDecided(scenario, daemon)) return false
    const conformed = await conformScenario(scenario, daemon, playing)
    const isSame = differencesOf(conformed).some((found) => kinds.has(kindOf(found)))
    if (isSame) last = conformed
    return isSame
  }
  if (!(await differs(sketch))) return undefined
  const shrunk = await shrink(sketch, differs, mostTries, observe)
  return last && { ...shrunk, conformed: last }
}

/** On the way to the smallest scenario nothing else may take the place of what was found. */
function kindOf({ subject, attribute }: Difference): string {
  return `${subject}, ${attribute}`
}

/** The sketch as the loader reads its text; `undefined` where something it needs has gone. */
export function scenarioOf(sketch: Sketch): Scenario | undefined {
  return readScenario(sketchText(sketch), `seed ${sketch.seed}`).scenario
}
