import type { FilePath } from '../place.ts'
import type { Problem } from '../problem.ts'
import type { RiskGroup } from '../risk-group.ts'
import type { RiskGroupEntry } from '../schema/risk-group.ts'
import { unknownName } from './check-names.ts'
import { linkProblems, nodeNames } from './check-timeline.ts'
import { mapValues } from './design.ts'
import type { KnownNames } from './known-names.ts'
import type { Sections } from './sections.ts'

/** Every group with what its names stand for. */
export function riskGroupsOf(sections: Sections, known: KnownNames): ReadonlyMap<string, RiskGroup> {
  return mapValues(sections.riskGroups.values, (entry) => groupOf(entry, sections, known))
}

function groupOf(entry: RiskGroupEntry, { sites }: Sections, known: KnownNames): RiskGroup {
  const links = new Set(entry.links.flatMap((link) => known.cables.get(link) ?? [link]))
  const boxes = [
    ...entry.nodes,
    ...entry.sites.flatMap((site) => sites.values.get(site)?.behind ?? []),
    ...entry.peeringLocations.flatMap((location) => known.boxesAt.get(location) ?? []),
  ]
  return {
    shares: entry.shares,
    links: [...links].map((link) => ({ link, silently: known.layer2.has(link) })),
    nodes: [...new Set(boxes.flatMap((box) => known.boxes.get(box) ?? [box]))],
  }
}

/** Everything that the groups name. */
export function checkRiskGroups(sections: Sections, known: KnownNames): readonly Problem[] {
  return [...sections.riskGroups.values].flatMap(([name, entry]) => {
    const at = (key: string, index: number): FilePath => ['riskGroups', name, key, index]
    return [
      ...entry.links.flatMap((link, index) =>
        linkProblems([{ link, from: undefined }], at('links', index), [], known),
      ),
      ...entry.nodes.flatMap((node, index) =>
        unknownName('node', node, nodeNames(known), at('nodes', index)),
      ),
      ...entry.sites.flatMap((site, index) =>
        unknownName('site', site, sections.sites.names, at('sites', index)),
      ),
      ...entry.peeringLocations.flatMap((location, index) =>
        known.isPartial
          ? []
          : unknownName(
              'circuit at peering location',
              location,
              [...known.boxesAt.keys()],
              at('peeringLocations', index),
            ),
      ),
    ]
  })
}
