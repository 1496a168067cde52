import { unpackPrefixes } from '../../net/packed-prefixes.ts'
import { covers, overlap, type Prefix } from '../../net/prefix.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { formatSubnet } from '../addressing.ts'
import { privatePrefixes } from '../content-rules.ts'
import type { Design, RouterConnection } from '../design.ts'
import { cite } from '../sources.ts'
import { prefixTexts } from '../usage.ts'
import { unrecorded, validatedAsn } from '../validation.ts'
import { firstOf } from './count-text.ts'
import { linkSubnets } from './link-subnets.ts'
import { peeringText, placedPeerings } from './peerings.ts'
import { type Announcement, type Breach, bothEras, type Rule, type Surroundings } from './rule.ts'

/** Section C, for public and Microsoft peering: what is not taken there, and what has to be in place before anything is. */
export const publicRouteRules: readonly Rule[] = [
  {
    id: 'C1',
    level: 'error',
    when: 'run',
    eras: bothEras,
    title: 'No default route goes to public or Microsoft peering',
    story:
      "A default route is taken on private peering alone, where it draws all traffic of the virtual networks to the customer. Over the other peerings it would draw Microsoft's own. Nothing is written about what an MSEE does with it; here it is not taken, and the session stands.",
    remedy: 'Give the connection an export: policy that keeps the default route back.',
    source: cite('RT16', 'RT26'),
    assumption: false,
    check: (design, announced) => refused(design, announced, 'a default route', ({ length }) => length === 0),
  },
  {
    id: 'C2',
    level: 'error',
    when: 'run',
    eras: bothEras,
    title: 'No private prefix goes to public or Microsoft peering',
    story:
      "The addresses of RFC 1918 mean nothing outside the customer's network, and Microsoft's public services could never answer to them. Traffic to those services has to come from public addresses, by NAT where hosts have private ones. Unique local addresses of IPv6 (RFC 4193) are held to be the same.",
    remedy: 'Give the connection an export: policy that announces your listed public prefixes alone.',
    source: cite('RT16', 'FAQ26'),
    assumption: false,
    check: (design, announced) =>
      refused(design, announced, 'private', (prefix) =>
        privatePrefixes.some((outer) => covers(outer, prefix)),
      ),
  },
  {
    id: 'C3',
    level: 'error',
    when: 'run',
    eras: bothEras,
    title: 'What is announced on public or Microsoft peering was listed before',
    story:
      'advertisedPublicPrefixes does more than ask for validation: Microsoft builds the access lists of its core routers from it. A prefix that is not in the list, or inside one that is, does not pass, though the session stands and the MSEE may show it.',
    remedy: 'Add the prefix to advertisedPublicPrefixes, or keep it back by an export: policy.',
    source: cite('RT26', 'NAT16'),
    assumption: false,
    check: unlisted,
  },
  {
    id: 'C4',
    level: 'error',
    when: 'run',
    eras: bothEras,
    title: 'Advertised public prefixes are validated',
    story:
      'Every prefix of advertisedPublicPrefixes has to be recorded in a routing registry together with the peer AS, or with customerAsn where the prefixes are registered to another one. Otherwise the state is ValidationNeeded, and the BGP sessions of the peering are not enabled until Microsoft has approved documents by hand. What the registries say stands in the file under registrations.',
    remedy:
      'Record the prefixes under the peer AS, write customerAsn where they are registered to another, or let Microsoft approve them by hand.',
    source: cite('WF23', 'PEER19', 'FAQ26'),
    assumption: false,
    check: notValidated,
  },
  {
    id: 'C5',
    level: 'warning',
    when: 'file',
    eras: ['current'],
    title: 'A route filter is attached to Microsoft peering',
    story:
      'Since 2017-08-01 Microsoft peering announces nothing until a route filter with communities is attached: the sessions are Established, and zero prefixes are received. Peerings that were set up before have the prefixes of Office 365 without one.',
    remedy: 'Add routeFilter: with the communities you want, such as "12076:51004" for East US.',
    source: cite('FAQ26', 'RF23', 'GH121050'),
    assumption: false,
    check: withoutFilter,
  },
  {
    id: 'C6',
    level: 'warning',
    when: 'run',
    eras: bothEras,
    title: 'A public prefix is announced to the Internet or over ExpressRoute, not both',
    story:
      'Of two equally long prefixes Microsoft uses the one that it heard over ExpressRoute. What leaves by the Internet is then answered over ExpressRoute, where a stateful firewall or a NAT has not seen it leave, and drops the answer.',
    remedy:
      'Announce each range on one side alone; where that cannot be, the more specific one over ExpressRoute.',
    source: cite('RT26', 'ASYM16', 'NAT16'),
    assumption: false,
    check: announcedBothWays,
  },
]

function refused(
  design: Design,
  announced: readonly Announcement[],
  what: string,
  isMeant: (prefix: Prefix) => boolean,
): readonly Breach[] {
  return publicAnnouncements(design, announced).flatMap(({ end, announcement, prefixes }) =>
    breachOf(end, announcement, prefixes.filter(isMeant), `which is ${what} and will not be taken`),
  )
}

