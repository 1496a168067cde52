import type { BgpAvailability } from '../../scenario/result/bgp-availability.ts'
import { formatShare } from '../quantity.ts'
import { aligned } from '../wrap.ts'

/** For each peering how much of the time each of its links had a session, and whether the SLA holds for it. */
export function bgpAvailabilityTable(rows: readonly BgpAvailability[]): readonly string[] {
  return aligned(rows.map(cells)).map((line) => `   ${line}`)
}

function cells({ circuit, peering, links, either, withoutSession }: BgpAvailability): readonly string[] {
  const sla =
    withoutSession.length === 0
      ? 'the SLA covers it'
      : `no SLA: no session on ${withoutSession.join(' and ')} (B5)`
  return [
    `BGP of ${circuit} ${peering}`,
    `primary ${shareText(links.primary)}`,
    `secondary ${shareText(links.secondary)}`,
    `either ${shareText(either)}`,
    sla,
  ]
}

function shareText(share: number | undefined): string {
  return share === undefined ? '-' : formatShare(share)
}
