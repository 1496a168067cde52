import { type AddressFamily, familyOf } from '../../bgp/address-family.ts'
import { formatAsPath } from '../../bgp/as-path.ts'
import type { Capability } from '../../bgp/capability.ts'
import { formatCommunity, formatExtendedCommunity, formatLargeCommunity } from '../../bgp/community.ts'
import { formatBgpIdentifier } from '../../bgp/identifiers.ts'
import type { Message } from '../../bgp/message.ts'
import { describeNotification, type NotificationMessage } from '../../bgp/notification.ts'
import { describeNotificationData } from '../../bgp/notification-data.ts'
import type { PathAttributes } from '../../bgp/path-attributes.ts'
import { formatAddress } from '../../net/address-text.ts'
import { type PackedPrefixes, unpackPrefixes } from '../../net/packed-prefixes.ts'
import { formatPrefix } from '../../net/prefix-text.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

export interface JsonObject {
  readonly [key: string]: Json
}

/** The decoded content of a message; absent is `null`, and what few messages have is there only where they have it. */
export function messageJson(message: Message): JsonObject {
  switch (message.kind) {
    case 'OPEN':
      return {
        version: message.version,
        asn: message.asn,
        holdTimeSeconds: message.holdTimeSeconds,
        bgpIdentifier: formatBgpIdentifier(message.bgpIdentifier),
        capabilities: message.capabilities.map(capabilityJson),
      }
    case 'UPDATE':
      return {
        family: message.family,
        withdrawn: prefixList(message.withdrawn),
        announced: prefixList(message.announced),
        attributes: message.attributes === undefined ? null : attributesJson(message.attributes),
      }
    case 'NOTIFICATION':
      return notificationJson(message)
    case 'KEEPALIVE':
      return {}
    case 'ROUTE-REFRESH':
      return { family: message.family, subtype: message.subtype }
    default:
      throw new Error(`no JSON for ${message satisfies never}`)
  }
}

function capabilityJson(capability: Capability): Json {
  switch (capability.kind) {
    case 'multiprotocol':
      return { kind: capability.kind, ...familyJson(capability) }
    case 'route-refresh':
    case 'enhanced-route-refresh':
    case 'bfd-strict-mode':
    case 'extended-message':
      return { kind: capability.kind }
    case 'four-octet-as':
      return { kind: capability.kind, asn: capability.asn }
    case 'role':
      return { kind: capability.kind, role: capability.role }
    case 'extended-next-hop': {
      const encodings = capability.encodings.map(({ nextHopAfi, ...family }) => ({
        ...familyJson(family),
        nextHopAfi,
      }))
      return { kind: capability.kind, encodings }
    }
    case 'add-path': {
      const families = capability.families.map(({ mode, ...family }) => ({ ...familyJson(family), mode }))
      return { kind: capability.kind, families }
    }
    case 'graceful-restart': {
      const { kind, restarting, notification, restartSeconds } = capability
      const families = capability.families.map(({ forwarding, ...family }) => ({
        ...familyJson(family),
        forwarding,
      }))
      return { kind, restarting, notification, restartSeconds, families }
    }
    case 'unknown':
      return { kind: capability.kind, code: capability.code, data: capability.data }
    default:
      throw new Error(`no JSON for ${capability satisfies never}`)
  }
}

function familyJson({ afi, safi }: AddressFamily): JsonObject {
  const family = familyOf({ afi, safi })
  return family === undefined ? { afi, safi } : { family }
}

export function notificationJson(notification: NotificationMessage): JsonObject {
  const { code, subcode, data } = notification
  const meaning = describeNotificationData(notification)
  return { code, subcode, name: describeNotification(notification), data, ...(meaning && { meaning }) }
}

function attributesJson(attributes: PathAttributes): Json {
  const { aggregator } = attributes
  return {
    origin: attributes.origin,
    asPath: formatAsPath(attributes.asPath),
    nextHop: formatAddress(attributes.nextHop),
    multiExitDisc: attributes.multiExitDisc ?? null,
    localPref: attributes.localPref ?? null,
    atomicAggregate: attributes.atomicAggregate,
    aggregator:
      aggregator === undefined ? null : { asn: aggregator.asn, address: formatAddress(aggregator.address) },
    communities: attributes.communities.map(formatCommunity),
    ...rareAttributesJson(attributes),
  }
}

function rareAttributesJson(attributes: PathAttributes): JsonObject {
  const { linkLocalNextHop, originatorId, clusterList, onlyToCustomer } = attributes
  const { extendedCommunities, largeCommunities, unrecognized } = attributes
  return {
    ...(linkLocalNextHop && { linkLocalNextHop: formatAddress(linkLocalNextHop) }),
    ...(originatorId !== undefined && { originatorId: formatBgpIdentifier(originatorId) }),
    ...(clusterList.length > 0 && { clusterList: clusterList.map(formatBgpIdentifier) }),
    ...(extendedCommunities.length > 0 && {
      extendedCommunities: extendedCommunities.map(formatExtendedCommunity),
    }),
    ...(largeCommunities.length > 0 && { largeCommunities: largeCommunities.map(formatLargeCommunity) }),
    ...(onlyToCustomer !== undefined && { onlyToCustomer }),
    ...(unrecognized.length > 0 && {
      unrecognized: unrecognized.map(({ type, flags, value }) => ({ type, flags, value })),
    }),
  }
}

export function prefixList(prefixes: PackedPrefixes): readonly string[] {
  return unpackPrefixes(prefixes).map(formatPrefix)
}
