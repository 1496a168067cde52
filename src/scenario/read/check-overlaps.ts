import { unpackPrefixes } from '../../net/packed-prefixes.ts'
import { comparePrefixes, covers, type Prefix } from '../../net/prefix.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import type { FilePath } from '../place.ts'
import { type Problem, problem } from '../problem.ts'
import type { Sections } from './sections.ts'

interface Owned {
  readonly prefix: Prefix
  readonly owner: string
  readonly path: FilePath
}

/**
 * No address belongs to two places: a flow to it would have two destinations. One place may hold a
 * prefix and a longer one inside it. In address order a prefix can only overlap those still open above it.
 */
export function checkOverlaps(sections: Sections): readonly Problem[] {
  const open: Owned[] = []
  const reported = new Set<string>()
  const problems: Problem[] = []
  for (const inner of ownedPrefixes(sections)) {
    for (let top = open.at(-1); top !== undefined && !covers(top.prefix, inner.prefix); top = open.at(-1)) {
      open.pop()
    }
    for (const outer of open.filter(({ owner }) => owner !== inner.owner)) {
      const pair = [inner.owner, outer.owner].sort().join(' ')
      if (!reported.has(pair)) problems.push(overlapProblem(inner, outer))
      reported.add(pair)
    }
    open.push(inner)
  }
  return problems
}

function ownedPrefixes({ sites, virtualNetworks, spokes }: Sections): readonly Owned[] {
  const ofSites = [...sites.values].flatMap(([owner, { prefixes }]) =>
    prefixes.flatMap(unpackPrefixes).map((prefix) => ({ prefix, owner, path: ['sites', owner, 'prefixes'] })),
  )
  const ofNetworks = [...virtualNetworks.values].flatMap(([owner, { addressSpace }]) =>
    addressSpace.map((prefix) => ({ prefix, owner, path: ['virtualNetworks', owner, 'addressSpace'] })),
  )
  const ofSpokes = [...spokes.values].flatMap(([owner, { addressSpace }]) =>
    addressSpace
      .flatMap(unpackPrefixes)
      .map((prefix) => ({ prefix, owner, path: ['spokes', owner, 'addressSpace'] })),
  )
  return [...ofSites, ...ofNetworks, ...ofSpokes].sort((a, b) => comparePrefixes(a.prefix, b.prefix))
}

function overlapProblem(inner: Owned, outer: Owned): Problem {
  const message = `${formatPrefix(inner.prefix)} of ${inner.owner} overlaps ${formatPrefix(outer.prefix)} of ${outer.owner}`
  return problem(
    'overlap',
    inner.path,
    message,
    'an address belongs to one place: give them networks of their own',
  )
}
