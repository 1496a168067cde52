import type { Family } from '../../net/address.ts'
import type { FlowRecord } from '../../sim/flow/flow-meter.ts'
import type { FlowOutage } from '../../sim/flow/flow-outage.ts'
import type { SessionEnds } from '../result/session-ends.ts'
import type { SessionFall } from '../result/session-log.ts'
import type { Evidence } from './evidence.ts'
import { seconds } from './reading.ts'

/** An outage with the record that shows where its packets were lost. */
export interface RecordedOutage {
  readonly outage: FlowOutage
  readonly record: FlowRecord
}

/**
 * What the packets met, and what ended it. A router that lost them, or that they had come through, sends them
 * another way once its session has fallen; so the last such fall is named, and not what others noticed before.
 */
export function outageStory(
  { outage: { from, to, outcome, affected }, record }: RecordedOutage,
  flow: string,
  evidence: Evidence,
): string {
  const lost = `${percent(affected)} of the five-tuples met ${outcome} from +${seconds(from)} s to +${seconds(to)} s`
  const family = evidence.simulation.plan.flows.find(({ name }) => name === flow)?.family
  const falls = evidence.sessions
    .filter((session) => familiesOf(session, evidence).some((carried) => carried === family))
    .flatMap(({ name, local, remote }) => evidence.log.falls(name, [local, remote]))
    .filter(({ at }) => at >= from && at <= to)
  if (falls.length === 0) return `${lost}; no session fell`
  const last = falls.filter((fall) => lostAround(fall, record)).toSorted((a, b) => b.at - a.at)[0]
  return last === undefined ? `${lost}; no session on their way fell` : `${lost}; ${describeFall(last)}`
}

/** Whether packets that were lost when the session fell, or just before or after, had reached the node that saw it. */
function lostAround({ at, node }: SessionFall, { periods }: FlowRecord): boolean {
  return periods
    .filter(({ from, to }) => from <= at && at <= to)
    .some(({ walks }) => walks.some(({ outcome, hops }) => outcome !== 'ACCEPTED' && hops.includes(node)))
}

export function describeFall({ at, node, reason }: SessionFall): string {
  return `${node}: ${reason} at +${seconds(at)} s`
}

export function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))} %`
}

function familiesOf({ name, local }: SessionEnds, { simulation }: Evidence): readonly Family[] {
  return simulation.router(local).speaker.peer(name).configuration.session.families
}
