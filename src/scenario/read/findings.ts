import type { Design } from '../../expressroute/design.ts'
import { checkDesign } from '../../expressroute/rules/check-design.ts'
import type { Finding } from '../../expressroute/rules/rule.ts'
import type { Problem } from '../problem.ts'
import { announcements } from './announcements.ts'
import type { Sections } from './sections.ts'

/** What ExpressRoute says about the design. What happens only in the run is announced as a warning, and happens. */
export function findings(design: Design, sections: Sections): readonly Problem[] {
  return checkDesign(design, announcements(design, sections)).map(problemOf)
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
