import type { FlowDirection } from '../flow/flow.ts'
import type { FlowWays } from '../flow/traffic.ts'
import type { Walk } from '../forwarding/walk.ts'
import { endOf } from '../link.ts'
import type { FlowPlan, SimulationPlan, TrunkPlan } from '../plan.ts'
import type { Micros } from '../time.ts'
import { allocate, type Crossing, type Passed, type Stream } from './allocation.ts'
import type { Lane } from './fair-share.ts'
import { classOfMark, type MarkingPlan, markAfter } from './traffic-class.ts'

/** One direction of a flow at one time, in bits per second. */
export interface FlowRates {
  readonly sent: number
  /** What comes to its end. The rest is dropped for want of capacity, or lost by a fault. */
  readonly arrived: number
  readonly dropped: number
}

/** What is sent into one direction of a trunk at one time, and what it carries of that, in bits per second. */
export interface LaneRates {
  readonly capacity: number
  readonly isMetered: boolean
  /** In the order of the trunk's classes. */
  readonly classes: readonly ClassRates[]
}

export interface ClassRates {
  readonly name: string
  readonly arriving: number
  readonly carried: number
}

/** What one end sends into a link of a trunk at one time, and what of it the other end gets, in bits per second. */
export interface LinkRates {
  readonly sent: number
  readonly received: number
}

/** A time in which no rate changed. */
export interface LoadPeriod {
  readonly from: Micros
  readonly to: Micros
  /** In the order of `LoadRecord.flows`, of `LoadRecord.lanes`, and of `LoadRecord.links`. */
  readonly flows: readonly FlowRates[]
  readonly lanes: readonly LaneRates[]
  readonly links: readonly LinkRates[]
}

/** All that was sent and carried, exactly. */
export interface LoadRecord {
  readonly flows: readonly FlowEndName[]
  readonly lanes: readonly LaneName[]
  readonly links: readonly SendingEnd[]
  /** Without gaps, from 0 to the end. */
  readonly periods: readonly LoadPeriod[]
}

export interface FlowEndName {
  readonly flow: string
  readonly direction: FlowDirection
}

/** One direction of a trunk: what the first ends of its links send, or the second. */
export interface LaneName {
  readonly trunk: string
  readonly end: 0 | 1
  /** The node at that end of the first link. */
  readonly from: string
}

/** One direction of a link of a trunk. */
export interface SendingEnd {
  readonly link: string
  readonly from: string
}

/** A lane that began or ceased to drop, or drops otherwise than before. */
export interface Overload extends Pick<LaneRates, 'capacity' | 'classes'> {
  readonly trunk: string
  readonly from: string
}

interface Observation extends Pick<LoadPeriod, 'flows' | 'lanes' | 'links'> {
  readonly at: Micros
}

const ends = [0, 1] as const

/**
 * What flows with a rate send, and what trunks carry of it. It is told of every instant that changed anything; rates
 * hold in between, so that a quiet hour costs nothing, and nothing is sampled.
 */
export class Load {
  readonly #marking: MarkingPlan
  readonly #flows: ReadonlyMap<string, FlowPlan>
  readonly #flowNames: readonly FlowEndName[]
  readonly #laneNames: readonly LaneName[]
  readonly #sendingEnds: readonly SendingEnd[]
  /** By link the index of the lane of its first end; that of the second follows. */
  readonly #firstLane: ReadonlyMap<string, number>
  /** The same of its ends in the order of the record. */
  readonly #firstSendingEnd: ReadonlyMap<string, number>
  readonly #links: ReadonlyMap<string, SimulationPlan['links'][number]>
  #lanes: readonly BoughtLane[]
  #observations: Observation[]

