import type { Micros } from '../../sim/time.ts'
import { type CauseLink, fallen } from './cause-log.ts'
import type { OutageCauses } from './outage-causes.ts'
import { outsideCause, stageOf, stepsBack, type WhySlow } from './why-slow.ts'

/** A session that stood and fell, and what that cost. */
export interface SettledFall {
  readonly session: string
  /** When the first end fell, and which. */
  readonly at: Micros
  readonly node: string
  readonly reason: string
  /** When what it followed from was done, or when the session came to stand after that; the fall itself where nobody knows. */
  readonly brokeAt: Micros
  /** When the last router or host had followed. */
  readonly settledAt: Micros
  /** When both ends stood again; `undefined` where they did not. */
  readonly standsAgainAt: Micros | undefined
  /** From `brokeAt` to `settledAt`, end to end. */
  readonly why: WhySlow
}

/** What each fall of a session cost, found by following causes back from the last that it led to. */
export function sessionFalls(causes: OutageCauses): readonly SettledFall[] {
  const { log, ways } = causes
  return trailsIn(log.links).map(({ fell, stoodSince, last, stands }): SettledFall => {
    const { about: session, at, node, reason } = fell
    const outside = ways.closedSince(session, at) ?? operationBefore(fell)
    const brokeAt = Math.max(outside?.at ?? at, stoodSince)
    return {
      ...{ session, at, node, reason, brokeAt, settledAt: last.at },
      standsAgainAt: stands.size === 2 ? Math.max(...stands.values()) : undefined,
      why: { ...causes.broke(outside), ...stepsBack(last, brokeAt, last.at, ways) },
    }
  })
}

/** From what was done, without a wait for something that does not come: that began nobody knows when. */
function operationBefore(fell: CauseLink): Pick<CauseLink, 'at' | 'what' | 'deed'> | undefined {
  for (let link = fell.because; link !== undefined && link.kind !== 'operator'; link = link.because) {
    if (link.isOfSilence) return undefined
  }
  return outsideCause(fell)
}

/** A fall, from the first end that saw it to the last that followed. */
interface Trail {
  readonly fell: CauseLink
  /** When its last end came to stand before. */
  readonly stoodSince: Micros
  last: CauseLink
  /** By end: when it stood again. */
  readonly stands: Map<string, Micros>
}

/** What a fall leads to ends where a session has to come to stand, or somebody outside has to do something. */
function trailsIn(links: readonly (CauseLink | undefined)[]): readonly Trail[] {
  const trails: Trail[] = []
  const latest = new Map<string, Trail>()
  const trailOf = new Map<CauseLink, Trail>()
  // A KEEPALIVE has the link of what its sender began with once more.
  for (const link of new Set(links)) {
    if (link === undefined) continue
    const trail = isFall(link)
      ? (openTrail(latest, link) ?? newTrail(trails, latest, link))
      : followedTrail(trailOf, link)
    if (link.kind === 'session-state' && link.what === 'Established') {
      latest.get(link.about)?.stands.set(link.node, link.at)
    }
    if (trail === undefined) continue
    trailOf.set(link, trail)
    if (isConsequence(link) && link.at >= trail.last.at) trail.last = link
  }
  return trails
}

function followedTrail(trailOf: ReadonlyMap<CauseLink, Trail>, link: CauseLink): Trail | undefined {
  const stage = stageOf(link)
  if (stage === 'session' || stage === 'repair' || link.because === undefined) return undefined
  return trailOf.get(link.because)
}

function isFall({ kind, what }: CauseLink): boolean {
  return kind === 'session-state' && what === fallen
}

/** The second end of a session falls with the first, however much later it notices. */
function openTrail(latest: ReadonlyMap<string, Trail>, { about }: CauseLink): Trail | undefined {
  const trail = latest.get(about)
  return trail === undefined || trail.stands.size > 0 ? undefined : trail
}

function newTrail(trails: Trail[], latest: Map<string, Trail>, fell: CauseLink): Trail {
  const stoodSince = Math.max(0, ...(latest.get(fell.about)?.stands.values() ?? []))
  const trail: Trail = { fell, stoodSince, last: fell, stands: new Map() }
  trails.push(trail)
  latest.set(fell.about, trail)
  return trail
}

function isConsequence(link: CauseLink): boolean {
  return isFall(link) || link.kind === 'best-route' || link.kind === 'fib' || link.kind === 'flow-path'
}
