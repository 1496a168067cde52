import { families } from '../../net/address.ts'
import { familyNames } from '../../net/address-text.ts'
import { packedLength } from '../../net/packed-cover.ts'
import { type PackedPrefixes, prefixOffsets } from '../../net/packed-prefixes.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { countedAnnouncements } from '../counted-announcements.ts'
import type { Design, LinkEnd, Path, RouterConnection } from '../design.ts'
import { sameEnd } from '../expand-links.ts'
import { connectionPrefixes, customerPrefixes, limitRestartSeconds } from '../limits.ts'
import { paths } from '../node-names.ts'
import { cite } from '../sources.ts'
import { announcedSpaces } from '../spokes.ts'
import { countOf, prefixTexts } from '../usage.ts'
import { countText, firstOf } from './count-text.ts'
import { peeringText, placedPeerings } from './peerings.ts'
import { announcedLinks } from './public-routes.ts'
import { type Announcement, type Breach, bothEras, type Rule, type Surroundings } from './rule.ts'

/** Section C: what is announced. What public and Microsoft peering do not take is in `public-routes.ts`. */
export const routeRules: readonly Rule[] = [
  {
    id: 'C7',
    level: 'error',
    when: 'run',
    eras: bothEras,
    title: 'A customer announces no more prefixes than the SKU takes',
    story: `Private peering takes 4,000 IPv4 prefixes with a Local or Standard circuit, 10,000 with Premium, and 100 IPv6 prefixes with each; public and Microsoft peering take 200 of each family. One more, and the MSEE drops the session. Both routers of a site usually announce the same prefixes, so both sessions drop at once and redundancy is of no help. The session comes back when the count is under the limit again; when it is tried is not documented, and ${limitRestartSeconds} s are assumed here.`,
    remedy: 'Summarise what is announced; on private peering Premium takes 10,000 IPv4 prefixes.',
    source: cite('RT16', 'FAQ26', 'LIM23'),
    assumption: false,
    check: tooManyAnnounced,
  },
  {
    id: 'C8',
    level: 'error',
    when: 'run',
    eras: ['current'],
    title: 'A connection carries no more than 1,000 IPv4 and 100 IPv6 address spaces',
    story:
      "A gateway announces the address spaces of its virtual network and of the networks peered with it, each entry once. Above 1,000 of IPv4 or 100 of IPv6 the connection between gateway and circuit drops, for all of them; the customer's sessions with the MSEEs stay up and lose those routes. It returns when the count is under the limit.",
    remedy: 'Use fewer and larger address spaces, or summarizedGatewayPrefixes.',
    source: cite('FAQ26', 'ALERT23'),
    assumption: false,
    check: tooManyAddressSpaces,
  },
  {
    id: 'C8',
    level: 'error',
    when: 'run',
    eras: ['2017'],
    title: 'A connection carries no more than 200 IPv4 address spaces',
    story:
      'No text of 2017 that was read gives a limit for what a gateway announces. The nearest that is documented, 200 IPv4 prefixes in 2019, is assumed.',
    remedy: 'Use fewer and larger address spaces, or take spokes away.',
    source: 'MicrosoftDocs/azure-docs issues 32274 and 57345',
    assumption: true,
    check: tooManyAddressSpaces,
  },
  {
    id: 'C9',
    level: 'warning',
    when: 'file',
    eras: bothEras,
    title: 'A default route on private peering needs a plan',
    story:
      "Private peering takes a default route, and all that leaves the virtual networks then goes to the customer: activation of Windows licences fails, and platform services are reached by a detour, unless routes of the user or service endpoints lead around it. When the route is withdrawn, the machines are back on the Internet by Azure's own default route at once, unless a network security group forbids it.",
    remedy:
      'Plan for activation, for platform services and for the day on which the route is gone, or announce your own prefixes alone.',
    source: cite('RT16', 'FAQ17', 'FAQ26'),
    assumption: false,
    check: defaultRoutes,
  },
  {
    id: 'C9',
    level: 'warning',
    when: 'run',
    eras: bothEras,
    title: 'A default route that is passed on over private peering needs a plan too',
    story:
      'A router that learned a default route, from a provider or from another router of its own, passes it on to the MSEE unless a policy keeps it back. The file does not show it, so the run reports it, and it means for the virtual networks what a default route of its own would.',
    remedy:
      'Plan for it as for one of your own, or give the connection an export: policy that keeps it back.',
    source: cite('RT16', 'FAQ17', 'FAQ26'),
    assumption: false,
    check: undefined,
  },
  {
    id: 'C10',
    level: 'warning',
    when: 'file',
    eras: bothEras,
    title: 'Primary and secondary link announce the same prefixes',
    story:
      'Microsoft asks for identical routes on both links, since either of them may be the only one left. A prefix that only one link announces is unreachable from Azure as soon as that link fails. To prefer one link, announce the same prefixes on both and prepend on the other.',
    remedy: 'Announce the same prefixes on both links, and prefer one by prepending on the other.',
    source: cite('RT16', 'RT26'),
    assumption: false,
    check: differentAnnouncements,
  },
  {
    id: 'C11',
    level: 'warning',
    when: 'run',
    eras: bothEras,
    title: 'A customer does not send back what it heard from Azure',
    story:
      "A router that tells an MSEE the prefixes of virtual networks again, as FRR and IOS do without a policy, or those of Microsoft peering over private peering, counts them against its own limit, which Microsoft's growing lists may exceed one day. In a lab on real circuits (LAB26) an MSEE accepted such a route and did not use it.",
    remedy: 'Give the connection an export: policy that announces your own prefixes alone.',
    source: cite('LAB26', 'FAQ26'),
    assumption: false,
    check: reflected,
  },
  {
    id: 'C12',
    level: 'warning',
    when: 'file',
    eras: bothEras,
    title: 'The routers of a peering announce something',
    story:
      "What Azure is not told of it cannot answer. A peering whose routers announce nothing has sessions that stand, and shows Azure's prefixes to the customer: packets leave, and nothing comes back. Users report besides that Azure tells nothing before it was told something (GH#28859); that is not documented, and here Azure does not wait.",
    remedy: 'Name the routers in the behind: of a site, or give them advertise: with their prefixes.',
    source: cite('PEER19'),
    assumption: false,
    check: silentEdges,
  },
  {
    id: 'C13',
    level: 'warning',
    when: 'file',
    eras: bothEras,
    title: 'No address of a link is announced over public or Microsoft peering',
    story:
      'The subnets of the links are public addresses of the customer, and yet no part of what Microsoft has to reach: NAT pools and services are. Microsoft asks not to announce them, nor those of other circuits. Where a link subnet is cut from a pool that is announced, the prefix has to leave it out.',
    remedy:
      'Take the link subnets from a range that is not announced, or announce longer prefixes that leave them out.',
    source: cite('NAT16'),
    assumption: false,
    check: announcedLinks,
  },
]

