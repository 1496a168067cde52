import { type Problem, problem } from '../problem.ts'
import { unknownName } from './check-names.ts'
import { nodeNames } from './check-timeline.ts'
import type { KnownNames } from './known-names.ts'
import type { Sections } from './sections.ts'

/** Everything that the block on availability refers to. */
export function checkAvailability(
  { availability, riskGroups }: Sections,
  known: KnownNames,
): readonly Problem[] {
  if (availability === undefined || known.isPartial) return []
  const nodes = nodeNames(known)
  const cables = [...known.cables.keys(), ...known.links.keys()]
  const names = [...new Set([...nodes, ...cables, ...riskGroups.names])]
  const path = ['availability']
  return [
    ...[...availability.components.keys()].flatMap((name) =>
      unknownName('router, cable or risk group', name, names, [...path, 'components', name]),
    ),
    ...availability.maintenance.flatMap(({ of, drainMicros }, index) => {
      const unknown = unknownName('router, cable or risk group', of, names, [
        ...path,
        'maintenance',
        index,
        'of',
      ])
      if (unknown.length > 0 || drainMicros === 0 || nodes.includes(of)) return unknown
      const hint = 'leave drain: out, or name the router'
      return [
        problem(
          'combination',
          [...path, 'maintenance', index, 'drain'],
          'only a router asks traffic to leave it',
          hint,
        ),
      ]
    }),
  ]
}
