import { packByFamily } from '../net/packed-prefixes.ts'
import type { Announcement, SentBack } from './rules/rule.ts'

/** All that the limit of a session counts (C7): what a router announces of its own, and what it sends back to Azure for sure. */
export function countedAnnouncements(
  announced: readonly Announcement[],
  sentBack: readonly SentBack[],
): readonly Announcement[] {
  return announced.map((own) => {
    const back = sentBack.find(
      ({ router, connection }) => router === own.router && connection === own.connection,
    )
    const returned = packByFamily(back?.surely ?? [])
    return returned.length === 0 ? own : { ...own, prefixes: [...own.prefixes, ...returned] }
  })
}