function tooManyAnnounced(
  design: Design,
  announced: readonly Announcement[],
  { sentBack }: Surroundings,
): readonly Breach[] {
  return countedAnnouncements(announced, sentBack).flatMap(({ router, connection, prefixes }, index) => {
    const end = design.routers.get(router)?.connections[connection]
    const tier = design.circuits.get(end?.circuit ?? '')?.sku.tier
    if (end === undefined || tier === undefined) return []
    const limits = customerPrefixes(end.peering, tier, design.assumptions)
    return families.flatMap((family) => {
      const limit = limits[family]
      const count = countOf(prefixes, family, limit)
      if (count <= limit) return []
      const own = countOf(announced[index]?.prefixes ?? [], family, limit)
      const back = own === count ? '' : `, ${countText(count - own)} of them heard from Azure,`
      return [
        {
          path: ['routers', router, 'connect', connection],
          message: `${router} announces ${countText(count)} ${familyNames[family]} prefixes to ${endText(end)}${back || ','} and ${tier} takes ${countText(limit)}: the session will drop`,
          fix: limit === 4_000 ? 'summarise, or buy Premium for 10,000' : 'summarise',
        },
      ]
    })
  })
}

function endText({ circuit, peering: kind }: Pick<RouterConnection, 'circuit' | 'peering'>): string {
  return kind === 'private' ? circuit : peeringText({ circuit, kind })
}

function tooManyAddressSpaces(design: Design): readonly Breach[] {
  return [...design.virtualNetworks].flatMap(([name, { connections }]) => {
    const announced = announcedSpaces(design, name)
    return families.flatMap((family) => {
      const count = announced.filter((prefix) => prefix.family === family).length
      const limit = connectionPrefixes[design.era][family]
      if (count <= limit || connections.length === 0) return []
      return [
        {
          path: ['virtualNetworks', name, 'addressSpace'],
          message: `${name}${withSpokes(design, name)} has ${countText(count)} ${familyNames[family]} address spaces, and a connection carries ${countText(limit)}: its connections will drop`,
          fix: 'use fewer and larger address spaces, or summarizedGatewayPrefixes',
        },
      ]
    })
  })
}

