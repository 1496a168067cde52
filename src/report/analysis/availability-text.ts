import type { ComponentFigures } from '../../analysis/availability/components.ts'
import { type Estimate, nines } from '../../analysis/availability/estimate.ts'
import {
  type AvailabilitySummary,
  type FlowYears,
  slaAvailability,
} from '../../analysis/availability/summary.ts'
import { yearMicros } from '../../analysis/availability/trial.ts'
import { formatDuration, microsToSeconds } from '../../sim/time.ts'
import { ownerWords } from '../owner-words.ts'
import { countOf, formatSpan } from '../quantity.ts'
import { aligned } from '../wrap.ts'

/** How many causes are told, the greatest first. */
const mostCauses = 10

/** `vmsee availability FILE` for people. */
export function availabilityText(summary: AvailabilitySummary, seed: number): string {
  const { trials, components, groupsWithoutFigures, failures, years } = summary
  return [
    ` ${countOf(trials, 'year')} of ${countOf(components.length, 'component')}, ${countOf(failures, 'failure')}, seed ${seed}`,
    '',
    ...indented([
      [
        ...['flow', 'available', 'nines', 'out a year', 'with 95 % confidence'],
        `years within ${percent(slaAvailability, 2)}`,
      ],
      ...years.map(flowCells),
    ]),
    '',
    ...causeLines(summary),
    '',
    ...ownerLines(summary),
    ...indented([['component', 'fails after', 'repaired after', ''], ...componentRows(components)]),
    ...(components.some(({ isIllustrative }) => isIllustrative)
      ? ["   Illustrative figures are nobody's: put your own under availability: in the file."]
      : []),
    ...(groupsWithoutFigures.length > 0
      ? [`   Risk groups without figures do not fail as a whole: ${groupsWithoutFigures.join(', ')}`]
      : []),
    '',
    ...slaLines(summary),
    '',
  ].join('\n')
}

function indented(rows: readonly (readonly string[])[]): readonly string[] {
  return aligned(rows).map((row) => `   ${row}`)
}

/** The share of the year in which the flow was there; what it lost most is what it had least. */
export function availabilityOf({ mean, low, high }: Estimate): Estimate {
  const of = (seconds: number): number => 1 - seconds / microsToSeconds(yearMicros)
  return { mean: of(mean), low: of(high), high: of(low) }
}

function flowCells({ name, outSeconds, withinSla }: FlowYears): readonly string[] {
  const { mean } = availabilityOf(outSeconds)
  // So many digits that what lost something is not rounded to 100 %.
  const digits = mean === 1 ? 0 : Math.max(5, Math.ceil(nines(mean)))
  return [
    name,
    percent(mean, digits),
    mean === 1 ? 'nothing lost' : nines(mean).toFixed(1),
    formatSpan(outSeconds.mean),
    `${formatSpan(outSeconds.low)} to ${formatSpan(outSeconds.high)}`,
    percent(withinSla, 1),
  ]
}

function causeLines({ causes }: AvailabilitySummary): readonly string[] {
  if (causes.length === 0) return ['   nothing was lost']
  const rest = causes.length - mostCauses
  return [
    ...indented([
      ['what was broken', 'times a year', 'out a year', 'of all'],
      ...causes
        .slice(0, mostCauses)
        .map(({ conditions, timesPerYear, outSecondsPerYear, share }) => [
          conditions.length === 0 ? 'nothing: not all arrives even then' : conditions.join(' + '),
          String(Number(timesPerYear.toFixed(4))),
          formatSpan(outSecondsPerYear),
          percent(share, 1),
        ]),
    ]),
    ...(rest > 0 ? [`   and ${rest} more`] : []),
  ]
}

/** By who has to mend it, as far as that can be told without a contract. */
function ownerLines({ byOwner }: AvailabilitySummary): readonly string[] {
  if (byOwner.length === 0) return []
  const rows = byOwner.map(({ owner, outSecondsPerYear, share }) => [
    ownerWords[owner],
    formatSpan(outSecondsPerYear),
    percent(share, 1),
  ])
  return [...indented([['whose it was', 'out a year', 'of all'], ...rows]), '']
}

const units = { links: 'link', nodes: 'node', riskGroups: 'risk group' } as const

/** Components with the same figures are one row. */
function componentRows(components: readonly ComponentFigures[]): readonly (readonly string[])[] {
  const groups = new Map<string, ComponentFigures[]>()
  for (const one of components) {
    const key = `${one.kind} ${one.failsAfter} ${one.repairedAfter} ${one.isIllustrative}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const one = units[first.kind]
    const name = group.length > 2 ? countOf(group.length, one) : group.map((each) => each.name).join(', ')
    return [
      [
        name,
        formatDuration(first.failsAfter),
        formatDuration(first.repairedAfter),
        first.isIllustrative ? 'illustrative' : '',
      ],
    ]
  })
}

function slaLines({ circuits, bothDown }: AvailabilitySummary): readonly string[] {
  return [
    `   The SLA of a circuit: ${percent(slaAvailability, 2)} from Microsoft's edge onward, with sessions on both links.`,
    '   What breaks before the MSEEs is not in it.',
    ...indented(
      circuits.map(({ name, withoutSession }, index) => {
        const seconds = bothDown[index]?.mean ?? 0
        const covered =
          withoutSession.length === 0
            ? 'covered'
            : `not covered: no session on ${withoutSession.join(', ')} (rule B5)`
        return [name, covered, `both MSEEs down for ${formatSpan(seconds)} a year`]
      }),
    ),
  ]
}

function percent(share: number, digits: number): string {
  return `${Number((100 * share).toFixed(digits))} %`
}
