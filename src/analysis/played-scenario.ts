import { patchedText } from '../scenario/edited-text.ts'
import { measureFlow } from '../sim/flow/flow-measure.ts'
import { flowEnds } from './flow-ends.ts'
import type { Playback } from './playback.ts'
import { expectedOutage } from './reproduction.ts'

/**
 * The text of a scenario file that plays what was played, to its end: with everything that was done in its timeline,
 * and what each flow lost by that as its expectations, in place of the file's own. One that never got through has none:
 * nothing can be said of what it lost.
 */
export function playedScenario(playback: Playback): string {
  while (playback.lookAhead(1000));
  const { simulation, end } = playback.front
  const kept = patchedText(playback.scenario.source, { lesson: undefined, expect: undefined })
  const flows = flowEnds(simulation).flatMap(({ name, direction }) => {
    const record = simulation.traffic.record(name, direction, end)
    const bounds = expectedOutage(measureFlow(record).worstOutage)
    return record.started ? [`  - { flow: ${name}, direction: ${direction}, worstOutage: ${bounds} }`] : []
  })
  return `${[kept.trimEnd(), '', flows.length === 0 ? 'expect: []' : 'expect:', ...flows].join('\n')}\n`
}
