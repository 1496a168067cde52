import { emptyPrefixes, type PackedPrefixes, PrefixPacker, prefixOctets } from '../../net/packed-prefixes.ts'
import type { UpdateMessage } from '../message.ts'
import type { InternedAttributes } from '../path-attributes.ts'
import type { PrefixIds } from '../rib/prefix-ids.ts'
import { pathIdOctets } from '../wire/nlri.ts'
import type { WireSession } from '../wire/wire-session.ts'
import { announcementRoom, withdrawalRoom } from './message-size.ts'

/** What one peer is told in one flush. */
export interface Flush {
  readonly withdrawn: readonly number[]
  /** By attribute set: the prefixes that go out with it, each of which fits into an UPDATE beside it. */
  readonly announced: ReadonlyMap<InternedAttributes, readonly number[]>
}

/**
 * As few UPDATEs as the size of a message allows. RFC 7606 §5.1 forbids two kinds of NLRI in a message, so none withdraws
 * and announces. Each message is made as full as it can be before the next is begun, so that no prefix of a
 * later one would fit into it: no two messages could have been one.
 */
export function packUpdates(ids: PrefixIds, flush: Flush, session: WireSession): readonly UpdateMessage[] {
  const { family } = ids
  const nothing = emptyPrefixes(family)
  const each = session.addPath.send.includes(family) ? pathIdOctets : 0
  const messages: UpdateMessage[] = []
  for (const withdrawn of fill(ids, flush.withdrawn, withdrawalRoom(family, session), each)) {
    messages.push({ kind: 'UPDATE', family, withdrawn, announced: nothing, attributes: undefined })
  }
  for (const [attributes, prefixes] of flush.announced) {
    for (const announced of fill(ids, prefixes, announcementRoom(attributes, family, session), each)) {
      messages.push({ kind: 'UPDATE', family, withdrawn: nothing, announced, attributes })
    }
  }
  return messages
}

/** Prefixes that take the same number of octets, and how many of them are in a message already. */
interface Pile {
  readonly octets: number
  readonly prefixes: number[]
  taken: number
}

/** What goes into each message; `each` is what a prefix takes besides its own octets. */
function fill(
  ids: PrefixIds,
  prefixes: readonly number[],
  room: number,
  each: number,
): readonly PackedPrefixes[] {
  const piles = longestFirst(ids, prefixes, each)
  const messages: PackedPrefixes[] = []
  for (let waiting = prefixes.length; waiting > 0; ) {
    const counts = fullest(piles, room)
    const taken = counts.reduce((sum, count) => sum + count, 0)
    const packer = new PrefixPacker(ids.family, taken)
    for (const [index, pile] of piles.entries()) moveTo(packer, ids, pile, counts[index] ?? 0)
    messages.push(packer.finish())
    waiting -= taken
  }
  return messages
}

function moveTo(packer: PrefixPacker, ids: PrefixIds, pile: Pile, count: number): void {
  const end = pile.taken + count
  for (const id of pile.prefixes.slice(pile.taken, end)) packer.append(ids.keys, ids.offset(id))
  pile.taken = end
}

function left({ prefixes, taken }: Pile): number {
  return prefixes.length - taken
}

/**
 * How many of each pile to take. Longest first leaves the short ones to fill later gaps; where that leaves
 * a gap itself, a few of one pile are given back for shorter ones that close it.
 */
function fullest(piles: readonly Pile[], room: number): readonly number[] {
  const greedy = take(piles, piles.map(left), room)
  if (piles.every((pile, index) => greedy.counts[index] === left(pile))) return greedy.counts
  let best = greedy
  for (const [index, pile] of piles.entries()) {
    const most = Math.min(greedy.counts[index] ?? 0, pile.octets)
    for (let back = 1; back <= most && best.gap > 0; back++) {
      const limits = piles.map(left).with(index, (greedy.counts[index] ?? 0) - back)
      const other = take(piles, limits, room)
      if (other.gap < best.gap) best = other
    }
  }
  return best.counts
}

function take(
  piles: readonly Pile[],
  limits: readonly number[],
  room: number,
): { readonly counts: readonly number[]; readonly gap: number } {
  let gap = room
  const counts = piles.map(({ octets }, index) => {
    const count = Math.min(limits[index] ?? 0, Math.floor(gap / octets))
    gap -= count * octets
    return count
  })
  return { counts, gap }
}

function longestFirst(ids: PrefixIds, prefixes: readonly number[], each: number): readonly Pile[] {
  const piles: Pile[] = []
  for (const id of prefixes) {
    const octets = each + prefixOctets(ids.family, ids.keys, ids.offset(id))
    pileOf(octets, piles).prefixes.push(id)
  }
  return piles.sort((a, b) => b.octets - a.octets)
}

function pileOf(octets: number, piles: Pile[]): Pile {
  for (const pile of piles) if (pile.octets === octets) return pile
  const pile = { octets, prefixes: [], taken: 0 }
  piles.push(pile)
  return pile
}
