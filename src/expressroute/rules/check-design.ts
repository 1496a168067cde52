import type { Design } from '../design.ts'
import { rules } from './all.ts'
import type { Announcement, Finding } from './rule.ts'

/** Everything that the design breaks of its era's rules, in the order of the rules. */
export function checkDesign(design: Design, announced: readonly Announcement[]): readonly Finding[] {
  return rules
    .filter(({ eras }) => eras.includes(design.era))
    .flatMap(({ id, level, when, source, assumption, check }) =>
      (check?.(design, announced) ?? []).map((breach) => ({
        rule: id,
        level,
        when,
        source,
        assumption,
        ...breach,
      })),
    )
}
