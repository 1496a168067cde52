import { findGatewaySku } from '../../expressroute/gateway-sku.ts'
import { gatewayName } from '../../expressroute/node-names.ts'
import { countText } from '../../expressroute/rules/count-text.ts'
import { designUsage, type Usage } from '../../expressroute/usage.ts'
import { families } from '../../net/address.ts'
import type { Evidence } from '../judge/evidence.ts'
import type { AzurePlaces } from '../scenario.ts'
import type { WarningResult } from './run-result.ts'
import { sessionResult } from './session-result.ts'

/** How near the run is to each of Azure's limits now: what is linked, what customers announce, what gateways have learned. */
export function limitResults(evidence: Evidence): readonly Usage[] {
  const { design } = evidence.estate()
  return [...designUsage(design), ...announcedNow(evidence), ...learnedNow(evidence)]
}

/** FAQ26: a ceiling that no rule is about, so that the number itself has to be told. */
export function learnedTooMuch(
  limits: readonly Usage[],
  { virtualNetworks }: AzurePlaces,
): readonly WarningResult[] {
  return limits
    .filter(({ rule, used, limit }) => rule === undefined && used > limit)
    .map(({ subject, used, limit }) => ({
      rule: undefined,
      text: `the gateway of ${subject} has learned ${countText(used)} routes, and its SKU takes ${countText(limit)}: what Azure does then is not documented, and nothing happens here`,
      place: virtualNetworks.get(subject),
      assumption: false,
    }))
}

/** What each customer announces to its MSEE, against what that takes. Over a session that is down nothing is announced, and no room is left. */
function announcedNow(evidence: Evidence): readonly Usage[] {
  return evidence.sessions.flatMap((ends) => {
    if (!evidence.isOfCircuit(ends)) return []
    const { name: subject, state, prefixesReceived, prefixLimit } = sessionResult(ends, evidence)
    if (prefixLimit === undefined || state !== 'Established') return []
    return [{ subject, counted: 'prefixes', used: prefixesReceived, limit: prefixLimit, rule: 'C7' }]
  })
}

/** FAQ26: what a gateway can learn, by its SKU. What happens beyond is not documented, and nothing does here. */
function learnedNow({ estate, simulation }: Evidence): readonly Usage[] {
  const { design } = estate()
  return [...design.virtualNetworks].flatMap(([network, { gatewaySku }]) => {
    const sku = findGatewaySku(gatewaySku, design.era)
    const { speaker } = simulation.router(gatewayName(network, 0))
    if (sku === undefined) return []
    const used = families.reduce((sum, family) => sum + speaker.ribs[family].locRib.countLearned(), 0)
    return [{ subject: network, counted: 'learned routes', used, limit: sku.learnedRoutes, rule: undefined }]
  })
}
