import type { Design } from '../../expressroute/design.ts'
import { checkDesign } from '../../expressroute/rules/check-design.ts'
import type { Finding } from '../../expressroute/rules/rule.ts'
import { estateAtStart } from '../life-cycle-run.ts'
import type { Problem } from '../problem.ts'
import { announcements } from './announcements.ts'
import type { Sections } from './sections.ts'

/** What ExpressRoute says about the design. What happens only in the run is announced as a warning, and happens. */
export function findings(design: Design, sections: Sections): readonly Problem[] {
  const timeline = sections.timeline.map(({ value }) => value)
  const before = estateAtStart({ design, timeline }).design
  return checkDesign(design, announcements(design, sections), before)
    .map((finding) => ({ ...finding, path: inFile(finding.path, design, before) }))
    .map(problemOf)
}

/** Where a connection stands in the file, among those that come later. */
function inFile(path: Finding['path'], design: Design, before: Design): Finding['path'] {
  const [section, name = '', key, index, ...rest] = path
  if (section !== 'virtualNetworks' || key !== 'connections' || typeof index !== 'number') return path
  const [all, some] = [design, before].map(({ virtualNetworks }) => virtualNetworks.get(String(name)))
  const { circuit } = some?.connections[index] ?? {}
  const place = all?.connections.findIndex((connection) => connection.circuit === circuit) ?? index
  return [section, name, key, place, ...rest]
}

/** The same for a design of which a part could not be read: advice might be about what is only missing here. */
export function certainFindings(design: Design, sections: Sections): readonly Problem[] {
  return findings(design, sections).filter(({ level }) => level === 'error')
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
