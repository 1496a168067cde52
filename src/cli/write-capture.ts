import { writeMrt } from '../bgp/mrt/write-mrt.ts'
import { BfdCapture } from '../report/capture/bfd-capture.ts'
import { captureSurroundings } from '../report/capture/capture-surroundings.ts'
import { type Packet, pcapHeader, pcapPacket } from '../report/capture/pcap.ts'
import { TcpCapture } from '../report/capture/tcp-capture.ts'
import { bgpdumpLines, bgpdumpTable } from '../report/trace/bgpdump-text.ts'
import { mrtRecord, mrtTable } from '../report/trace/mrt-records.ts'
import { type PeerTable, PeerTables } from '../report/trace/peer-table.ts'
import { SessionOctets } from '../report/trace/session-octets.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { buildTopology, type Topology } from '../scenario/topology.ts'
import { secondsToMicros } from '../sim/time.ts'
import type { TraceRecord } from '../sim/trace.ts'
import { runToResult } from './run-files.ts'
import type { Terminal } from './terminal.ts'
import { unknownWord } from './unknown-word.ts'
import { UsageError } from './usage-error.ts'

export interface CaptureOptions {
  readonly node?: readonly string[]
  readonly seed?: number
  readonly until?: number
  readonly at?: number
}

/** Every packet of the sessions, or of those of some routers, as a pcap file. */
export function writePackets(scenario: Scenario, options: CaptureOptions, terminal: Terminal): void {
  const topology = buildTopology(scenario)
  checkNodes(topology, options)
  const links = linksOf(topology, options)
  const octets = new SessionOctets(topology.plan)
  const surroundings = captureSurroundings(topology, octets)
  const emit = (packet: Packet): void => terminal.outOctets(pcapPacket(packet))
  const capture = new TcpCapture(surroundings, emit)
  const bfd = new BfdCapture(surroundings, topology, emit)
  terminal.outOctets(pcapHeader())
  const { simulatedSeconds } = runToResult(scenario, {
    seed: options.seed,
    untilSeconds: options.until,
    atSeconds: undefined,
    onRecord: (record) => octets.note(record),
    onSegment: (segment) => {
      if (links.has(segment.segment.link)) capture.see(segment)
    },
    onDatagram: (datagram) => {
      if (!links.has(datagram.link)) return
      capture.reach(datagram.at)
      bfd.see(datagram)
    },
  })
  capture.finish(secondsToMicros(simulatedSeconds))
}

/** A connection runs over one link, so that a link's packets are whole connections. */
function linksOf({ plan }: Topology, options: CaptureOptions): ReadonlySet<string> {
  const links = plan.links.filter(({ ends }) => ends.some(({ node }) => isWanted(node, options)))
  return new Set(links.map(({ name }) => name))
}

/** What collectors in the places of the routers would have written: messages and changes of state. */
export function writeUpdates(
  format: 'mrt' | 'bgpdump',
  scenario: Scenario,
  options: CaptureOptions,
  terminal: Terminal,
): void {
  const topology = buildTopology(scenario)
  checkNodes(topology, options)
  const octets = new SessionOctets(topology.plan)
  const tell = (record: TraceRecord): void => {
    if (format === 'bgpdump') return terminal.out(bgpdumpLines(record, octets))
    const written = mrtRecord(record, octets)
    if (written !== undefined) terminal.outOctets(writeMrt(written))
  }
  runToResult(scenario, {
    seed: options.seed,
    untilSeconds: options.until,
    atSeconds: undefined,
    onRecord: (record) => {
      octets.note(record)
      if (isWanted(record.node, options)) tell(record)
    },
  })
}

/** What each of the routers has heard and let in, at an instant. */
export function writeTables(
  format: 'mrt' | 'bgpdump',
  scenario: Scenario,
  options: CaptureOptions,
  terminal: Terminal,
): void {
  const topology = buildTopology(scenario)
  checkNodes(topology, options)
  const tables = new PeerTables(topology.plan)
  const { routers, simulatedSeconds } = runToResult(scenario, {
    seed: options.seed,
    untilSeconds: options.until,
    atSeconds: options.at,
    onRecord: (record) => tables.note(record),
  })
  if (options.at !== undefined && options.at > simulatedSeconds) {
    throw new UsageError(`the run ends at ${simulatedSeconds} s, before --at`)
  }
  const tell = (table: PeerTable): void => {
    if (format === 'bgpdump') terminal.out(bgpdumpTable(table))
    else for (const record of mrtTable(table)) terminal.outOctets(writeMrt(record))
  }
  for (const router of routers) if (isWanted(router.name, options)) tell(tables.table(router))
}

function isWanted(name: string, { node }: CaptureOptions): boolean {
  return node === undefined || node.includes(name)
}

function checkNodes({ plan }: Topology, { node = [] }: CaptureOptions): void {
  const routers = plan.routers.map(({ speaker }) => speaker.name)
  for (const name of node) {
    if (routers.includes(name)) continue
    throw new UsageError(unknownWord(`router ${name}`, name, routers))
  }
}
