import type { Difference } from './compare.ts'
import type { ConformedScenario } from './conform-scenario.ts'
import type { DaemonName } from './daemon.ts'

/** One difference that has an explanation: exactly one attribute of one item, since a pattern would excuse what nobody saw. */
export interface KnownDifference extends Pick<Difference, 'router' | 'subject' | 'item' | 'attribute'> {
  /** The file, by its name from `sim-scenarios/`. */
  readonly scenario: string
  readonly daemon: DaemonName
  /** Where it is written what should be: `RFC 4271 §5.1.4`. */
  readonly clause: string
  /** What the daemon showed. */
  readonly evidence: string
}

/** How many there may be: more would be a list of excuses. */
export const mostKnownDifferences = 30

/** What is wrong with a list of known differences, in words. */
export function refusals(known: readonly KnownDifference[]): readonly string[] {
  const texts = known.map(knownText)
  return [
    ...(known.length > mostKnownDifferences
      ? [`${known.length} entries, of ${mostKnownDifferences} at most`]
      : []),
    ...texts.filter((text, index) => texts.indexOf(text) !== index).map((text) => `twice: ${text}`),
    ...known.filter(isPattern).map((entry) => `more than one thing: ${knownText(entry)}`),
    ...known
      .filter(({ clause, evidence }) => clause.trim() === '' || evidence.trim() === '')
      .map((entry) => `no clause or no evidence: ${knownText(entry)}`),
  ]
}

/** Prefixes, sessions and names have neither stars nor brackets, nor are they empty. */
function isPattern({ scenario, router, item }: KnownDifference): boolean {
  return [scenario, router, item].some((text) => text.trim() === '' || /[*?[\]|,]/.test(text))
}

/** The entry that explains the difference, if there is one. */
export function explanation(
  known: readonly KnownDifference[],
  { file, daemon }: Pick<ConformedScenario, 'file' | 'daemon'>,
  { router, subject, item, attribute }: Difference,
): KnownDifference | undefined {
  return known.find(
    (entry) =>
      isAbout(entry, file) &&
      entry.daemon === daemon &&
      entry.router === router &&
      entry.subject === subject &&
      entry.item === item &&
      entry.attribute === attribute,
  )
}

/** The entries about this scenario and daemon that explained nothing, though every rest point was compared. */
export function disappeared(
  known: readonly KnownDifference[],
  { file, daemon, stages, leftOut }: ConformedScenario,
): readonly KnownDifference[] {
  if (leftOut.length > 0) return []
  const differences = stages.flatMap(({ findings }) => findings.flatMap((finding) => finding.differences))
  return known
    .filter((entry) => isAbout(entry, file) && entry.daemon === daemon)
    .filter((entry) => !differences.some((found) => explanation([entry], { file, daemon }, found) === entry))
}

export function knownText({ scenario, daemon, router, subject, item, attribute }: KnownDifference): string {
  return `${scenario} on ${daemon}: ${router}, ${subject}, ${item}, ${attribute}`
}

function isAbout({ scenario }: KnownDifference, file: string): boolean {
  return file === scenario || file.replaceAll('\\', '/').endsWith(`/${scenario}`)
}
