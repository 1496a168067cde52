import type { Profile } from '../profile.ts'
import type { Route } from './route.ts'
import { type Contest, multiExitDiscOf, type SelectionStep, stepsToMultipath, tieBreaks } from './steps.ts'

/** Which route won, and at which step of the RFC's list each other one fell. */
export interface Selection {
  readonly best: Route
  /** The step that left the best route alone; `undefined` where it was the only candidate. */
  readonly decidedBy: string | undefined
  readonly defeats: readonly Defeat[]
  /** The best route and those equal to it up to the multipath line, best first, at most as many as allowed. */
  readonly multipath: readonly Route[]
}

export interface Defeat {
  readonly route: Route
  readonly at: { readonly name: string; readonly section: string }
  /** The two values compared, for people: `3 > 2`. */
  readonly comparison: string
}

export type SelectBest = (
  candidates: readonly Route[],
  profile: Profile,
  options: { readonly maximumPaths: number; readonly previous: Route | undefined },
) => Selection | undefined

/**
 * RFC 4271 §9.1.2: the best of the candidates, which have passed policy and the checks for loops and next
 * hops. No two are of one peer. The order in which they are given decides nothing. `defeats` are in the order
 * of the steps, and of the candidates within one.
 */
export const selectBest: SelectBest = (candidates, profile, { maximumPaths, previous }) => {
  const only = candidates[0]
  if (only === undefined) return undefined
  if (candidates.length === 1) return { best: only, decidedBy: undefined, defeats: none, multipath: [only] }
  const contest = { profile, previous }
  const equals = eliminate(candidates, stepsToMultipath, contest)
  const last = eliminate(equals.left, tieBreaks, contest)
  const defeats = [...equals.defeats, ...last.defeats]
  const [best] = last.left
  if (best === undefined || last.left.length > 1) throw new Error('two candidates are of one peer')
  const decidedBy = defeats.at(-1)?.at.name
  const multipath = sideBySide(best, equals.left, maximumPaths, contest)
  return { best, decidedBy, defeats, multipath }
}

const none: readonly Defeat[] = []

interface Elimination {
  readonly left: readonly Route[]
  readonly defeats: readonly Defeat[]
}

function eliminate(
  candidates: readonly Route[],
  steps: readonly SelectionStep[],
  contest: Contest,
): Elimination {
  const defeats: Defeat[] = []
  let left = candidates
  for (const step of steps) {
    if (left.length === 1) break
    if (!step.isTaken(contest)) continue
    const unbeaten = left.filter((route) => !left.some((other) => step.beats(other, route, contest)))
    if (unbeaten.length === left.length) continue
    for (const route of left) {
      const winner = unbeaten.find((other) => step.beats(other, route, contest))
      if (winner !== undefined) defeats.push(defeat(route, winner, step, contest))
    }
    left = unbeaten
  }
  return { left, defeats }
}

function defeat(route: Route, winner: Route, step: SelectionStep, contest: Contest): Defeat {
  const { name, section, show, relation } = step
  return {
    route,
    at: { name, section },
    comparison: `${show(route, contest)} ${relation} ${show(winner, contest)}`,
  }
}

/**
 * The routes used beside the best one. Elimination has made them equal in everything but MULTI_EXIT_DISC,
 * which it compares within one neighbouring AS only; beside each other they have to be equal in that too.
 * Their AS_PATHs need the same length and not the same content, as with FRR's `multipath-relax`.
 */
function sideBySide(
  best: Route,
  equals: readonly Route[],
  maximumPaths: number,
  contest: Contest,
): readonly Route[] {
  if (maximumPaths === 1 || equals.length === 1) return [best]
  return equals
    .filter((route) => multiExitDiscOf(route) === multiExitDiscOf(best))
    .sort((a, b) => tieOrder(a, b, contest))
    .slice(0, maximumPaths)
}

/** Unlike MULTI_EXIT_DISC every tie break is an order, so these routes can be sorted. */
function tieOrder(a: Route, b: Route, contest: Contest): number {
  for (const step of tieBreaks) {
    if (!step.isTaken(contest)) continue
    if (step.beats(a, b, contest)) return -1
    if (step.beats(b, a, contest)) return 1
  }
  return 0
}
