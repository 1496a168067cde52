import { countedAnnouncements } from '../../expressroute/counted-announcements.ts'
import type { Design } from '../../expressroute/design.ts'
import { type Demand, gatewayUsage } from '../../expressroute/gateway-usage.ts'
import type { Estate } from '../../expressroute/life-cycle/estate.ts'
import { checkDesign } from '../../expressroute/rules/check-design.ts'
import type { Announcement, Finding, Surroundings } from '../../expressroute/rules/rule.ts'
import { announcedUsage, designUsage, learnedUsage, type Usage } from '../../expressroute/usage.ts'
import { estateAtStart } from '../life-cycle-run.ts'
import type { Problem } from '../problem.ts'
import { announcements } from './announcements.ts'
import type { Inherited } from './inherited.ts'
import type { Sections } from './sections.ts'
import { surroundingsOf } from './surroundings.ts'

/** What ExpressRoute says about the design. What happens only in the run is announced as a warning, and happens. */
export function findings(parts: Judged): readonly Problem[] {
  const { design, announced } = parts
  const before = parts.atStart.design
  return checkDesign(design, announced, before, parts.surroundings)
    .map((finding) => ({ ...finding, path: inFile(finding.path, design, before) }))
    .map(problemOf)
}

/** All of the design, what of it is there at the start, and what customers announce then. */
export interface Judged {
  readonly design: Design
  readonly atStart: Estate
  readonly announced: readonly Announcement[]
  readonly surroundings: Surroundings
  readonly demands: readonly Demand[]
}

export function judged(design: Design, sections: Sections, inherited: Inherited): Judged {
  const timeline = sections.timeline.map(({ value }) => value)
  const atStart = estateAtStart({ design, timeline })
  const surroundings = surroundingsOf(design, sections, inherited)
  const demands = [...sections.flows.values.values()].map(({ from, to, rate }) => ({ from, to, ...rate }))
  return { design, atStart, announced: announcements(design, sections), surroundings, demands }
}

/** How near to Azure's limits that is. */
export function usageOf({ design, atStart, announced, surroundings, demands }: Judged): readonly Usage[] {
  const before = atStart.design
  const counted = countedAnnouncements(announced, surroundings.sentBack)
  return [
    ...designUsage(before),
    ...announcedUsage(design, counted),
    ...learnedUsage(before, announced),
    ...gatewayUsage(before, demands),
  ]
}

/** Where a connection stands in the file, among those that come later, or lead to a provider that runs BGP. */
function inFile(path: Finding['path'], design: Design, before: Design): Finding['path'] {
  const [section, name = '', key, index, ...rest] = path
  if (section === 'routers' && key === 'connect' && typeof index === 'number') {
    const place = design.routers.get(String(name))?.connections[index]?.index ?? index
    return [section, name, key, place, ...rest]
  }
  if (section !== 'virtualNetworks' || key !== 'connections' || typeof index !== 'number') return path
  const [all, some] = [design, before].map(({ virtualNetworks }) => virtualNetworks.get(String(name)))
  const { circuit } = some?.connections[index] ?? {}
  const place = all?.connections.findIndex((connection) => connection.circuit === circuit) ?? index
  return [section, name, key, place, ...rest]
}

/** The same for a design of which a part could not be read: advice might be about what is only missing here. */
export function certainFindings(parts: Judged): readonly Problem[] {
  return findings(parts).filter(({ level }) => level === 'error')
}

function problemOf({ rule, level, when, path, message, fix, source, assumption }: Finding): Problem {
  return {
    path,
    at: 'value',
    rule,
    level: when === 'run' && level === 'error' ? 'warning' : level,
    message,
    hint: fix,
    source,
    assumption,
  }
}
