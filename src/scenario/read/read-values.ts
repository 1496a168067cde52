import type { Design } from '../../expressroute/design.ts'
import type { ExpectationEntry } from '../expectation-entry.ts'
import { expectationText } from '../expectation-text.ts'
import type { Problem } from '../problem.ts'
import { checkAvailability } from './check-availability.ts'
import { checkExpectations } from './check-expectations.ts'
import { checkOverlaps } from './check-overlaps.ts'
import { checkReferences } from './check-references.ts'
import { checkSendHold } from './check-send-hold.ts'
import { checkTimeline } from './check-timeline.ts'
import { designOf } from './design.ts'
import type { ScenarioDocument } from './document.ts'
import { certainFindings, findings, type Judged, judged } from './findings.ts'
import { type Inherited, inheritedOf } from './inherited.ts'
import { type KnownNames, knownNames } from './known-names.ts'
import { labelsIn } from './labels.ts'
import { customerLinks } from './plans.ts'
import { type ReadPrefixFile, type WithPrefixFiles, withPrefixFiles } from './prefix-files.ts'
import { withProviderEdges } from './provider-edges.ts'
import { checkRiskGroups } from './risk-groups.ts'
import { readSections, type Sections } from './sections.ts'
import { withVpnGateways } from './vpn-gateways.ts'

/** What the values of a file say, what follows from it, and everything that is wrong with it. */
export interface ReadValues extends ReadFile {
  readonly files: WithPrefixFiles['files']
  readonly problems: readonly Problem[]
}

interface ReadFile {
  readonly sections: Sections
  readonly inherited: Inherited
  readonly design: Design
  readonly known: KnownNames
  readonly judged: Judged
}

export function readValues(
  written: Readonly<Record<string, unknown>>,
  readPrefixFile: ReadPrefixFile,
): ReadValues {
  const { values, problems: unloaded, files } = withPrefixFiles(written, readPrefixFile)
  const sections = withVpnGateways(withProviderEdges(readSections(values)))
  const inherited = inheritedOf(sections.header)
  const design = designOf(sections, inherited)
  const known = knownNames(design, customerLinks(sections), sections)
  const read = { sections, inherited, design, known, judged: judged(design, sections, inherited) }
  return { ...read, files, problems: [...unloaded, ...sections.problems, ...checks(read, values)] }
}

function checks(
  { sections, inherited, known, judged: parts }: ReadFile,
  file: Readonly<Record<string, unknown>>,
): readonly Problem[] {
  const labels = labelsIn(file.timeline)
  return [
    ...checkReferences(sections, inherited.era, known),
    ...checkSendHold(sections, inherited),
    ...checkOverlaps(sections),
    ...checkRiskGroups(sections, known),
    ...checkTimeline(sections, labels, known),
    ...checkExpectations(sections, labels, known),
    ...checkAvailability(sections, known),
    ...(known.isPartial || known.hasLooseEnds ? certainFindings : findings)(parts),
  ]
}

export function expectationsOf(
  { expectations }: Sections,
  { placeOf }: Pick<ScenarioDocument, 'placeOf'>,
): readonly ExpectationEntry[] {
  return expectations.map(({ path, value: { title, why, check, time }, written }) => ({
    place: placeOf(path, 'value'),
    text: title ?? expectationText(written),
    why,
    check,
    time,
  }))
}
