import type { Address, Family } from '../../net/address.ts'
import { packPrefixes } from '../../net/packed-prefixes.ts'
import type { Route } from '../decision/route.ts'
import type { ImportSide } from '../update/import-route.ts'
import type { AggregateOwner } from './aggregates.ts'

/** The router whose own routes these are. */
type OwnRouter = Pick<ImportSide, 'localAsn' | 'bgpIdentifier' | 'interner' | 'profile'>

export function ownSource(owner: OwnRouter, kind: 'local' | 'aggregate'): Route['source'] {
  const { localAsn, bgpIdentifier } = owner
  return {
    name: kind,
    router: 'local',
    kind,
    isClient: false,
    asn: localAsn,
    bgpIdentifier,
    address: undefined,
  }
}

export function aggregateOwner(
  family: Family,
  { localAsn, bgpIdentifier, interner, profile }: OwnRouter,
): AggregateOwner {
  const aggregator = { asn: localAsn, bgpIdentifier, nextHop: unspecified[family] }
  return {
    ...{ aggregator, interner, mixesMeds: profile.aggregatesUnlikeMeds },
    multiExitDisc: profile.aggregatesCarryMed ? 0 : undefined,
  }
}

/** The NEXT_HOP of a route of one's own, as routers show it. */
export const unspecified: Readonly<Record<Family, Address>> = {
  ipv4: { family: 'ipv4', words: [0] },
  ipv6: { family: 'ipv6', words: [0, 0, 0, 0] },
}

export const defaultKey: Readonly<Record<Family, Uint32Array>> = {
  ipv4: packPrefixes('ipv4', [{ ...unspecified.ipv4, length: 0 }]).data,
  ipv6: packPrefixes('ipv6', [{ ...unspecified.ipv6, length: 0 }]).data,
}
