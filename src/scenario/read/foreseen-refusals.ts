import type { Design } from '../../expressroute/design.ts'
import { carryOut, type Refusal } from '../../expressroute/life-cycle/carry-out.ts'
import type { Estate } from '../../expressroute/life-cycle/estate.ts'
import { describeOrder } from '../../expressroute/life-cycle/move-text.ts'
import { rules } from '../../expressroute/rules/all.ts'
import type { Problem } from '../problem.ts'
import { movesInOrder, type PlacedMove } from './moves-in-order.ts'
import type { Sections } from './sections.ts'

/**
 * The moves of the timeline that Azure is going to refuse, as far as the file tells in which order they come. The run carries them
 * out, and reports each when it is refused; this says it before.
 */
export function foreseenRefusals(
  whole: Design,
  atStart: Estate,
  { timeline }: Pick<Sections, 'timeline'>,
): readonly Problem[] {
  const refusals: Problem[] = []
  let estate = atStart
  for (const { move, path } of movesInOrder(timeline) ?? []) {
    const outcome = carryOut(estate, whole, move)
    if (outcome.kind === 'done') estate = outcome.estate
    if (outcome.kind === 'refused') refusals.push(refusal(outcome, { move, path }))
  }
  return refusals
}

function refusal({ rule, reason, fix }: Refusal, { move, path }: PlacedMove): Problem {
  return {
    path,
    at: 'value',
    rule,
    level: 'warning',
    message: `Azure will refuse to ${describeOrder(move)}: ${reason}`,
    hint: fix ?? remedyOf(rule),
    source: rules.find(({ id }) => id === rule)?.source,
    assumption: false,
  }
}

/** As a hint is written: without a capital, and without a full stop. */
function remedyOf(rule: string): string | undefined {
  const remedy = rules.find(({ id }) => id === rule)?.remedy
  return remedy && `${remedy.charAt(0).toLowerCase()}${remedy.slice(1)}`.replace(/\.$/, '')
}
