import type { Design, SkuTier } from '../expressroute/design.ts'
import type { ExpandedSession } from '../expressroute/expansion.ts'
import { carryOut, estateBefore } from '../expressroute/life-cycle/carry-out.ts'
import type { Estate } from '../expressroute/life-cycle/estate.ts'
import type { Move } from '../expressroute/life-cycle/move.ts'
import { describeMove, describeOrder } from '../expressroute/life-cycle/move-text.ts'
import { awaitingValidation, type StoppedEnd, stoppedEnds } from '../expressroute/life-cycle/standing.ts'
import { changedTerms, type Terms } from '../expressroute/life-cycle/terms.ts'
import { circuitCableName, paths } from '../expressroute/node-names.ts'
import { isMetered, linkCapacity } from '../expressroute/qos.ts'
import type { Deed, Operation } from '../sim/operation.ts'
import type { Owner } from './owner.ts'
import type { Place } from './place.ts'
import type { WarningResult } from './result/run-result.ts'
import type { AzurePlaces, Scenario } from './scenario.ts'
import type { TimelineEntry } from './timeline-entry.ts'

/** The estate that a run begins with. */
export function estateAtStart({ design, timeline }: Beginning): Estate {
  return estateBefore(design, timeline.flatMap(movesOf))
}

/** By circuit: the SKUs that the timeline buys for it. */
export function tiersToCome({
  timeline,
}: Pick<Beginning, 'timeline'>): ReadonlyMap<string, readonly SkuTier[]> {
  const bought = new Map<string, readonly SkuTier[]>()
  for (const move of timeline.flatMap(movesOf)) {
    if (move.kind !== 'update' || move.tier === undefined) continue
    bought.set(move.circuit, [...(bought.get(move.circuit) ?? []), move.tier])
  }
  return bought
}

interface Beginning extends Pick<Scenario, 'design'> {
  readonly timeline: readonly Pick<TimelineEntry, 'action'>[]
}

function movesOf({ action }: Pick<TimelineEntry, 'action'>): readonly Move[] {
  return action.kind === 'moves' ? action.moves.map(({ move }) => move) : []
}

/** What becomes of circuits, peerings and links in one run: moves are carried out as Azure would, or refused and reported. */
export class LifeCycleRun {
  readonly #whole: Design
  readonly #places: AzurePlaces
  readonly #sessions: readonly ExpandedSession[]
  #warnings = new Map<string, WarningResult>()
  #estate: Estate

  constructor(scenario: Beginning & Pick<Scenario, 'places'>, sessions: readonly ExpandedSession[]) {
    this.#whole = scenario.design
    this.#places = scenario.places
    this.#sessions = sessions
    this.#estate = estateAtStart(scenario)
    this.#noteValidation()
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: LifeCycleRun): void {
    this.#estate = other.#estate
    this.#warnings = new Map(other.#warnings)
  }

  get estate(): Estate {
    return this.#estate
  }

  /** What was refused, and what is not enabled. */
  get warnings(): readonly WarningResult[] {
    return [...this.#warnings.values()]
  }

  /** The move with what it does to the network, which is nothing where it is refused. `place` is that of its entry. */
  carryOut(move: Move, place: Place): Operation {
    const before = this.#estate
    const outcome = carryOut(before, this.#whole, move)
    if (outcome.kind === 'refused') {
      const { rule, fix } = outcome
      const reason = fix === undefined ? outcome.reason : `${outcome.reason}: ${fix}`
      const order = describeOrder(move)
      const action = `${order}: refused by rule ${rule}, ${reason}`
      this.#warn(rule, order, `refused to ${order}: ${reason}`, place)
      return { kind: 'several', action, operations: [] }
    }
    if (outcome.kind === 'already-so') {
      const action = `${describeOrder(move)}: it is so already, and Azure changes nothing`
      return { kind: 'several', action, operations: [] }
    }
    this.#estate = outcome.estate
    this.#noteValidation()
    const operations = [
      ...bought(move, this.#estate),
      ...changedTerms(move, this.#estate, this.#sessions).map(settled),
      ...switched(stoppedEnds(before, this.#sessions), stoppedEnds(this.#estate, this.#sessions)),
    ]
    return { kind: 'several', action: describeMove(move), operations, doneBy: doerOf(move) }
  }

  #noteValidation(): void {
    for (const { session, node, circuit, peering } of awaitingValidation(this.#estate, this.#sessions)) {
      const text = `${node} does not enable ${session}: advertisedPublicPrefixesState is ValidationNeeded`
      this.#warn('C4', session, text, this.#places.peerings.get(circuit)?.get(peering))
    }
  }

  #warn(rule: string, about: string, text: string, place: Place | undefined): void {
    this.#warnings.set(`${rule} ${about}`, { rule, text, place, assumption: false })
  }
}

function doerOf({ kind }: Move): Owner {
  if (kind === 'provision' || kind === 'deprovision') return 'provider'
  return kind === 'approve' ? 'Microsoft' : 'customer'
}

/** BW25: what is bought holds at once, and nothing breaks. Model assumption: the provider's throttles follow at the same instant. */
function bought(move: Move, { design }: Estate): readonly Deed[] {
  if (move.kind !== 'update') return []
  const circuit = design.circuits.get(move.circuit)
  if (circuit === undefined) return []
  return paths.map((path) => ({
    kind: 'buy',
    trunk: circuitCableName(move.circuit, path),
    capacity: linkCapacity(circuit),
    isMetered: isMetered(circuit),
  }))
}

function settled(terms: Terms): Deed {
  const { node: at } = terms
  switch (terms.kind) {
    case 'export':
      return { kind: 'set-policy', session: terms.session, at, direction: 'export', policy: terms.policy }
    case 'limit':
      return { kind: 'set-prefix-limit', session: terms.session, at, prefixLimit: terms.limit }
    case 'weight':
      return { kind: 'set-weight', session: terms.session, at, weight: terms.weight }
    case 'aggregates':
      return { kind: 'set-aggregates', at, aggregates: terms.aggregates }
    default:
      throw new Error(`unknown terms ${terms satisfies never}`)
  }
}

/** Its shutdowns are apart from an operator's, who may have the same end. */
const hold = 'life cycle'

function switched(before: readonly StoppedEnd[], after: readonly StoppedEnd[]): readonly Deed[] {
  const among = (ends: readonly StoppedEnd[], { session, node }: StoppedEnd): boolean =>
    ends.some((other) => other.session === session && other.node === node)
  return [
    ...after
      .filter((end) => !among(before, end))
      .map(({ session, node: at }) => ({ kind: 'shut', session, at, hold }) as const),
    ...before
      .filter((end) => !among(after, end))
      .map(({ session, node: at }) => ({ kind: 'start', session, at, hold }) as const),
  ]
}
