import type { FlowDirection } from '../flow/flow.ts'
import { type Micros, microsPerSecond } from '../time.ts'
import {
  droppedBy,
  type LaneName,
  type LaneRates,
  type LoadPeriod,
  type LoadRecord,
  type SendingEnd,
} from './load.ts'

const bitsPerOctet = 8

/** What one direction of a flow sent over a time, in octets; not rounded. */
export interface FlowLoad {
  readonly sent: number
  readonly arrived: number
  /** For want of capacity. */
  readonly dropped: number
}

/** What was sent into one direction of a trunk over a time, and what it carried, in octets; not rounded. */
export interface LaneLoad extends LaneName {
  readonly classes: readonly { readonly name: string; readonly arriving: number; readonly carried: number }[]
  /** What it carried while that was paid for by the octet. */
  readonly metered: number
  /** How long anything was dropped. */
  readonly overloadedMicros: Micros
  /** The most that was carried at any time, in bits per second. */
  readonly mostCarried: number
}

/** What one end of a link sent into it, and what of it came to the other end, in octets; not rounded. */
export interface LinkLoad extends SendingEnd {
  readonly sent: number
  readonly received: number
}

export interface LoadWindow {
  readonly from: Micros
  readonly to: Micros
}

/** `undefined` for a flow without a rate. */
export function flowLoad(
  record: LoadRecord,
  flow: string,
  direction: FlowDirection,
  window?: LoadWindow,
): FlowLoad | undefined {
  const index = record.flows.findIndex((own) => own.flow === flow && own.direction === direction)
  if (index < 0) return undefined
  const sum = (figure: keyof FlowLoad): number =>
    octets(record, window, ({ flows }) => flows[index]?.[figure] ?? 0)
  return { sent: sum('sent'), arrived: sum('arrived'), dropped: sum('dropped') }
}

/** Of every lane in the order of the record. */
export function laneLoads(record: LoadRecord, window?: LoadWindow): readonly LaneLoad[] {
  return record.lanes.map((name, index) => {
    const rates = clipped(record, window).flatMap(({ from, to, lanes }) => {
      const lane = lanes[index]
      return lane === undefined ? [] : [{ lasted: to - from, lane }]
    })
    const names = rates[0]?.lane.classes.map((one) => one.name) ?? []
    const sum = (traffic: number, figure: 'arriving' | 'carried'): number =>
      octets(record, window, ({ lanes }) => lanes[index]?.classes[traffic]?.[figure] ?? 0)
    return {
      ...name,
      classes: names.map((own, traffic) => ({
        name: own,
        arriving: sum(traffic, 'arriving'),
        carried: sum(traffic, 'carried'),
      })),
      metered: octets(record, window, ({ lanes }) => {
        const lane = lanes[index]
        return lane?.isMetered === true ? carriedIn(lane) : 0
      }),
      overloadedMicros: rates
        .filter(({ lane }) => droppedBy(lane) > 0)
        .reduce((micros, { lasted }) => micros + lasted, 0),
      mostCarried: Math.max(0, ...rates.map(({ lane }) => carriedIn(lane))),
    }
  })
}

/** Of both directions of every link of a trunk, in the order of the record. */
export function linkLoads(record: LoadRecord): readonly LinkLoad[] {
  return record.links.map((end, index) => ({
    ...end,
    sent: octets(record, undefined, ({ links }) => links[index]?.sent ?? 0),
    received: octets(record, undefined, ({ links }) => links[index]?.received ?? 0),
  }))
}

function carriedIn({ classes }: LaneRates): number {
  return classes.reduce((sum, { carried }) => sum + carried, 0)
}

function octets(
  record: LoadRecord,
  window: LoadWindow | undefined,
  rate: (period: LoadPeriod) => number,
): number {
  return clipped(record, window).reduce(
    (sum, period) => sum + (rate(period) * (period.to - period.from)) / (bitsPerOctet * microsPerSecond),
    0,
  )
}

function clipped({ periods }: LoadRecord, window?: LoadWindow): readonly LoadPeriod[] {
  if (window === undefined) return periods
  return periods
    .map((period) => ({
      ...period,
      from: Math.max(window.from, period.from),
      to: Math.min(window.to, period.to),
    }))
    .filter(({ from, to }) => from < to)
}
