import { families } from '../../net/address.ts'
import type { Simulation } from '../../sim/simulation.ts'
import type { TraceRecord } from '../../sim/trace.ts'

/**
 * The sessions that stand with one route more than their prefix limit, as FRR lets them until it hears another UPDATE: whether
 * one comes, if only with what is known already, may be a matter of moments.
 */
export function standingOverLimit({ routers }: Simulation): readonly string[] {
  const peers = [...routers.values()].flatMap(({ speaker }) =>
    speaker.peers.map((peer) => ({ speaker, peer })),
  )
  return peers
    .filter(({ speaker, peer }) =>
      families.some((family) => {
        const maximum = peer.configuration.prefixLimit?.maximum[family]
        if (maximum === undefined || peer.negotiated === undefined) return false
        return speaker.ribs[family].limitedCount(peer) === maximum + 1
      }),
    )
    .map(({ peer }) => peer.name)
}

/** The session, if the record says that one fell by its limit with no more than one route too many. */
export function fallenByOne(record: TraceRecord): readonly string[] {
  if (record.kind !== 'limit' || record.level !== 'exceeded') return []
  return record.prefixCount === record.limit + 1 ? [record.session] : []
}
