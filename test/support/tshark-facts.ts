import type { Capability } from '../../src/bgp/capability.ts'
import { formatBgpIdentifier } from '../../src/bgp/identifiers.ts'
import type { Message, OpenMessage, UpdateMessage } from '../../src/bgp/message.ts'
import type { NotificationMessage } from '../../src/bgp/notification.ts'
import type { PathAttributes } from '../../src/bgp/path-attributes.ts'
import { formatAddress } from '../../src/net/address-text.ts'
import { type PackedPrefixes, unpackPrefixes } from '../../src/net/packed-prefixes.ts'
import { formatPrefix } from '../../src/net/prefix-text.ts'

/** `open.myas 65010`: what tshark says of a field, in its own words. */
type Fact = string

/** The fields that say the same as a message's meaning; lengths and flags are another test's. */
const meaningful =
  /^(open\.(version|myas|holdtime|identifier)|cap\.(type|4as|mp\.[as]?afi|enh\.\w+|ap\.\w+|gr\.(afi|safi|flag\.pfs|timers\.\w+))|update\.path_attribute\.(origin|as_path_segment\.(type|as4)|next_hop|multi_exit_disc|local_pref|community_\w+|mp_reach_nlri\.next_hop\.ipv6(\.link_local)?)|large_communities\.\w+|notify\.(major_error|minor_data|communication)|route_refresh\.\w+)$/

/** Facts of the JSON that tshark made of a message, in any order. */
export function factsOfTshark(value: unknown): readonly Fact[] {
  return leaves(value, '').toSorted()
}

function leaves(value: unknown, parent: string): readonly Fact[] {
  if (Array.isArray(value)) return value.flatMap((item) => leaves(item, parent))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    if (/^[\d.]+\/\d+$|^[\da-f:]+\/\d+$/.test(key)) return [`${parent} ${key}`]
    if (key.startsWith('notify.minor_error')) return [`notify.minor_error ${inner}`]
    const texts = (Array.isArray(inner) ? inner : [inner]).filter((item) => typeof item === 'string')
    const named = meaningful.test(key) ? texts.map((text) => `${key} ${text}`) : []
    return [...named, ...leaves(inner, key)]
  })
}

/** The same facts of a message that was decoded here. */
export function factsOfMessage(message: Message): readonly Fact[] {
  return facts(message).toSorted()
}

function facts(message: Message): readonly Fact[] {
  switch (message.kind) {
    case 'OPEN':
      return openFacts(message)
    case 'UPDATE':
      return updateFacts(message)
    case 'NOTIFICATION':
      return notificationFacts(message)
    case 'KEEPALIVE':
      return []
    case 'ROUTE-REFRESH':
      return [
        `route_refresh.afi ${message.family === 'ipv4' ? 1 : 2}`,
        'route_refresh.safi 1',
        `route_refresh.subtype ${['request', 'BoRR', 'EoRR'].indexOf(message.subtype)}`,
      ]
    default:
      throw new Error(`no facts of ${message satisfies never}`)
  }
}

function openFacts({
  version,
  asn,
  holdTimeSeconds,
  bgpIdentifier,
  capabilities,
}: OpenMessage): readonly Fact[] {
  return [
    `open.version ${version}`,
    `open.myas ${asn}`,
    `open.holdtime ${holdTimeSeconds}`,
    `open.identifier ${formatBgpIdentifier(bgpIdentifier)}`,
    ...capabilities.flatMap(capabilityFacts),
  ]
}

