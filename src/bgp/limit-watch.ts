import type { Family } from '../net/address.ts'
import { type LimitLevel, limitLevel } from '../net/prefix-limit.ts'
import type { Peer } from './peer.ts'
import type { Profile } from './profile.ts'
import type { Rib } from './rib/rib.ts'

/** A prefix limit that has another level than before. */
export interface LimitNews {
  readonly family: Family
  readonly level: Exclude<LimitLevel, 'below'>
  readonly prefixCount: number
  readonly limit: number
}

/** How many routes the peer's limit counts. Within the limit the plain number does, which costs nothing. */
export function limitedCount(peer: Peer, rib: Rib): number {
  const { family } = rib.ids
  const { count } = peer.adjRibIn[family]
  const { prefixLimit } = peer.configuration
  const isWithin = prefixLimit === undefined || count <= prefixLimit.maximum[family]
  return isWithin ? count : rib.limitedCount(peer)
}

/**
 * RFC 4271 §6.7: what the peer's routes come to now, where that is news; `before` is what they came to before, and
 * `announces` whether that was by routes that the peer announced.
 */
export function limitNews(
  peer: Peer,
  rib: Rib,
  profile: Profile,
  { before, announces }: { readonly before: number; readonly announces: boolean },
): LimitNews | undefined {
  const limit = peer.configuration.prefixLimit
  if (limit === undefined) return undefined
  const { family } = rib.ids
  const prefixCount = limitedCount(peer, rib)
  const maximum = limit.maximum[family]
  // One route too many stands there until another one comes, be it the same again.
  const stands = profile.limitsBeforeAdding && prefixCount === maximum + 1 && !(before > maximum && announces)
  const level = limitLevel(stands ? maximum : prefixCount, maximum, limit.warningPercent)
  const isNews = level !== peer.limitLevel[family]
  peer.limitLevel[family] = level
  return isNews && level !== 'below' ? { family, level, prefixCount, limit: maximum } : undefined
}
