import { type Document, isAlias, isMap, isSeq, parseDocument, visit, type YAMLMap } from 'yaml'
import type { Choice, Lesson, WrittenEntry } from './lesson.ts'
import { isNothing } from './merge-patch.ts'
import { isMapping } from './read/sections.ts'
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
  const document = parseDocument(source, { stringKeys: true })
  if (!isMap(document.contents)) throw new Error('a scenario is a mapping')
  writeOut(document)
  for (const { change } of rounds.slice(0, index + 1)) patchMap(document, document.contents, change ?? {})
  const { runOf = index } = rounds[index] ?? {}
  if (deeds === 'done') addEntries(document, rounds[runOf]?.deeds ?? [])
  document.delete('expect')
  document.delete('lesson')
  if (right !== undefined) {
    const { title: _, ...expectation } = right.written
    const entry = document.createNode({ title: right.text, ...expectation }, { flow: true })
    document.set('expect', document.createNode([entry]))
  }
  return document.toString({ lineWidth: 0 })
}

/** What is changed at one place must not change where an alias stands for it. */
function writeOut(document: Document.Parsed): void {
  visit(document, {
    Alias: (_, alias) => document.createNode(alias.toJS(document)),
  })
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node)) delete node.anchor
    },
  })
}

function patchMap(document: Document, map: YAMLMap, patch: WrittenEntry): void {
  for (const [key, value] of Object.entries(patch)) {
    if (isNothing(value)) map.delete(key)
    else if (isMapping(value)) patchMap(document, mapAt(document, map, key), value)
    else map.set(key, document.createNode(value))
  }
}

function mapAt(document: Document, map: YAMLMap, key: string): YAMLMap {
  const inner = map.get(key, true)
  if (isMap(inner)) return inner
  const made = document.createNode({})
  map.set(key, made)
  return made
}

function addEntries(document: Document, written: readonly WrittenEntry[]): void {
  if (written.length === 0) return
  const timeline = document.get('timeline')
  const there = isSeq(timeline) ? timeline : document.createNode([])
  if (!isSeq(timeline)) document.set('timeline', there)
  const { settled, deeds } = roundEntries(there.toJS(document), written)
  for (const entry of [...settled, ...deeds]) there.add(document.createNode(entry, { flow: true }))
}
