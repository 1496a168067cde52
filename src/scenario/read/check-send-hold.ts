import { type Problem, problem } from '../problem.ts'
import { timersOf } from './design.ts'
import type { Inherited } from './inherited.ts'
import type { Sections } from './sections.ts'

/** RFC 9687 §4.4: whoever gives up sending before the hold time gives up peers that are only late. 0 is no SendHoldTimer (§4.3). */
export function checkSendHold({ routers }: Sections, inherited: Inherited): readonly Problem[] {
  return [...routers.values].flatMap(([name, entry]) => {
    const own = entry.timers.ofProfile.sendHold
    const sendHold = own ?? inherited.defaults.timers.ofProfile.sendHold
    const { holdTimeSeconds } = timersOf(entry, inherited)
    if (typeof sendHold !== 'number' || sendHold === 0 || sendHold > holdTimeSeconds) return []
    const path = own === undefined ? ['defaults', 'timers'] : ['routers', name, 'timers']
    const message = `a SendHoldTime is longer than the hold time, which is ${holdTimeSeconds}s at ${name} (RFC 9687)`
    return [problem('range', [...path, 'sendHold'], message, `make it ${2 * Math.max(1, holdTimeSeconds)}s`)]
  })
}