function capabilityFacts(capability: Capability): readonly Fact[] {
  switch (capability.kind) {
    case 'multiprotocol':
      return ['cap.type 1', `cap.mp.afi ${capability.afi}`, `cap.mp.safi ${capability.safi}`]
    case 'route-refresh':
      return ['cap.type 2']
    case 'extended-next-hop':
      return [
        'cap.type 5',
        ...capability.encodings.flatMap(({ afi, safi, nextHopAfi }) => [
          `cap.enh.afi ${afi}`,
          `cap.enh.safi ${safi}`,
          `cap.enh.nhafi ${nextHopAfi}`,
        ]),
      ]
    case 'extended-message':
      return ['cap.type 6']
    case 'role':
      return ['cap.type 9']
    case 'graceful-restart':
      return [
        'cap.type 64',
        `cap.gr.timers.restart_flag ${Number(capability.restarting)}`,
        `cap.gr.timers.notification_flag ${Number(capability.notification)}`,
        `cap.gr.timers.restart_time ${capability.restartSeconds}`,
        ...capability.families.flatMap(({ afi, safi, forwarding }) => [
          `cap.gr.afi ${afi}`,
          `cap.gr.safi ${safi}`,
          `cap.gr.flag.pfs ${Number(forwarding)}`,
        ]),
      ]
    case 'four-octet-as':
      return ['cap.type 65', `cap.4as ${capability.asn}`]
    case 'add-path':
      return [
        'cap.type 69',
        ...capability.families.flatMap(({ afi, safi, mode }) => [
          `cap.ap.afi ${afi}`,
          `cap.ap.safi ${safi}`,
          `cap.ap.sendreceive ${mode}`,
        ]),
      ]
    case 'enhanced-route-refresh':
      return ['cap.type 70']
    case 'bfd-strict-mode':
      return ['cap.type 74']
    case 'unknown':
      return [`cap.type ${capability.code}`]
    default:
      throw new Error(`no facts of ${capability satisfies never}`)
  }
}

const fields = {
  ipv4: { withdrawn: 'update.withdrawn_routes', announced: 'update.nlri' },
  ipv6: {
    withdrawn: 'update.path_attribute.mp_unreach_nlri',
    announced: 'update.path_attribute.mp_reach_nlri',
  },
} as const

function updateFacts({ family, withdrawn, announced, attributes }: UpdateMessage): readonly Fact[] {
  return [
    ...prefixFacts(fields[family].withdrawn, withdrawn),
    ...prefixFacts(fields[family].announced, announced),
    ...(attributes === undefined ? [] : attributeFacts(attributes)),
  ]
}

function prefixFacts(field: string, prefixes: PackedPrefixes): readonly Fact[] {
  return unpackPrefixes(prefixes).map((prefix) => `${field} ${formatPrefix(prefix)}`)
}

const segmentTypes = { AS_SET: 1, AS_SEQUENCE: 2, AS_CONFED_SEQUENCE: 3, AS_CONFED_SET: 4 } as const

function attributeFacts(attributes: PathAttributes): readonly Fact[] {
  const { origin, asPath, nextHop, linkLocalNextHop, multiExitDisc, localPref } = attributes
  const of = (name: string, value: string | number | undefined): readonly Fact[] =>
    value === undefined ? [] : [`update.path_attribute.${name} ${value}`]
  const nextHopName = nextHop.family === 'ipv4' ? 'next_hop' : 'mp_reach_nlri.next_hop.ipv6'
  return [
    ...of('origin', ['IGP', 'EGP', 'INCOMPLETE'].indexOf(origin)),
    ...asPath.flatMap(({ kind, asns }) => [
      ...of('as_path_segment.type', segmentTypes[kind]),
      ...asns.flatMap((asn) => of('as_path_segment.as4', asn)),
    ]),
    ...of(nextHopName, formatAddress(nextHop)),
    ...of('mp_reach_nlri.next_hop.ipv6.link_local', linkLocalNextHop && formatAddress(linkLocalNextHop)),
    ...of('multi_exit_disc', multiExitDisc),
    ...of('local_pref', localPref),
    ...attributes.communities.flatMap((community) =>
      community >>> 16 === 0xffff
        ? of('community_wellknown', `0x${community.toString(16)}`)
        : [...of('community_as', community >>> 16), ...of('community_value', community & 0xffff)],
    ),
    ...attributes.largeCommunities.flatMap(([administrator, first, second]) => [
      `large_communities.ga ${administrator}`,
      `large_communities.ldp1 ${first}`,
      `large_communities.ldp2 ${second}`,
    ]),
  ]
}

function notificationFacts({ code, subcode, data }: NotificationMessage): readonly Fact[] {
  const isShutdown = code === 6 && (subcode === 2 || subcode === 4)
  const hex = data.map((octet) => octet.toString(16).padStart(2, '0')).join(':')
  const text = Buffer.from(data.slice(1)).toString('utf8')
  return [
    `notify.major_error ${code}`,
    `notify.minor_error ${subcode}`,
    ...(data.length === 0 ? [] : [isShutdown ? `notify.communication ${text}` : `notify.minor_data ${hex}`]),
  ]
}
