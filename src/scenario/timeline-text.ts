import { isSeq, parseDocument } from 'yaml'

/** The text of a valid scenario file with one more entry at the end of its timeline; comments and the order of keys stay. */
export function withTimelineEntry(source: string, entry: Readonly<Record<string, unknown>>): string {
  const document = parseDocument(source)
  const node = document.createNode(entry, { flow: true })
  const timeline = document.get('timeline')
  if (isSeq(timeline)) timeline.add(node)
  else document.set('timeline', document.createNode([node]))
  return document.toString({ lineWidth: 0 })
}
