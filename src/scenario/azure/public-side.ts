import { formatCommunity } from '../../bgp/community.ts'
import { serviceTags } from '../../expressroute/service-tags.ts'
import { type AzureNode, elements, member, memberAt, numberOf, textOf } from './azure-node.ts'
import { type ImportIssue, importIssue } from './import-issue.ts'
import { type AzureResource, lastSegment, referred } from './resources.ts'
import { ask, type Placed, remark, scalar } from './scenario-text.ts'

/** A prefix that a registry has together with an AS. */
export interface Registration {
  readonly prefix: string
  readonly asn: number
  readonly node: AzureNode
}

/** What a peering with public addresses has besides. */
export interface PublicSide {
  readonly lines: readonly string[]
  readonly places: readonly Placed[]
  readonly issues: readonly ImportIssue[]
  /** What Azure has found, where it has validated the prefixes; its sessions stand only then. */
  readonly registrations: readonly Registration[]
}

/** `microsoftPeeringConfig` of both families, and the route filter, if its file was given. */
export function importPublicSide(
  node: AzureNode,
  path: readonly string[],
  filters: readonly AzureResource[],
): PublicSide {
  const config = member(node, 'microsoftPeeringConfig')
  const prefixes = [config, memberAt(node, 'ipv6PeeringConfig', 'microsoftPeeringConfig')]
    .flatMap((own) => elements(memberAt(own, 'advertisedPublicPrefixes')))
    .flatMap((element) => {
      const text = textOf(element)
      return text === undefined ? [] : [{ text, node: element }]
    })
  const customer = memberAt(config, 'customerASN')
  // The interface has 0 where there is none.
  const customerAsn = numberOf(customer) === 0 ? undefined : numberOf(customer)
  const state = memberAt(config, 'advertisedPublicPrefixesState')
  const isConfigured = textOf(state)?.toLowerCase() === 'configured' && prefixes.length > 0
  const filter = importRouteFilter(member(node, 'routeFilter'), path, filters)
  const asn = customerAsn ?? numberOf(member(node, 'peerASN')) ?? 0
  return {
    lines: [
      ...(prefixes.length === 0
        ? []
        : [`advertisedPublicPrefixes: [${prefixes.map(({ text }) => scalar(text)).join(', ')}]`]),
      ...(customerAsn === undefined ? [] : [`customerAsn: ${customerAsn}`]),
      ...filter.lines,
    ],
    places: [
      ...prefixes.map((prefix, index) => ({
        path: [...path, 'advertisedPublicPrefixes', index],
        node: prefix.node,
      })),
      ...(customer === undefined ? [] : [{ path: [...path, 'customerAsn'], node: customer }]),
      ...filter.places,
    ],
    issues: isConfigured ? [] : [notValidated(node, state)],
    registrations: isConfigured
      ? prefixes.map(({ text, node: element }) => ({ prefix: text, asn, node: element }))
      : [],
  }
}

function notValidated(node: AzureNode, state: AzureNode | undefined): ImportIssue {
  const message = `advertisedPublicPrefixesState is ${textOf(state) ?? 'not said'}: the sessions of this peering do not stand, in Azure and in the scenario`
  return importIssue(
    state ?? node,
    'warning',
    'state',
    message,
    'registrations: says what the registries have',
  )
}

function isOffice365(node: AzureNode): boolean {
  const community = textOf(node)
  return serviceTags('current').some((tag) => tag.isOffice365 && formatCommunity(tag.community) === community)
}

function importRouteFilter(
  reference: AzureNode | undefined,
  path: readonly string[],
  filters: readonly AzureResource[],
): Pick<PublicSide, 'lines' | 'places'> {
  const id = textOf(memberAt(reference, 'id'))
  if (id === undefined) {
    const question =
      'was it set up before 2017-08-01? Then add setUpBeforeFilters: true. It has no route filter, without which it is announced nothing.'
    return { lines: [ask(question)], places: [] }
  }
  const filter = referred(reference, filters)
  if (filter === undefined) {
    const question = `routeFilter: the communities of ${lastSegment(id)}. Give the output of az network route-filter show to the import.`
    return { lines: [ask(question)], places: [] }
  }
  const communities = elements(member(filter.node, 'rules')).flatMap((rule) =>
    elements(member(rule, 'communities')),
  )
  return {
    lines: [
      remark(`Route filter ${filter.name}`),
      `routeFilter: [${communities
        .flatMap((node) => textOf(node) ?? [])
        .map(scalar)
        .join(', ')}]`,
      // Azure would not have attached it otherwise.
      ...(communities.some(isOffice365) ? ['office365Authorized: true'] : []),
    ],
    places: [
      { path: [...path, 'routeFilter'], node: filter.node },
      ...communities.map((node, index) => ({ path: [...path, 'routeFilter', index], node })),
    ],
  }
}
