import type { DecisionQuestion } from '../../analysis/lesson/decision-question.ts'
import { formatAsPath } from '../../bgp/as-path.ts'
import type { Route } from '../../bgp/decision/route.ts'
import { formatBgpIdentifier } from '../../bgp/identifiers.ts'
import { formatAddress } from '../../net/address-text.ts'
import { type WhyStep, whySelection } from '../show/why-route.ts'
import { aligned } from '../wrap.ts'
import { choiceLetter } from './choice-rows.ts'
import type { LessonView } from './round-words.ts'

/** What a router knows of each candidate, in the order in which it looks at it. */
const rows: readonly (readonly [string, (route: Route) => string])[] = [
  ['weight', ({ weight }) => String(weight)],
  ['LOCAL_PREF', ({ attributes }) => String(attributes.localPref)],
  ['AS_PATH', ({ attributes }) => formatAsPath(attributes.asPath)],
  ['ORIGIN', ({ attributes }) => attributes.origin],
  ['MULTI_EXIT_DISC', ({ attributes }) => String(attributes.multiExitDisc)],
  ['peer', ({ source }) => `${source.kind}, AS ${source.asn}`],
  ['BGP Identifier', ({ source }) => formatBgpIdentifier(source.bgpIdentifier)],
  ['peer address', ({ source }) => (source.address === undefined ? '' : formatAddress(source.address))],
]

/** The candidates side by side, and the question. */
export function decisionText(
  { prefix, candidates }: DecisionQuestion,
  number: number,
  { palette }: LessonView,
): string {
  const table = [
    ['', ...candidates.map((_, index) => `${choiceLetter(index)})`)],
    ...rows.map(([name, show]) => [name, ...candidates.map(show)]),
  ]
  const [head = '', ...body] = aligned(table)
  return [
    '',
    palette.dim(`Question ${number}`),
    '',
    `A router has learned ${prefix} from ${candidates.length} neighbours, all at once. ${palette.bold('Which route does it use?')}`,
    '',
    `  ${palette.cyan(head)}`,
    ...body.map((line) => `  ${line}`),
    '',
  ].join('\n')
}

/** The letter that wins, as the index of its candidate. */
export function winnerOf({ candidates, selection }: DecisionQuestion): number {
  return candidates.indexOf(selection.best)
}

/** The steps as far as they were gone, with the one that decided. */
export function decisionAnswer(
  question: DecisionQuestion,
  chosen: number | undefined,
  { palette }: LessonView,
): string {
  const { prefix, candidates, selection, contest } = question
  const { steps, sentence } = whySelection(prefix, {
    routes: candidates,
    usable: candidates,
    selection,
    contest,
  })
  const gone = steps.filter(({ outcome }) => outcome !== 'open' && outcome !== 'skipped')
  const lines = aligned(
    gone.map(({ name, section, cells, outcome }) => [name, ...cells.map(cellText), outcome, section]),
  )
  const right = winnerOf(question)
  const letter = palette.green(`${choiceLetter(right)})`)
  const said =
    chosen === right
      ? `${palette.green('Right:')} ${letter}`
      : chosen === undefined
        ? `It was ${letter}`
        : `You said ${palette.yellow(`${choiceLetter(chosen)})`)}, it was ${letter}`
  return [
    '',
    ...lines.map(
      (line, index) => `  ${gone[index]?.outcome === 'decides' ? palette.bold(line) : palette.dim(line)}`,
    ),
    '',
    `${said}: ${sentence}`,
    '',
  ].join('\n')
}

/** Who has fallen before has nothing to say any more. */
function cellText({ value, standing }: WhyStep['cells'][number]): string {
  return standing === 'out' ? '' : standing === 'falls' ? `${value} ✕` : value
}
