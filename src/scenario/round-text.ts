import { extended, type ParsedText, parsed, patched } from './edited-text.ts'
import type { Choice, Lesson, WrittenEntry } from './lesson.ts'
import { roundEntries } from './round-entries.ts'

/**
 * The text of the scenario file that a round is: the file of the lesson with its changes, and with what the round does
 * or, where it is yet to be done, without. It expects what is `right`, and nothing where that is not told.
 */
export function roundText(
  source: string,
  { rounds }: Lesson,
  index: number,
  { deeds, right }: { readonly deeds: 'done' | 'to-do'; readonly right?: Choice | undefined },
): string {
  const changed = rounds
    .slice(0, index + 1)
    .flatMap(({ change }): readonly WrittenEntry[] => (change === undefined ? [] : [change]))
    .reduce(patched, patched(parsed(source), { lesson: undefined, expect: undefined }))
  const { runOf = index } = rounds[index] ?? {}
  const done = deeds === 'done' ? withDeeds(changed, rounds[runOf]?.deeds ?? []) : changed
  return (right === undefined ? done : patched(done, { expect: [expectationOf(right)] })).text
}

function withDeeds(file: ParsedText, written: Lesson['rounds'][number]['deeds']): ParsedText {
  if (written.length === 0) return file
  const { timeline } = { timeline: [], ...Object(file.document.toJS()) }
  const { settled, deeds } = roundEntries(Array.isArray(timeline) ? timeline : [], written)
  return extended(file, 'timeline', [...settled, ...deeds])
}

function expectationOf({ text, written }: Choice): Readonly<Record<string, unknown>> {
  const { title: _, ...expectation } = written
  return { title: text, ...expectation }
}
