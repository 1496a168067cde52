import type { Family } from '../../net/address.ts'
import { type PackedPrefixes, prefixAt, prefixOffsets } from '../../net/packed-prefixes.ts'
import { absent } from '../../net/prefix-table.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { TreeBitmap } from '../../net/trie/tree-bitmap.ts'
import type { FilePath } from '../place.ts'
import { type Problem, problem } from '../problem.ts'
import type { TimelineAction } from '../timeline-entry.ts'
import type { Sections } from './sections.ts'

/** A warning about the first prefix that its place announces at no time, so that to withdraw it does nothing. */
export function withdrawalProblems(
  { at, prefixes }: Extract<TimelineAction, { kind: 'announce' | 'withdraw' }>,
  path: FilePath,
  sections: Sections,
): readonly Problem[] {
  const announced = announcedAt(at, sections)
  if (announced === undefined) return []
  const tables = tablesOf(announced)
  for (const list of prefixes) {
    const { family, data } = list
    for (const offset of prefixOffsets(list)) {
      if (tables[family].get(data, offset) !== absent) continue
      const message = `${at} announces no ${formatPrefix(prefixAt(family, data, offset))} that could be withdrawn`
      const hint = 'write a prefix just as it is announced'
      return [{ ...problem('never-announced', path, message, hint), level: 'warning' }]
    }
  }
  return []
}

/** From the beginning, or by the timeline; `undefined` where the place could not be read. */
function announcedAt(place: string, sections: Sections): readonly PackedPrefixes[] | undefined {
  const { sites, routers, spokes, timeline } = sections
  const own =
    sites.values.get(place)?.prefixes ??
    routers.values.get(place)?.advertise ??
    spokes.values.get(place)?.addressSpace
  const later = timeline.flatMap(({ value: { action } }) =>
    action.kind === 'announce' && action.at === place ? action.prefixes : [],
  )
  return own && [...own, ...later]
}

function tablesOf(lists: readonly PackedPrefixes[]): Readonly<Record<Family, TreeBitmap>> {
  const tables = { ipv4: new TreeBitmap('ipv4'), ipv6: new TreeBitmap('ipv6') }
  for (const list of lists) {
    for (const offset of prefixOffsets(list)) tables[list.family].set(list.data, offset, 0)
  }
  return tables
}
