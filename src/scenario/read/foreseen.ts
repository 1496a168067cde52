import type { Design } from '../../expressroute/design.ts'
import { carryOut, type Refusal } from '../../expressroute/life-cycle/carry-out.ts'
import { describeOrder } from '../../expressroute/life-cycle/move-text.ts'
import { rules } from '../../expressroute/rules/all.ts'
import { checkDesign } from '../../expressroute/rules/check-design.ts'
import type { Announcement, Finding } from '../../expressroute/rules/rule.ts'
import type { Problem } from '../problem.ts'
import type { Judged } from './findings.ts'
import { movesInOrder, type PlacedMove } from './moves-in-order.ts'
import type { Sections } from './sections.ts'

/**
 * What comes of the moves of a timeline, as far as the file tells in which order they come: those that Azure is going to refuse, and
 * the rules about routes that are broken after one and were not before. The run reports each when it comes to it; this says it before.
 */
export function foreseen(
  { design: whole, atStart, announced }: Pick<Judged, 'design' | 'atStart' | 'announced'>,
  { timeline }: Pick<Sections, 'timeline'>,
): readonly Problem[] {
  const problems: Problem[] = []
  const known = new Set(routeFindings(whole, announced).map(keyOf))
  let estate = atStart
  for (const { move, path } of movesInOrder(timeline) ?? []) {
    const outcome = carryOut(estate, whole, move)
    if (outcome.kind === 'refused') problems.push(refusal(outcome, { move, path }))
    if (outcome.kind !== 'done') continue
    estate = outcome.estate
    const found = routeFindings(estate.design, announced).filter((one) => !known.has(keyOf(one)))
    for (const one of found) known.add(keyOf(one))
    problems.push(...found.map((one) => consequence(one, path)))
  }
  return problems
}

/** What is bought is looked at when it is bought, and what a router has wrong does not change with it. */
function routeFindings(design: Design, announced: readonly Announcement[]): readonly Finding[] {
  return checkDesign(design, announced).filter(({ rule }) => rule.startsWith('C'))
}

function keyOf({ rule, path }: Finding): string {
  return [rule, ...path].join(' ')
}

function consequence({ rule, message, fix, source, assumption }: Finding, path: PlacedMove['path']): Problem {
  return {
    path,
    at: 'value',
    rule,
    level: 'warning',
    message: `after this ${message}`,
    hint: fix,
    source,
    assumption,
  }
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