  constructor({ flows, trunks, links, marking }: LoadPlan) {
    this.#marking = marking
    this.#links = new Map(links.map((link) => [link.name, link]))
    this.#flows = new Map(flows.map((flow) => [flow.name, flow]))
    this.#flowNames = flows.flatMap(({ name, rate }) =>
      rate.forward + rate.return === 0
        ? []
        : (['forward', 'return'] as const).map((direction) => ({ flow: name, direction })),
    )
    this.#laneNames = trunks.flatMap((trunk) =>
      ends.map((end) => ({ trunk: trunk.name, end, from: this.#nodeAt(trunk, end) })),
    )
    const bought = trunks.flatMap((trunk) => trunk.links)
    this.#firstSendingEnd = new Map(bought.map((link, index) => [link, ends.length * index] as const))
    this.#sendingEnds = bought.flatMap((link) =>
      ends.map((end) => ({ link, from: this.#links.get(link)?.ends[end].node ?? '' })),
    )
    this.#firstLane = new Map(
      trunks.flatMap((trunk, index) => trunk.links.map((link) => [link, ends.length * index] as const)),
    )
    this.#lanes = trunks.flatMap(({ capacity, classes, isMetered }) =>
      ends.map(() => ({ capacity, classes, isMetered })),
    )
    this.#observations = [{ at: 0, ...this.#ratesOf([], []) }]
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: Load): void {
    this.#lanes = other.#lanes
    this.#observations = [...other.#observations]
  }

  /** Both directions of the trunk are bought so from now on; it shows when the load is looked at again. */
  buy(trunk: string, bought: Pick<TrunkPlan, 'capacity' | 'isMetered'>): void {
    this.#lanes = this.#lanes.map((lane, index) =>
      this.#laneNames[index]?.trunk === trunk ? { ...lane, ...bought } : lane,
    )
  }

  /** Takes in which way the flows go, and answers what lanes drop now, where that is news. Without a rate nobody is asked. */
  observe(at: Micros, ways: () => readonly FlowWays[]): readonly Overload[] {
    if (this.#flowNames.length === 0) return []
    const sending = ways().flatMap(({ walks, ...end }) => (walks === undefined ? [] : [{ ...end, walks }]))
    const parts = sending.flatMap((end) => this.#partsOf(end))
    const passed = allocate(
      parts.map(({ stream }) => stream),
      this.#lanes,
    )
    const before = this.#observations.at(-1)
    const now = { at, ...this.#ratesOf(parts, passed) }
    if (before !== undefined && sameRates(before, now)) return []
    this.#observations.push(now)
    return now.lanes.flatMap((lane, index) => {
      const [name, last] = [this.#laneNames[index], before?.lanes[index]]
      if (name === undefined || droppedBy(lane) === (last === undefined ? 0 : droppedBy(last))) return []
      const { capacity, classes } = lane
      return [{ trunk: name.trunk, from: name.from, capacity, classes }]
    })
  }

  /** Of what the flow sends at present the share that finds no room; 0 where it sends nothing. */
  dropping(flow: string, direction: FlowDirection): number {
    const index = this.#flowNames.findIndex((own) => own.flow === flow && own.direction === direction)
    const { sent = 0, dropped = 0 } = this.#observations.at(-1)?.flows[index] ?? {}
    return sent === 0 ? 0 : dropped / sent
  }

  /** The record up to now; the load may go on. */
  record(at: Micros): LoadRecord {
    const periods = this.#observations.flatMap(({ at: from, flows, lanes, links }, index) => {
      const to = Math.min(at, this.#observations[index + 1]?.at ?? at)
      return to > from ? [{ from, to, flows, lanes, links }] : []
    })
    return { flows: this.#flowNames, lanes: this.#laneNames, links: this.#sendingEnds, periods }
  }

  /** Five-tuples of one direction of a flow go together where they have the same walk. */
  #partsOf({ flow, direction, walks }: FlowEndName & { readonly walks: readonly Walk[] }): readonly Part[] {
    const plan = this.#flows.get(flow)
    const index = this.#flowNames.findIndex((own) => own.flow === flow && own.direction === direction)
    if (plan === undefined || index < 0) return []
    const tuples = new Map<Walk, number>()
    for (const walk of walks) tuples.set(walk, (tuples.get(walk) ?? 0) + 1)
    return [...tuples].map(([walk, count]) => ({
      flow: index,
      walk,
      stream: {
        tuples: count,
        rate: plan.rate[direction] / plan.count,
        crossings: this.#crossingsOf(walk, plan.mark),
      },
    }))
  }

  #crossingsOf(walk: Walk, mark: number): readonly LinkCrossing[] {
    const crossings: LinkCrossing[] = []
    let carriedMark = mark
    for (const [index, { link, from, share }] of walk.sent.entries()) {
      const treatment = this.#marking.nodes.get(from)
      carriedMark = markAfter(carriedMark, treatment)
      const lane = this.#indexOf(link, from, this.#firstLane)
      if (lane === undefined) continue
      const classes = this.#lanes[lane]?.classes.length ?? 1
      const traffic = classOfMark(carriedMark, treatment, this.#marking.classOf, classes)
      const end = this.#indexOf(link, from, this.#firstSendingEnd)
      if (end === undefined) continue
      crossings.push({ lane, traffic, share, end, passing: passing(walk, index) })
    }
    return crossings
  }

  /** Of the direction from a node: that of the first end of a link is known, and that of the second follows. */
  #indexOf(link: string, from: string, firsts: ReadonlyMap<string, number>): number | undefined {
    const [first, own] = [firsts.get(link), this.#links.get(link)]
    return first === undefined || own === undefined ? undefined : first + endOf(own, from)
  }

  #ratesOf(
    parts: readonly Part[],
    passed: readonly (readonly Passed[])[],
  ): Pick<Observation, 'flows' | 'lanes' | 'links'> {
    const flows = this.#flowNames.map(() => ({ sent: 0, arrived: 0, dropped: 0 }))
    const lanes = this.#lanes.map(({ capacity, isMetered, classes }) => ({
      capacity,
      isMetered,
      classes: classes.map(({ name }) => ({ name, arriving: 0, carried: 0 })),
    }))
    const links = this.#sendingEnds.map(() => ({ sent: 0, received: 0 }))
    for (const [index, { flow, walk, stream }] of parts.entries()) {
      const own = flows[flow]
      const crossed = passed[index] ?? []
      if (own === undefined) continue
      own.sent += stream.tuples * stream.rate
      own.arrived += stream.tuples * arriving(walk, stream, crossed)
      for (const [at, { lane, traffic, end, passing: share }] of stream.crossings.entries()) {
        const here = crossed[at]
        const tally = lanes[lane]?.classes[traffic]
        const link = links[end]
        if (here === undefined || tally === undefined || link === undefined) continue
        own.dropped += stream.tuples * (here.arriving - here.carried)
        tally.arriving += stream.tuples * here.arriving
        tally.carried += stream.tuples * here.carried
        link.sent += stream.tuples * here.carried
        link.received += stream.tuples * here.carried * share
      }
    }
    return { flows, lanes, links }
  }

  #nodeAt({ links: [first = ''] }: TrunkPlan, end: 0 | 1): string {
    return this.#links.get(first)?.ends[end].node ?? ''
  }
}

