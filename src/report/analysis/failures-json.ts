import type { Sweep } from '../../analysis/failure-sweep.ts'
import { microsToSeconds } from '../../sim/time.ts'
import { verdictOf } from './failure-words.ts'

/** `vmsee failures FILE --json`: every case, in the order in which they are made. */
export function failuresJson(file: string, { elements, cases, runs, startAt }: Sweep): string {
  const json = {
    version: 1,
    file,
    startSeconds: microsToSeconds(startAt),
    elements: elements.map(({ kind, name, action }) => ({ kind, name, action })),
    runs,
    cases: cases.map((one) => ({
      fails: one.elements.map(({ name }) => name),
      verdict: verdictOf(one),
      settledAfterSeconds: one.settledAfter === undefined ? null : microsToSeconds(one.settledAfter),
      flows: one.flows.map(({ worstOutage, ...flow }) => ({
        ...flow,
        worstOutageSeconds: microsToSeconds(worstOutage),
      })),
    })),
  }
  return `${JSON.stringify(json, undefined, 2)}\n`
}
