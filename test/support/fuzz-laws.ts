import assert from 'node:assert/strict'
import { CauseLog } from '../../src/scenario/result/cause-log.ts'
import { SessionWays } from '../../src/scenario/result/session-ways.ts'
import { stepsBack } from '../../src/scenario/result/why-slow.ts'
import { flowDirections } from '../../src/sim/flow/flow.ts'
import { measureFlow } from '../../src/sim/flow/flow-measure.ts'
import type { TraceRecord } from '../../src/sim/trace.ts'
import type { SimulationLab } from './simulation-lab.ts'

/** Every outage that is over has parts that together take as long, to the microsecond. */
export function holdWhyLaws({ simulation, records }: SimulationLab): void {
  const [log, ways] = [new CauseLog(), new SessionWays(simulation, [])]
  for (const record of records) log.note(record)
  for (const { name: flow } of simulation.plan.flows) {
    for (const direction of flowDirections) {
      const { end, ...record } = simulation.traffic.record(flow, direction, simulation.now)
      for (const { from, to } of measureFlow({ ...record, end }).outagesOfTuples.flat()) {
        const { steps } = stepsBack(log.ofFlow(flow, direction, to), from, to, ways)
        const sum = steps.reduce((micros, step) => micros + step.to - step.from, 0)
        assert.ok(
          to === end || sum === to - from,
          `${flow} ${direction}: ${sum} of the outage ${from} to ${to}`,
        )
      }
    }
  }
}

/** KEEPALIVEs that were not run are counted as though they had been. */
export function holdCountLaws(left: SimulationLab, every: SimulationLab): void {
  const { routers } = left.simulation
  const { now } = every.simulation
  for (const [node, { speaker }] of routers) {
    for (const { name } of speaker.peers) {
      const ways = ({ simulation, records }: SimulationLab): readonly number[] => {
        const { sent, received } = simulation.keepalivesLeftOut(node, name, now)
        const recorded = (kind: TraceRecord['kind']): number =>
          records.filter((record) => record.kind === kind && isKeepaliveOf(record, node, name)).length
        return [sent + recorded('message-sent'), received + recorded('message-received')]
      }
      assert.deepEqual(ways(left), ways(every), `${name} at ${node}: KEEPALIVEs were lost count of`)
    }
  }
}

function isKeepaliveOf(record: TraceRecord, node: string, session: string): boolean {
  const isMessage = record.kind === 'message-sent' || record.kind === 'message-received'
  return (
    isMessage && record.message.kind === 'KEEPALIVE' && record.node === node && record.session === session
  )
}