type LoadPlan = Pick<SimulationPlan, 'flows' | 'trunks' | 'links' | 'marking'>

type BoughtLane = Lane & Pick<TrunkPlan, 'isMetered'>

/** Five-tuples of one flow that go together. */
interface Part {
  readonly flow: number
  readonly walk: Walk
  readonly stream: Omit<Stream, 'crossings'> & { readonly crossings: readonly LinkCrossing[] }
}

interface LinkCrossing extends Crossing {
  /** The index of who sends it into which link. */
  readonly end: number
  /** The share of what is sent into the link that comes out of it. */
  readonly passing: number
}

/** The share of what a walk sends into a link that faults let through to the other end. */
function passing({ sent, hops, loss }: Walk, index: number): number {
  const share = sent[index]?.share ?? 0
  if (share === 0 || hops.length <= index + 1) return 0
  return (sent[index + 1]?.share ?? 1 - loss) / share
}

/** What of one five-tuple comes to the end, in bits per second. */
function arriving({ outcome, loss }: Walk, { rate, crossings }: Stream, crossed: readonly Passed[]): number {
  if (outcome !== 'ACCEPTED') return 0
  const [last, share] = [crossed.at(-1)?.carried ?? rate, crossings.at(-1)?.share ?? 1]
  return share === 0 ? 0 : (last * (1 - loss)) / share
}

export function droppedBy({ classes }: Pick<LaneRates, 'classes'>): number {
  return classes.reduce((sum, { arriving: came, carried }) => sum + came - carried, 0)
}

function sameRates(a: Observation, b: Observation): boolean {
  return (
    a.flows.every(({ sent, arrived, dropped }, index) => {
      const other = b.flows[index]
      return sent === other?.sent && arrived === other.arrived && dropped === other.dropped
    }) &&
    a.links.every(({ sent, received }, index) => {
      const other = b.links[index]
      return sent === other?.sent && received === other.received
    }) &&
    a.lanes.every(({ capacity, isMetered, classes }, index) => {
      const other = b.lanes[index]
      return (
        capacity === other?.capacity &&
        isMetered === other.isMetered &&
        classes.every(({ arriving: came, carried }, traffic) => {
          const own = other.classes[traffic]
          return came === own?.arriving && carried === own.carried
        })
      )
    })
  )
}