function unlisted(design: Design, announced: readonly Announcement[]): readonly Breach[] {
  return publicAnnouncements(design, announced).flatMap(({ end, announcement, prefixes }) => {
    const publicSide = design.circuits.get(end.circuit)?.peerings.get(end.peering)?.publicSide
    const listed = publicSide?.advertisedPublicPrefixes ?? []
    const others = prefixes.filter(
      (prefix) =>
        prefix.length > 0 && ![...listed, ...privatePrefixes].some((outer) => covers(outer, prefix)),
    )
    const what = 'which is not in its advertisedPublicPrefixes and will not be taken'
    return breachOf(end, announcement, others, what)
  })
}

interface PublicAnnouncement {
  readonly end: RouterConnection
  readonly announcement: Announcement
  readonly prefixes: readonly Prefix[]
}

function publicAnnouncements(
  design: Design,
  announced: readonly Announcement[],
): readonly PublicAnnouncement[] {
  return announced.flatMap((announcement) => {
    const end = design.routers.get(announcement.router)?.connections[announcement.connection]
    if (end === undefined || end.peering === 'private') return []
    return [{ end, announcement, prefixes: announcement.prefixes.flatMap(unpackPrefixes) }]
  })
}

function breachOf(
  { circuit, peering: kind }: RouterConnection,
  { router, connection }: Announcement,
  prefixes: readonly Prefix[],
  what: string,
): readonly Breach[] {
  if (prefixes.length === 0) return []
  return [
    {
      path: ['routers', router, 'connect', connection],
      message: `${router} announces ${firstOf(prefixes.map(formatPrefix))} to ${peeringText({ circuit, kind })}, ${what}`,
      fix: 'give this connection an export: policy that announces your listed public prefixes alone',
    },
  ]
}

/** What an MSEE takes of what it is told, and the Internet hears too. */
function announcedBothWays(
  design: Design,
  announced: readonly Announcement[],
  { toInternet }: Surroundings,
): readonly Breach[] {
  return publicAnnouncements(design, announced).flatMap(({ end, announcement, prefixes }) => {
    const { circuit, peering: kind } = end
    const listed =
      design.circuits.get(circuit)?.peerings.get(kind)?.publicSide?.advertisedPublicPrefixes ?? []
    const taken = prefixes.filter((prefix) => listed.some((outer) => covers(outer, prefix))).map(formatPrefix)
    return toInternet.flatMap(({ router, prefixes: others }) => {
      const heard = prefixTexts(others)
      const both = taken.filter((text) => heard.has(text))
      if (both.length === 0) return []
      const { router: edge, connection } = announcement
      return [
        {
          path: ['routers', edge, 'connect', connection],
          message: `${edge} announces ${firstOf(both)} to ${peeringText({ circuit, kind })}, and ${router} to the Internet: answers take ExpressRoute, whichever way was asked`,
          fix: 'announce each range on one side alone, or the more specific one over ExpressRoute',
        },
      ]
    })
  })
}

/** C13. */
export function announcedLinks(design: Design, announced: readonly Announcement[]): readonly Breach[] {
  const links = linkSubnets(design).filter(({ kind }) => kind !== 'private')
  return publicAnnouncements(design, announced).flatMap(({ end, announcement, prefixes }) => {
    const { circuit, peering: kind } = end
    const found = prefixes
      .filter(({ length }) => length > 0)
      .flatMap((prefix) => {
        const link = links.find(({ network }) => overlap(prefix, network))
        return link === undefined ? [] : [{ prefix, link }]
      })
    const [first] = found
    if (first === undefined) return []
    const { router, connection } = announcement
    return [
      {
        path: ['routers', router, 'connect', connection],
        message: `${router} announces ${formatPrefix(first.prefix)} to ${peeringText({ circuit, kind })}, which holds ${formatSubnet(first.link.written)}, a link of ${peeringText(first.link)}`,
        fix: 'announce longer prefixes that leave the links out, or take link subnets of another range',
      },
    ]
  })
}

function notValidated(design: Design): readonly Breach[] {
  return placedPeerings(design).flatMap((placed) => {
    const { peering, path } = placed
    const [first] = unrecorded(peering, design)
    if (first === undefined) return []
    const asn = validatedAsn(peering)
    const elsewhere = design.registrations.find((one) => covers(one.prefix, first))
    return [
      {
        path: [...path, 'advertisedPublicPrefixes'],
        message: `${formatPrefix(first)} of ${peeringText(placed)} is not registered to AS ${asn}: ValidationNeeded, and its sessions are not enabled`,
        fix:
          elsewhere === undefined
            ? `add it under registrations: with asn ${asn}, if a registry has it so`
            : `write customerAsn: ${elsewhere.asn}, which it is registered to`,
      },
    ]
  })
}

function withoutFilter(design: Design): readonly Breach[] {
  return placedPeerings(design)
    .filter(({ kind, peering: { publicSide } }) => {
      return kind === 'microsoft' && publicSide?.routeFilter === undefined && !publicSide?.setUpBeforeFilters
    })
    .map((placed) => ({
      path: placed.path,
      message: `${peeringText(placed)} has no route filter: its sessions will stand, and nothing will be announced`,
      fix: 'add routeFilter: with the communities you want, such as "12076:51004" for East US',
    }))
}
