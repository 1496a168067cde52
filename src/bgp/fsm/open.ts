import { addressFamily } from '../address-family.ts'
import {
  type Capability,
  fourOctetAsn,
  offeredFamilies,
  offersBfdStrict,
  offersEnhancedRouteRefresh,
  offersRouteRefresh,
} from '../capability.ts'
import { asTrans, type OpenMessage } from '../message.ts'
import {
  badBgpIdentifier,
  badPeerAs,
  type NotificationMessage,
  unacceptableHoldTime,
  unsupportedCapability,
  unsupportedVersion,
} from '../notification.ts'
import { encodeCapabilities } from '../wire/capability.ts'
import {
  gracefulRestartCapability,
  negotiateGracefulRestart,
  neverRestarted,
  type RestartState,
} from './graceful-restart.ts'
import type { Negotiated, SessionConfiguration } from './session.ts'

/** RFC 4271 §4.2, with the capabilities of RFC 4760, RFC 2918, RFC 4724 and RFC 6793. */
export function buildOpen(
  configuration: SessionConfiguration,
  restart: RestartState = neverRestarted,
): OpenMessage {
  const { localAsn, holdTimeSeconds, localBgpIdentifier } = configuration
  return {
    kind: 'OPEN',
    version: 4,
    asn: localAsn > 0xffff ? asTrans : localAsn,
    holdTimeSeconds,
    bgpIdentifier: localBgpIdentifier,
    capabilities: capabilitiesOf(configuration, restart),
  }
}

function capabilitiesOf(configuration: SessionConfiguration, restart: RestartState): readonly Capability[] {
  const { families, routeRefresh, enhancedRouteRefresh, fourOctetAs, localAsn, gracefulRestart, bfdStrict } =
    configuration
  const capabilities: Capability[] = families.map((family) => ({
    kind: 'multiprotocol',
    ...addressFamily(family),
  }))
  if (routeRefresh) capabilities.push({ kind: 'route-refresh' })
  if (gracefulRestart !== undefined) capabilities.push(gracefulRestartCapability(gracefulRestart, restart))
  if (enhancedRouteRefresh !== undefined) capabilities.push({ kind: 'enhanced-route-refresh' })
  if (fourOctetAs) capabilities.push({ kind: 'four-octet-as', asn: localAsn })
  if (bfdStrict !== undefined) capabilities.push({ kind: 'bfd-strict-mode' })
  return capabilities
}

/** RFC 4271 §6.2: what is wrong with the peer's OPEN; `undefined` where it is acceptable. */
export function checkOpen(
  configuration: SessionConfiguration,
  open: OpenMessage,
): NotificationMessage | undefined {
  const { localAsn, remoteAsn, localBgpIdentifier } = configuration
  const asn = peerAsnOf(configuration, open)
  if (open.version !== 4) return unsupportedVersion
  // RFC 7607 §2: AS 0 is refused wherever it stands, before anybody compares it.
  if (open.asn === 0 || asn === 0 || asn !== remoteAsn) return badPeerAs
  if (open.holdTimeSeconds === 1 || open.holdTimeSeconds === 2) return unacceptableHoldTime
  // RFC 6286 §2.2: any number but zero will do, and inside one AS it is nobody else's.
  if (open.bgpIdentifier === 0) return badBgpIdentifier
  if (asn === localAsn && open.bgpIdentifier === localBgpIdentifier) return badBgpIdentifier
  return missingCapability(configuration, open)
}

/** RFC 5492 §3 and §5: a session without a family in common carries nothing; the data is what was asked for in vain. */
function missingCapability(
  { families, needsCommonFamily }: SessionConfiguration,
  { capabilities }: OpenMessage,
): NotificationMessage | undefined {
  const offered = offeredFamilies(capabilities)
  if (!needsCommonFamily || families.length === 0 || families.some((family) => offered.includes(family)))
    return undefined
  const missing = families.map((family): Capability => ({ kind: 'multiprotocol', ...addressFamily(family) }))
  return unsupportedCapability(encodeCapabilities(missing))
}

/** What two acceptable OPENs settle. */
export function negotiate(configuration: SessionConfiguration, open: OpenMessage): Negotiated {
  const peerAsn = peerAsnOf(configuration, open)
  const offered = offeredFamilies(open.capabilities)
  const holdTimeSeconds = Math.min(configuration.holdTimeSeconds, open.holdTimeSeconds)
  return {
    holdTimeSeconds,
    // RFC 4271 §4.4: a third of the hold time at most; timers of routers run in whole seconds.
    keepaliveSeconds: Math.min(configuration.keepaliveSeconds, Math.floor(holdTimeSeconds / 3)),
    families: configuration.families.filter((family) => offered.includes(family)),
    fourOctetAs: configuration.fourOctetAs && fourOctetAsn(open.capabilities) !== undefined,
    routeRefresh: configuration.routeRefresh && offersRouteRefresh(open.capabilities),
    peering: peerAsn === configuration.localAsn ? 'internal' : 'external',
    peerAsn,
    peerBgpIdentifier: open.bgpIdentifier,
    gracefulRestart: negotiateGracefulRestart(configuration.gracefulRestart, open),
    enhancedRouteRefresh:
      configuration.enhancedRouteRefresh !== undefined && offersEnhancedRouteRefresh(open.capabilities),
    bfdStrict: configuration.bfdStrict !== undefined && offersBfdStrict(open.capabilities),
  }
}

/** RFC 6793 §4.1: the capability's number counts where both ends know four octets. */
export function peerAsnOf({ fourOctetAs }: SessionConfiguration, open: OpenMessage): number {
  const wide = fourOctetAs ? fourOctetAsn(open.capabilities) : undefined
  return wide ?? open.asn
}
