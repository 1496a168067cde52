import { captureSurroundings } from '../../src/report/capture/capture-surroundings.ts'
import { pcapHeader, pcapPacket } from '../../src/report/capture/pcap.ts'
import { TcpCapture } from '../../src/report/capture/tcp-capture.ts'
import { SessionOctets } from '../../src/report/trace/session-octets.ts'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { buildTopology } from '../../src/scenario/topology.ts'
import { secondsToMicros } from '../../src/sim/time.ts'
import type { TraceRecord } from '../../src/sim/trace.ts'

export interface CapturedRun {
  readonly capture: Uint8Array
  readonly records: readonly TraceRecord[]
  readonly octets: SessionOctets
}

export function runCaptured(scenario: Scenario): CapturedRun {
  const topology = buildTopology(scenario)
  const octets = new SessionOctets(topology.plan)
  const parts = [pcapHeader()]
  const capture = new TcpCapture(captureSurroundings(topology, octets), (packet) =>
    parts.push(pcapPacket(packet)),
  )
  const records: TraceRecord[] = []
  const { simulatedSeconds } = runScenario(scenario, {
    onRecord: (record) => {
      octets.note(record)
      records.push(record)
    },
    onSegment: (segment) => capture.see(segment),
  })
  capture.finish(secondsToMicros(simulatedSeconds))
  return { capture: Uint8Array.from(Buffer.concat(parts)), records, octets }
}
