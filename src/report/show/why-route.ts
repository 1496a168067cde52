import { isOwn, type Route } from '../../bgp/decision/route.ts'
import type { Selection } from '../../bgp/decision/select-best.ts'
import { type Contest, type SelectionStep, selectionSteps } from '../../bgp/decision/steps.ts'
import type { Speaker } from '../../bgp/speaker.ts'
import { packPrefixes } from '../../net/packed-prefixes.ts'
import { parsePrefix } from '../../net/prefix-text.ts'

/** The decision about one prefix, step by step: what each step looked at, and who fell there. */
export interface WhyRoute {
  readonly prefix: string
  readonly candidates: readonly WhyCandidate[]
  readonly steps: readonly WhyStep[]
  /** In one sentence: which route won, at which step, and by which values. */
  readonly sentence: string
}

export interface WhyCandidate {
  readonly from: string
  readonly standing: 'best' | 'beside' | 'lost' | 'unusable'
}

export interface WhyStep {
  readonly name: string
  /** Where the step is written. */
  readonly section: string
  /** `skipped` by the router's profile; `open` where the decision had been made before. */
  readonly outcome: 'equal' | 'removes' | 'decides' | 'skipped' | 'open'
  /** Of each candidate: what the step looks at, and how it fares. */
  readonly cells: readonly WhyCell[]
}

export interface WhyCell {
  readonly value: string
  readonly standing: 'in' | 'falls' | 'out'
}

interface Decision {
  readonly routes: readonly Route[]
  /** Those whose next hop is reached. */
  readonly usable: readonly Route[]
  readonly selection: Selection | undefined
  readonly contest: Contest
}

/** `undefined` where the router knows no route for the prefix. */
export function whyRoute(speaker: Speaker, prefix: string): WhyRoute | undefined {
  const wanted = parsePrefix(prefix)
  const rib = speaker.ribs[wanted.family]
  const [id] = rib.idsOf(packPrefixes(wanted.family, [wanted]))
  if (id === undefined) return undefined
  const routes = rib.candidates(id, speaker.peers)
  if (routes.length === 0) return undefined
  const selection = rib.locRib.get(id)
  const usable = routes.filter((route) => rib.isUsable(route))
  const contest: Contest = { profile: speaker.configuration.profile, previous: selection?.best }
  return whySelection(prefix, { routes, usable, selection, contest })
}

/** The same of a decision that stands by itself. */
export function whySelection(prefix: string, { routes, usable, selection, contest }: Decision): WhyRoute {
  return {
    prefix,
    candidates: routes.map((route) => ({
      from: route.source.router,
      standing: standingOf(route, usable, selection),
    })),
    steps: stepsOf(routes, usable, selection, contest),
    sentence: sentenceOf(usable, selection, contest),
  }
}

function standingOf(
  route: Route,
  usable: readonly Route[],
  selection: Selection | undefined,
): WhyCandidate['standing'] {
  if (!usable.includes(route)) return 'unusable'
  if (selection?.best === route) return 'best'
  return selection?.multipath.includes(route) === true ? 'beside' : 'lost'
}

function stepsOf(
  routes: readonly Route[],
  usable: readonly Route[],
  selection: Selection | undefined,
  contest: Contest,
): readonly WhyStep[] {
  const defeats = selection?.defeats ?? []
  let left = usable
  return selectionSteps.map((step) => {
    const before = left
    const fallen = defeats.filter(({ at }) => at.name === step.name).map(({ route }) => route)
    left = before.filter((route) => !fallen.includes(route))
    const cells = routes.map((route): WhyCell => {
      const standing = fallen.includes(route) ? 'falls' : left.includes(route) ? 'in' : 'out'
      return { value: step.show(route, contest), standing }
    })
    return {
      name: step.name,
      section: sectionOf(step),
      outcome: outcomeOf(step, before, left, contest),
      cells,
    }
  })
}

function outcomeOf(
  step: SelectionStep,
  before: readonly Route[],
  after: readonly Route[],
  contest: Contest,
): WhyStep['outcome'] {
  if (before.length <= 1) return 'open'
  if (!step.isTaken(contest)) return 'skipped'
  if (after.length === before.length) return 'equal'
  return after.length === 1 ? 'decides' : 'removes'
}

function sectionOf({ section }: SelectionStep): string {
  return /^\d/.test(section) ? `RFC 4271 §${section}` : section
}

function sentenceOf(usable: readonly Route[], selection: Selection | undefined, contest: Contest): string {
  if (selection === undefined) return 'No candidate may be used: its next hop is not reached.'
  const { best, defeats, multipath } = selection
  const winner = nameOf(best)
  const last = defeats.at(-1)
  if (usable.length === 1 || last === undefined) return `${winner} is the only one, so nothing was compared.`
  const step = selectionSteps.find(({ name }) => name === last.at.name)
  if (step === undefined) throw new Error(`no step ${last.at.name}`)
  const values = `${step.show(best, contest)} against ${step.show(last.route, contest)} of ${nameOf(last.route)}`
  const beside = multipath.filter((route) => route !== best).map(nameOf)
  const also = beside.length === 0 ? '' : `; ${beside.join(' and ')} is as good, and used beside it`
  return `${winner} won at “${step.name}”: ${values}${also}.`
}

function nameOf(route: Route): string {
  return isOwn(route) ? 'the route of its own' : `the route from ${route.source.router}`
}
