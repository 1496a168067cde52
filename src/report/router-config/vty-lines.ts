import type { AggregateConfiguration, PeerConfiguration } from '../../bgp/speaker-configuration.ts'
import { formatAddress } from '../../net/address-text.ts'

/** Where the command lines of FRR and IOS, which are otherwise alike, have words of their own. */
export interface VtyWords {
  readonly passive: string
  readonly nextHopSelfOfAll: string
  readonly removePrivateAsns: string
}

export const frrWords: VtyWords = {
  passive: 'passive',
  nextHopSelfOfAll: 'next-hop-self force',
  removePrivateAsns: 'remove-private-AS all',
}

export const iosWords: VtyWords = {
  passive: 'transport connection-mode passive',
  nextHopSelfOfAll: 'next-hop-self all',
  removePrivateAsns: 'remove-private-as all',
}

export function neighborOf({ remoteAddress }: PeerConfiguration): string {
  return `neighbor ${formatAddress(remoteAddress)}`
}

/** What settles a session. */
export function sessionLines(
  configuration: PeerConfiguration,
  sharedKey: string | undefined,
  { passive }: VtyWords,
): readonly string[] {
  const { session } = configuration
  const neighbor = neighborOf(configuration)
  return [
    `${neighbor} remote-as ${session.remoteAsn}`,
    `${neighbor} timers ${session.keepaliveSeconds} ${session.holdTimeSeconds}`,
    ...(session.passive ? [`${neighbor} ${passive}`] : []),
    ...(sharedKey === undefined ? [] : [`${neighbor} password ${sharedKey}`]),
  ]
}

/** What a router decides about the routes of a session, but for policies and the prefix limit. */
export function choiceLines(configuration: PeerConfiguration, words: VtyWords): readonly string[] {
  const neighbor = neighborOf(configuration)
  const { nextHopSelf, allowOwnAsn, removePrivateAsns, weight } = configuration
  return [
    ...(nextHopSelf === false
      ? []
      : [`${neighbor} ${nextHopSelf === 'all' ? words.nextHopSelfOfAll : 'next-hop-self'}`]),
    ...(configuration.routeReflectorClient ? [`${neighbor} route-reflector-client`] : []),
    ...(configuration.defaultOriginate ? [`${neighbor} default-originate`] : []),
    ...(allowOwnAsn === 0 ? [] : [`${neighbor} allowas-in ${allowOwnAsn}`]),
    ...(removePrivateAsns ? [`${neighbor} ${words.removePrivateAsns}`] : []),
    ...(weight === 0 ? [] : [`${neighbor} weight ${weight}`]),
  ]
}

/** What follows the prefix of an aggregate. */
export function aggregateWords({ asSet, summaryOnly }: AggregateConfiguration): readonly string[] {
  return [...(asSet ? ['as-set'] : []), ...(summaryOnly ? ['summary-only'] : [])]
}
