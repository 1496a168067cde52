import type { Draw } from '../../sim/draw.ts'
import type { ChangeSketch, MatchSketch, TermSketch } from './sketch.ts'

/** What a policy of one end can speak of. */
export interface Surroundings {
  readonly communities: readonly string[]
  readonly prefixes: readonly string[]
  readonly asns: readonly number[]
  /** From whom a route may have come, where that can differ. */
  readonly sources: readonly string[]
}

/** Plain, large and well known. A network knows few of them, so that what one router gives another may ask for. */
export const communities: readonly string[] = [
  '65001:7',
  '64496:100',
  '65551:1:2',
  '64496:3:4',
  'no-export',
  'no-advertise',
  'no-export-subconfed',
  'blackhole',
  'graceful-shutdown',
]

/** Most ends have none. */
export function drawPolicy(surroundings: Surroundings, draw: Draw): readonly TermSketch[] {
  if (draw.chance(0.6)) return []
  return Array.from({ length: draw.one([1, 1, 2, 3]) }, () => ({
    match: drawMatch(surroundings, draw),
    set: draw.chance(0.2) ? undefined : drawChange(surroundings.communities, draw),
  }))
}

function drawMatch({ prefixes, asns, sources, communities: known }: Surroundings, draw: Draw): MatchSketch {
  const matches: readonly MatchSketch[] = [
    ...(prefixes.length === 0
      ? []
      : [{ prefixes: draw.some(prefixes, 1, 2).map((one) => ranged(one, draw)) }]),
    { asPath: drawPattern(asns, draw) },
    { community: draw.one(known) },
    ...(sources.length === 0 ? [] : [{ from: draw.one(sources) }]),
    {},
  ]
  const [first, second] = draw.shuffled(matches)
  return draw.chance(0.2) ? { ...first, ...second } : { ...first }
}

/** The prefix itself, what is inside it, or what of that has certain lengths. */
function ranged(prefix: string, draw: Draw): string {
  const length = Number(prefix.split('/')[1])
  const [longest, step] = prefix.includes(':') ? [128, 16] : [32, 8]
  const le = Math.min(longest, length + step)
  if (le === length || draw.chance(0.5)) return prefix
  return draw.one([`${prefix} le ${longest}`, `${prefix} le ${le}`, `${prefix} ge ${length + 1} le ${le}`])
}

/** In the forms that every daemon has words for. */
function drawPattern(asns: readonly number[], draw: Draw): string {
  const asn = draw.one(asns)
  return draw.one([`_${asn}_`, `^${asn}_`, `_${asn}$`, `^${asn}$`, '^$', `^${asn}_${draw.one(asns)}_`])
}

function drawChange(known: readonly string[], draw: Draw): ChangeSketch {
  const changes: readonly ChangeSketch[] = [
    { localPref: draw.one([50, 100, 150, 200]) },
    { med: draw.one([0, 10, 50, 100]) },
    { prepend: draw.whole(1, 3) },
    { origin: draw.one(['igp', 'egp', 'incomplete'] as const) },
    { addCommunity: draw.some(known, 1, 2) },
    { removeCommunity: [draw.one(known)] },
    {},
  ]
  const [first, second] = draw.shuffled(changes)
  return draw.chance(0.3) ? { ...first, ...second } : { ...first }
}
