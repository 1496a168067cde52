import { circuitCableName, paths } from '../../expressroute/node-names.ts'
import { type LaneLoad, type LoadWindow, laneLoads } from '../../sim/load/load-measure.ts'
import type { Bounds, Check } from '../expectation-entry.ts'
import type { Evidence } from './evidence.ts'
import { marginOf, plain, type Reading, seconds, within } from './reading.ts'

type LinkLoadCheck = Extract<Check, { kind: 'link-load' }>

/** What a link of a circuit carried over a window; where the check names no direction, each by itself. */
export function linkLoad(check: LinkLoadCheck, window: LoadWindow, evidence: Evidence): Reading {
  const figures = lanesOf(check, window, evidence).flatMap((lane) => figuresOf(check, lane))
  const wrong = figures.filter(({ bounds, value }) => !within(bounds, value))
  const shown = wrong[0] ?? figures.toSorted((a, b) => b.value - a.value)[0]
  if (shown === undefined) return plain(false, `nothing is known of ${check.link}`)
  const { bounds, value, show } = shown
  return {
    holds: wrong.length === 0,
    measured: shown.text,
    margin: marginOf(bounds, value, show),
    because: wrong.length === 0 ? undefined : wrong.map(({ text }) => text).join('; '),
  }
}

function endOf(direction: 'in' | 'out'): 0 | 1 {
  return direction === 'in' ? 0 : 1
}

/** Of both links together. */
export function meteredData(
  { circuit, metered }: Extract<Check, { kind: 'metered' }>,
  window: LoadWindow,
  { simulation }: Evidence,
): Reading {
  const own = new Set(paths.map((path) => circuitCableName(circuit, path)))
  const lanes = laneLoads(simulation.load.record(window.to), window)
  const value = lanes
    .filter(({ trunk, end }) => own.has(trunk) && end === endOf('out'))
    .reduce((sum, lane) => sum + lane.metered, 0)
  return {
    holds: within(metered, value),
    measured: `${megabytes(value)} metered`,
    margin: marginOf(metered, value, megabytes),
    because: within(metered, value)
      ? undefined
      : `${circuit} carried ${megabytes(value)} out while it was metered`,
  }
}

function megabytes(octets: number): string {
  return `${Number((octets / 1e6).toFixed(3))} MB`
}

const digits = 4

/** However little it is, it is not 0. */
export function droppedText(share: number): string {
  return `${Number((100 * share).toPrecision(digits))} %`
}

/** Whether anything at all was sent into the link, so that it could have dropped it. */
export function isMet(check: LinkLoadCheck, window: LoadWindow, evidence: Evidence): boolean {
  return lanesOf(check, window, evidence).some(({ classes }) =>
    classes.some(({ name, arriving }) => isCounted(check, name) && arriving > 0),
  )
}

/** Which links dropped anything, of whatever flow. */
export function droppingStory(window: LoadWindow, { simulation }: Evidence): string {
  const full = laneLoads(simulation.load.record(window.to), window).filter(
    ({ overloadedMicros }) => overloadedMicros > 0,
  )
  if (full.length === 0) return 'no link was full'
  return full
    .map(
      ({ trunk, from, overloadedMicros }) =>
        `${trunk} was full for ${seconds(overloadedMicros)} s of what ${from} sent`,
    )
    .join('; ')
}

function lanesOf(
  { link, direction }: LinkLoadCheck,
  window: LoadWindow,
  { simulation }: Evidence,
): readonly LaneLoad[] {
  return laneLoads(simulation.load.record(window.to), window).filter(
    ({ trunk, end }) => trunk === link && (direction === undefined || end === endOf(direction)),
  )
}

function isCounted({ traffic }: LinkLoadCheck, name: string): boolean {
  return traffic === undefined || name === traffic
}

interface LaneFigure {
  readonly bounds: Bounds
  readonly value: number
  readonly show: (value: number) => string
  readonly text: string
}

function figuresOf(
  check: LinkLoadCheck,
  { end, classes, overloadedMicros }: LaneLoad,
): readonly LaneFigure[] {
  const way = end === 0 ? 'in' : 'out'
  const { dropped, overloaded, traffic } = check
  const counted = classes.filter(({ name }) => isCounted(check, name))
  const arriving = counted.reduce((sum, one) => sum + one.arriving, 0)
  const lost = counted.reduce((sum, one) => sum + one.arriving - one.carried, 0)
  const share = arriving === 0 ? 0 : lost / arriving
  return [
    ...(dropped === undefined
      ? []
      : [
          {
            bounds: dropped,
            value: share,
            show: droppedText,
            text: `${droppedText(share)} of ${traffic ?? 'all'} dropped (${way})`,
          },
        ]),
    ...(overloaded === undefined
      ? []
      : [
          {
            bounds: overloaded,
            value: overloadedMicros,
            show: (micros: number) => `${seconds(micros)} s`,
            text: `${seconds(overloadedMicros)} s overloaded (${way})`,
          },
        ]),
  ]
}
