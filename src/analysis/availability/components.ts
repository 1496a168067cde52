import type { AvailabilityEntry, FailureFigures } from '../../scenario/availability-entry.ts'
import { type Owner, sharedOwner } from '../../scenario/owner.ts'
import { ownership } from '../../scenario/ownership.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { Topology } from '../../scenario/topology.ts'
import type { Deed } from '../../sim/operation.ts'
import { type Micros, secondsToMicros } from '../../sim/time.ts'
import { type FailureElement, failureElements } from '../failure-element.ts'

/** Something that the network can be in, such as a broken cable: what is done where it begins, and where it ends. */
export interface Condition {
  /** `er-amsterdam.msee1`, `er-amsterdam.msee1 (maintenance)`. */
  readonly name: string
  readonly operations: readonly Deed[]
  readonly course: Course
  readonly owner: Owner
}

/** When it begins and ends: by chance, or again and again. */
export type Course =
  | { readonly kind: 'failure'; readonly figures: FailureFigures }
  /** `from` and `until` count from the beginning of each window. */
  | {
      readonly kind: 'window'
      readonly window: string
      readonly everyMicros: Micros
      readonly from: Micros
      readonly until: Micros
    }

/** A component as it is told: with what was assumed of it. */
export interface ComponentFigures extends FailureFigures {
  readonly name: string
  readonly kind: 'links' | 'nodes' | 'riskGroups'
  /** The file does not say, so that the figures only show what such figures would do. */
  readonly isIllustrative: boolean
}

const days = (count: number): Micros => secondsToMicros(86_400 * count)
const hours = (count: number): Micros => secondsToMicros(3600 * count)

/** Model assumption: nobody publishes how often the parts of a circuit fail; these are round figures to start from. */
const illustrativeFigures: Readonly<Record<'links' | 'nodes', FailureFigures>> = {
  links: { failsAfter: days(365), repairedAfter: hours(6) },
  nodes: { failsAfter: days(1825), repairedAfter: hours(4) },
}

export interface Components {
  readonly figures: readonly ComponentFigures[]
  readonly conditions: readonly Condition[]
  /** The risk groups that have none, and so do not fail as a whole. */
  readonly groupsWithoutFigures: readonly string[]
  /** What the file says of something that is no component. */
  readonly strangers: readonly string[]
}

/** Every cable and every box and every group that has figures, each failing by itself, and the windows of maintenance. */
export function componentsOf(scenario: Scenario, topology: Topology): Components {
  const { availability } = scenario
  const all = failureElements(scenario, topology, ['links', 'nodes', 'riskGroups'])
  const elements = all.filter(({ kind, name }) => kind !== 'riskGroups' || availability.components.has(name))
  const figures = elements.flatMap((element) => figuresOf(element, availability) ?? [])
  const ownerOf = ownership(topology)
  const named = [...availability.components.keys(), ...availability.maintenance.map(({ of }) => of)]
  return {
    figures,
    conditions: [
      ...elements.map(({ name, operations }, index): Condition => {
        const own = figures[index]
        if (own === undefined) throw new Error(`${name} has no figures`)
        const owner = sharedOwner(operations.map(ownerOf))
        return { name, operations, course: { kind: 'failure', figures: own }, owner }
      }),
      ...windowsOf(availability, all),
    ],
    groupsWithoutFigures: all.filter((one) => !elements.includes(one)).map(({ name }) => name),
    strangers: named.filter((name) => !all.some((element) => element.name === name)),
  }
}

function figuresOf(
  { kind, name }: FailureElement,
  availability: AvailabilityEntry,
): ComponentFigures | undefined {
  const own = availability.components.get(name)
  if (kind === 'riskGroups') return own && { name, kind, ...own, isIllustrative: false }
  if (kind !== 'links' && kind !== 'nodes') return undefined
  const said = own ?? availability[kind]
  return { name, kind, ...(said ?? illustrativeFigures[kind]), isIllustrative: said === undefined }
}

/** A window is two conditions where traffic is asked to leave before: drained from then on, and down in the window. */
function windowsOf(
  { maintenance }: AvailabilityEntry,
  elements: readonly FailureElement[],
): readonly Condition[] {
  return maintenance.flatMap(({ of, everyMicros, forMicros, drainMicros }, index): readonly Condition[] => {
    const element = elements.find(({ name }) => name === of)
    if (element === undefined) return []
    const until = drainMicros + forMicros
    const own = { kind: 'window', window: `window ${index} of ${of}`, everyMicros, until } as const
    const down: Condition = {
      name: `${of} (maintenance)`,
      operations: element.operations,
      course: { ...own, from: drainMicros },
      owner: 'planned',
    }
    if (drainMicros === 0) return [down]
    const operations = element.operations.flatMap((operation): readonly Deed[] =>
      operation.kind === 'crash' ? [{ kind: 'drain', node: operation.node, hold: 'maintenance' }] : [],
    )
    return [{ name: `${of} (drained)`, operations, course: { ...own, from: 0 }, owner: 'planned' }, down]
  })
}
