import type { Design } from '../design.ts'
import { rules } from './all.ts'
import { type Announcement, type Finding, noSurroundings, type Surroundings } from './rule.ts'

/**
 * Everything that the design breaks of its era's rules, in the order of the rules. `before` is what of it is there at the start,
 * where not all is: what comes later is bought, or refused, when it comes.
 */
export function checkDesign(
  design: Design,
  announced: readonly Announcement[],
  before: Design = design,
  surroundings: Surroundings = noSurroundings,
): readonly Finding[] {
  return rules
    .filter(({ eras }) => eras.includes(design.era))
    .flatMap(({ id, level, when, source, assumption, check }) =>
      (check?.(id.startsWith(ofPurchases) ? before : design, announced, surroundings) ?? []).map(
        (breach) => ({
          rule: id,
          level,
          when,
          source,
          assumption,
          ...breach,
        }),
      ),
    )
}

/** The section of the rules about what is bought and linked. */
const ofPurchases = 'D'
