import type { Palette } from '../../report/palette.ts'
import { countOf } from '../../report/quantity.ts'
import { type Difference, type Finding, type Subject, subjects } from './compare.ts'
import type { ComparedStage, ConformedScenario } from './conform-scenario.ts'
import { disappeared, explanation, type KnownDifference, knownText } from './known-difference.ts'

/** What came of one scenario on one daemon. */
export type Outcome = 'agrees' | 'explained' | 'differs' | 'not compared'

/** The verdict on everything that was compared, with what is known. */
export function outcomeOf(conformed: ConformedScenario, known: readonly KnownDifference[]): Outcome {
  const differences = differencesOf(conformed)
  const isNews = differences.some((found) => explanation(known, conformed, found) === undefined)
  if (isNews || disappeared(known, conformed).length > 0) return 'differs'
  if (conformed.stages.length === 0) return 'not compared'
  return differences.length === 0 ? 'agrees' : 'explained'
}

export interface TableStyle {
  readonly palette: Palette
  /** Whether every router gets its row, or only where something differs. */
  readonly allRouters: boolean
}

/** Agreement and difference as text: a line for the scenario on the daemon, then routers and what differed. */
export function formatConformed(
  conformed: ConformedScenario,
  known: readonly KnownDifference[],
  { palette, allRouters }: TableStyle,
): string {
  const outcome = outcomeOf(conformed, known)
  const paint =
    outcome === 'differs' ? palette.red : outcome === 'not compared' ? palette.yellow : palette.green
  const { file, daemon, stages, playedWithout, leftOut } = conformed
  const findings = stages.flatMap((stage) => stage.findings)
  const compared = findings.reduce((sum, finding) => sum + finding.compared, 0)
  const size = `${countOf(stages.length, 'rest point')}, ${countOf(compared, 'item')}`
  const rows = allRouters || outcome === 'differs' || outcome === 'explained' ? routerRows(findings) : []
  return [
    `${paint(outcome.padEnd(12))} ${daemon.padEnd(8)} ${file}  ${palette.dim(size)}`,
    ...rows.map((row) => `    ${row}`),
    ...stages.flatMap((stage) => stageLines(stage, conformed, known, palette)),
    ...disappeared(known, conformed).map((entry) => `    ${palette.red('is no more:')} ${knownText(entry)}`),
    ...(playedWithout.length === 0
      ? []
      : [`    ${palette.yellow('played without:')} ${playedWithout.join(', ')}`]),
    ...leftOut.map((what) => `    ${palette.yellow('not compared:')} ${what}`),
    '',
  ].join('\n')
}

/** Everything that differed, in order. */
export function differencesOf({ stages }: ConformedScenario): readonly Difference[] {
  return stages.flatMap(({ findings }) => findings.flatMap(({ differences }) => differences))
}

/** `r1  sessions 2/2  paths 3/4 ...`: how many of how many agree, over all rest points. */
function routerRows(findings: readonly Finding[]): readonly string[] {
  const routers = [...new Set(findings.map(({ router }) => router))]
  const width = Math.max(0, ...routers.map((router) => router.length))
  return routers.map((router) => {
    const cells = subjects.map((subject) => cell(findings, router, subject))
    return `${router.padEnd(width)}  ${cells.join('  ')}`.trimEnd()
  })
}

function cell(findings: readonly Finding[], router: string, subject: Subject): string {
  const own = findings.filter((finding) => finding.router === router && finding.subject === subject)
  const all = own.reduce((sum, { compared }) => sum + compared, 0)
  const apart = own.reduce(
    (sum, { differences }) => sum + new Set(differences.map(({ item }) => item)).size,
    0,
  )
  return `${subject} ${`${all - apart}/${all}`.padEnd(7)}`
}

function stageLines(
  { atSeconds, deeds, findings }: ComparedStage,
  conformed: ConformedScenario,
  known: readonly KnownDifference[],
  palette: Palette,
): readonly string[] {
  const differences = findings.flatMap((finding) => finding.differences)
  if (differences.length === 0) return []
  const after = deeds.length === 0 ? 'at the start' : `after ${deeds.join(', ')}`
  return [
    `    +${atSeconds.toFixed(3)} s ${after}`,
    ...differences.map((found) => {
      const why = explanation(known, conformed, found)
      const verdict = why === undefined ? palette.red('differs') : palette.dim(`known, ${why.clause}`)
      return `      ${differenceText(found, conformed.daemon)}  ${verdict}`
    }),
  ]
}

/** `r1, paths: 10.1.0.0/16 from r1-r2 ipv4, med: engine none, frr 0`. */
export function differenceText(
  { router, subject, item, attribute, engine, daemon }: Difference,
  name: string,
): string {
  return `${router}, ${subject}: ${item}, ${attribute}: engine ${engine}, ${name} ${daemon}`
}
