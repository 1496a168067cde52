import { everyRoute, exactly, gracefulShutdown, type Policy, unchanged } from '../bgp/policy.ts'
import { parsePrefix } from '../net/prefix-text.ts'
import { azureInternetAsn } from './asn.ts'
import { azurePeer } from './azure-peer.ts'
import { derivedIdentifier, outboundPool } from './derived-numbers.ts'
import type { Design } from './design.ts'
import { interfacesOf } from './expand-sessions.ts'
import type { AzureInternet, ExpandedLink, ExpandedSession, ExpansionOptions } from './expansion.ts'
import { azureInternetName } from './node-names.ts'

const defaultRoute = parsePrefix('0.0.0.0/0')

const onlyTheDefault: Policy = [
  { match: { ...everyRoute, prefixes: [exactly(defaultRoute)] }, set: unchanged },
  { match: everyRoute, set: undefined },
]

const onlyThePool: Policy = [
  { match: { ...everyRoute, prefixes: [exactly(outboundPool)] }, set: unchanged },
  { match: everyRoute, set: undefined },
]

/**
 * RT26, FAQ26: Azure's own default route, by which virtual networks reach the Internet while no gateway of theirs has learned one. Model
 * assumption: it is one router that translates, and knows of the Internet what providers say, that it is behind them.
 */
export function expandAzureInternet(
  design: Design,
  links: readonly ExpandedLink[],
  sessions: readonly ExpandedSession[],
  { profile }: ExpansionOptions,
): AzureInternet | undefined {
  const own = sessions.filter(({ ends }) => ends[1].node === azureInternetName)
  if (own.length === 0) return undefined
  const bgpIdentifier = derivedIdentifier('microsoft', 1)
  const end = {
    node: azureInternetName,
    localAsn: azureInternetAsn,
    localBgpIdentifier: bgpIdentifier,
    profile,
  }
  return {
    pool: outboundPool,
    providers: own.map(({ ends: [provider] }) => provider.node),
    speaker: {
      name: azureInternetName,
      asn: azureInternetAsn,
      bgpIdentifier,
      clusterId: bgpIdentifier,
      aggregates: [],
      drain: gracefulShutdown,
      profile,
      maximumPaths: own.length,
      interfaces: interfacesOf(azureInternetName, links),
      peers: own.map((session) => ({
        ...azurePeer(session, { ...end, remoteAsn: design.routers.get(session.ends[0].node)?.asn ?? 0 }),
        import: onlyTheDefault,
        export: onlyThePool,
      })),
    },
  }
}
