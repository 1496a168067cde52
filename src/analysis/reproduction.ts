import { patchedText } from '../scenario/edited-text.ts'
import { type Micros, microsToSeconds } from '../sim/time.ts'
import type { FailureCase } from './failure-sweep.ts'
import { type FlowVerdict, quietMicros } from './settled-network.ts'

/**
 * The text of a scenario file in which the case happens, and is expected with what was measured: what the file says of
 * the network, and a timeline and expectations in place of its own.
 */
export function reproduction(source: string, one: FailureCase): string {
  const parts = { timeline: undefined, expect: undefined, until: undefined, lesson: undefined }
  const kept = patchedText(source, parts)
  return `${[kept.trimEnd(), '', ...timelineOf(one), '', ...expectationsOf(one)].join('\n')}\n`
}

function timelineOf({ elements, settledAfter }: FailureCase): readonly string[] {
  const quiet = seconds(quietMicros)
  const failing = elements.map(({ action }, index) =>
    index === 0 ? `{ at: steady + ${quiet}, label: failure, ${action} }` : `{ at: failure, ${action} }`,
  )
  const settled =
    settledAfter === undefined ? [] : [`{ at: failure + ${seconds(settledAfter)}, label: settled }`]
  const entries = ['{ when: converged, label: steady }', ...failing, ...settled]
  return ['timeline:', ...entries.map((entry) => `  - ${entry}`)]
}

function expectationsOf({ flows }: FailureCase): readonly string[] {
  const arriving = flows.filter(({ verdict }) => verdict !== 'never')
  if (arriving.length === 0) return ['expect: []']
  return ['expect:', ...arriving.map((flow) => `  - ${expectationOf(flow)}`)]
}

/** A flow that is lost is out for as long as anybody looks; another one for as long as it was. */
function expectationOf({ name, direction, verdict, worstOutage }: FlowVerdict): string {
  const subject = `flow: ${name}, direction: ${direction}, after: failure`
  const bounds = verdict === 'lost' ? `{ atLeast: ${atLeast(worstOutage)} }` : expectedOutage(worstOutage)
  return `{ ${subject}, worstOutage: ${bounds} }`
}

/** What was measured, to the millisecond. */
export function expectedOutage(worstOutage: Micros): string {
  return `{ atLeast: ${atLeast(worstOutage)}, atMost: ${milliseconds(Math.ceil(worstOutage / 1000))} }`
}

function atLeast(worstOutage: Micros): string {
  return milliseconds(Math.floor(worstOutage / 1000))
}

function seconds(micros: Micros): string {
  return `${Math.ceil(microsToSeconds(micros))}s`
}

function milliseconds(count: number): string {
  return `${count}ms`
}
