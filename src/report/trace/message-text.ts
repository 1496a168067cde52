import { familyOf } from '../../bgp/address-family.ts'
import { formatAsPath } from '../../bgp/as-path.ts'
import { formatCommunity, formatExtendedCommunity, formatLargeCommunity } from '../../bgp/community.ts'
import { formatBgpIdentifier } from '../../bgp/identifiers.ts'
import { isEndOfRib, type Message, type OpenMessage, type UpdateMessage } from '../../bgp/message.ts'
import { describeNotification, type NotificationMessage } from '../../bgp/notification.ts'
import { describeNotificationData } from '../../bgp/notification-data.ts'
import type { PathAttributes } from '../../bgp/path-attributes.ts'
import { formatAddress } from '../../net/address-text.ts'
import { type PackedPrefixes, packedExtremes, unpackPrefixes } from '../../net/packed-prefixes.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { countOf, formatCount } from '../quantity.ts'

/** `UPDATE +10.1.0.0/16 path 65001 nh 10.0.0.1`. */
export function messageWords(message: Message): string {
  switch (message.kind) {
    case 'OPEN':
      return openWords(message)
    case 'UPDATE':
      return updateWords(message)
    case 'NOTIFICATION':
      return `NOTIFICATION ${notificationWords(message)}`
    case 'KEEPALIVE':
      return 'KEEPALIVE'
    case 'ROUTE-REFRESH':
      return `ROUTE-REFRESH ${message.family}${message.subtype === 'request' ? '' : ` ${message.subtype}`}`
    default:
      throw new Error(`no words for ${message satisfies never}`)
  }
}

function openWords({ asn, holdTimeSeconds, bgpIdentifier, capabilities }: OpenMessage): string {
  const fourOctet = capabilities.find((capability) => capability.kind === 'four-octet-as')
  const families = capabilities
    .filter((capability) => capability.kind === 'multiprotocol')
    .map((family) => familyOf(family) ?? `AFI ${family.afi} SAFI ${family.safi}`)
  const identifier = formatAddress({ family: 'ipv4', words: [bgpIdentifier] })
  return `OPEN AS ${fourOctet?.asn ?? asn} hold ${holdTimeSeconds} s id ${identifier} ${families.join('+')}`.trimEnd()
}

export function notificationWords(notification: NotificationMessage): string {
  const words = `${notification.code}/${notification.subcode} (${describeNotification(notification)})`
  const meaning = describeNotificationData(notification)
  return meaning === undefined ? words : `${words}, ${meaning}`
}

function updateWords(message: UpdateMessage): string {
  const { family, withdrawn, announced, attributes } = message
  if (isEndOfRib(message)) return `UPDATE End-of-RIB ${family}`
  const gone = withdrawn.count === 0 ? '' : ` -${prefixWords(withdrawn)}`
  const come = announced.count === 0 ? '' : ` +${prefixWords(announced)}`
  return `UPDATE${gone}${come}${attributes === undefined ? '' : ` ${attributeWords(attributes)}`}`
}

function attributeWords(attributes: PathAttributes): string {
  const { asPath, nextHop, multiExitDisc, localPref, communities, origin } = attributes
  const words = [
    asPath.length === 0 ? 'path local' : `path ${formatAsPath(asPath)}`,
    `nh ${formatAddress(nextHop)}`,
    multiExitDisc === undefined ? undefined : `med ${multiExitDisc}`,
    localPref === undefined ? undefined : `localpref ${localPref}`,
    communities.length === 0 ? undefined : `community ${communities.map(formatCommunity).join(' ')}`,
    origin === 'IGP' ? undefined : `origin ${origin}`,
    ...rareWords(attributes),
  ]
  return words.filter((word) => word !== undefined).join(' ')
}

/** What few routes have. */
function rareWords(attributes: PathAttributes): readonly (string | undefined)[] {
  const { originatorId, clusterList, extendedCommunities, largeCommunities, unrecognized } = attributes
  const { onlyToCustomer, atomicAggregate, aggregator } = attributes
  return [
    atomicAggregate ? 'atomic' : undefined,
    aggregator === undefined
      ? undefined
      : `aggregator ${aggregator.asn} ${formatAddress(aggregator.address)}`,
    originatorId === undefined ? undefined : `originator ${formatBgpIdentifier(originatorId)}`,
    listWords('clusters', clusterList.map(formatBgpIdentifier)),
    listWords('extcommunity', extendedCommunities.map(formatExtendedCommunity)),
    listWords('largecommunity', largeCommunities.map(formatLargeCommunity)),
    onlyToCustomer === undefined ? undefined : `otc ${onlyToCustomer}`,
    ...unrecognized.map(({ type, value }) => `attribute ${type} of ${countOf(value.length, 'octet')}`),
  ]
}

function listWords(name: string, items: readonly string[]): string | undefined {
  return items.length === 0 ? undefined : `${name} ${items.join(' ')}`
}

const listedAtMost = 3

/** A few prefixes by name; thousands by number and by the lowest and the highest, in whatever order they came. */
export function prefixWords(packed: PackedPrefixes): string {
  if (packed.count <= listedAtMost) return unpackPrefixes(packed).map(formatPrefix).join(' ')
  const [lowest, highest] = packedExtremes(packed)
  return `${formatCount(packed.count)} prefixes ${formatPrefix(lowest)} .. ${formatPrefix(highest)}`
}
