import { closeSync, openSync, writeSync } from 'node:fs'
import type { LivePlan } from '../../live/live-plan.ts'
import type { LiveObserver } from '../../live/live-run.ts'
import { cablesOf } from '../../report/capture/capture-surroundings.ts'
import { pcapHeader, pcapPacket } from '../../report/capture/pcap.ts'
import { StreamCapture } from '../../report/capture/stream-capture.ts'
import { formatTraceLine, type TraceColumns } from '../../report/trace/trace-text.ts'
import { longest } from '../../report/wrap.ts'
import type { Topology } from '../../scenario/topology.ts'
import type { TraceRecord } from '../../sim/trace.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'

/** Where a live run's trace goes, and how to end it. */
export interface TraceWriter {
  readonly note: (record: TraceRecord, above: (write: () => void) => void) => void
  readonly close: () => void
}

/** Where its packets go. */
export interface PacketWriter {
  readonly open: LiveObserver['onConnection']
  readonly close: () => void
}

/** Nowhere, to standard output, or to a file, which is written as things happen. */
export function traceWriter(
  trace: true | string | undefined,
  { plan }: LivePlan,
  terminal: Terminal,
): TraceWriter {
  const columns = columnsOf(plan)
  if (trace === undefined) return { note: () => undefined, close: () => undefined }
  if (trace === true) {
    const note: TraceWriter['note'] = (record, above) =>
      above(() => terminal.out(formatTraceLine(record, columns)))
    return { note, close: () => undefined }
  }
  const file = logFile(trace, terminal)
  return { note: (record) => file.write(formatTraceLine(record, columns)), close: file.close }
}

/** A capture whose every packet is whole in the file as soon as it was seen, at the time of the wall clock. */
export function packetWriter(path: string | undefined, topology: Topology, terminal: Terminal): PacketWriter {
  if (path === undefined) return { open: undefined, close: () => undefined }
  const file = logFile(path, terminal)
  file.write(pcapHeader())
  const clock = (): number => Math.floor((performance.timeOrigin + performance.now()) * 1000)
  const capture = new StreamCapture(cablesOf(topology), clock, (packet) => file.write(pcapPacket(packet)))
  return { open: (start) => capture.open(start), close: file.close }
}

/** An hour has 11 characters; later instants are wider, and the columns after them move. */
function columnsOf({ routers }: LivePlan['plan']): TraceColumns {
  const speakers = routers.map(({ speaker }) => speaker)
  return {
    instant: '+3600.000000s'.length,
    node: longest(speakers.map(({ name }) => name)),
    peer: longest(speakers.flatMap(({ peers }) => peers.map(({ name }) => name))),
  }
}

interface LogFile {
  readonly write: (content: string | Uint8Array) => void
  readonly close: () => void
}

/** A file that is written while routers are live. Where the disk is full the routers go on, and the file does not. */
function logFile(path: string, { talk, talkPalette }: Terminal): LogFile {
  const file = openForWriting(path)
  let isOpen = true
  const close = (): void => {
    if (isOpen) closeSync(file)
    isOpen = false
  }
  return {
    close,
    write: (content) => {
      if (!isOpen) return
      const octets = typeof content === 'string' ? Buffer.from(content) : content
      try {
        for (let at = 0; at < octets.length; ) at += writeSync(file, octets, at)
      } catch (error) {
        close()
        talk(`${talkPalette.yellow('warning:')} ${path} ends here: ${reasonOf(error)}\n`)
      }
    },
  }
}

function openForWriting(file: string): number {
  try {
    return openSync(file, 'w')
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${reasonOf(error)}`)
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