function withSpokes({ spokes }: Design, name: string): string {
  return [...spokes.values()].some(({ hub }) => hub === name) ? ' with its spokes' : ''
}

function defaultRoutes(design: Design, announced: readonly Announcement[]): readonly Breach[] {
  return announced.flatMap(({ router, connection, prefixes }) => {
    const end = design.routers.get(router)?.connections[connection]
    const hasDefault = prefixes.some(holdsDefault)
    if (end?.peering !== 'private' || !hasDefault) return []
    return [
      {
        path: ['routers', router, 'connect', connection],
        message: `${router} announces a default route to ${end.circuit}: everything that leaves its virtual networks will come here`,
        fix: 'plan for activation, platform services and the day on which the route is gone, or announce what is yours',
      },
    ]
  })
}

function holdsDefault(list: PackedPrefixes): boolean {
  const { family, data } = list
  return [...prefixOffsets(list)].some((offset) => packedLength(family, data, offset) === 0)
}

function differentAnnouncements(design: Design, announced: readonly Announcement[]): readonly Breach[] {
  return placedPeerings(design).flatMap(({ circuit, kind: peering }) => {
    const primary = announcedOver(design, announced, { circuit, path: 'primary', peering })
    const secondary = announcedOver(design, announced, { circuit, path: 'secondary', peering })
    if (primary === undefined || secondary === undefined) return []
    const which = endText({ circuit, peering })
    return [
      ...lacking(which, secondary, primary, 'secondary'),
      ...lacking(which, primary, secondary, 'primary'),
    ]
  })
}

function announcedOver(
  design: Design,
  announced: readonly Announcement[],
  wanted: LinkEnd,
): Announcement | undefined {
  return announced.find(({ router, connection }) => {
    const end = design.routers.get(router)?.connections[connection]
    return end !== undefined && sameEnd(end, wanted)
  })
}

/** What one link lacks of the other's prefixes, as one breach at the router of the link that lacks it. */
function lacking(circuit: string, poorer: Announcement, richer: Announcement, path: Path): readonly Breach[] {
  if (poorer.prefixes === richer.prefixes) return []
  const known = prefixTexts(poorer.prefixes)
  const missing = [...prefixTexts(richer.prefixes)].filter((text) => !known.has(text))
  if (missing.length === 0) return []
  return [
    {
      path: ['routers', poorer.router, 'connect', poorer.connection],
      message: `${poorer.router} does not announce ${firstOf(missing)} over the ${path} link of ${circuit}, as ${richer.router} does over the other`,
      fix: 'announce the same prefixes on both links, and prefer one by prepending on the other',
    },
  ]
}

function reflected(
  design: Design,
  _announced: readonly Announcement[],
  { sentBack }: Surroundings,
): readonly Breach[] {
  const lastOfEach = new Map(sentBack.map((back) => [back.router, back]))
  return [...lastOfEach.values()].flatMap(({ router, connection, prefixes }) => {
    const end = design.routers.get(router)?.connections[connection]
    if (end === undefined) return []
    return [
      {
        path: ['routers', router, 'connect', connection],
        message: `${router} passes on to ${end.circuit}.${end.path} what it hears from Azure: ${firstOf(prefixes.map(formatPrefix))}`,
        fix: 'give the connection an export: policy that announces your own prefixes alone',
      },
    ]
  })
}

function silentEdges(
  design: Design,
  announced: readonly Announcement[],
  { mayTellMore }: Surroundings,
): readonly Breach[] {
  return placedPeerings(design).flatMap(({ circuit, kind: peering }) => {
    const told = paths.flatMap((path) => announcedOver(design, announced, { circuit, path, peering }) ?? [])
    const [first] = told
    const isSilent = told.every(({ router, prefixes }) => {
      return !mayTellMore.has(router) && prefixes.every(({ count }) => count === 0)
    })
    if (first === undefined || !isSilent) return []
    const routers = [...new Set(told.map(({ router }) => router))].join(' and ')
    return [
      {
        path: ['routers', first.router, 'connect', first.connection],
        message: `${routers} ${routers === first.router ? 'announces' : 'announce'} nothing to ${endText({ circuit, peering })}: Azure learns no way back`,
        fix: 'name the routers in the behind: of a site, or give them advertise: with their prefixes',
      },
    ]
  })
}
