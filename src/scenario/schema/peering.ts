import * as z from 'zod'
import { halves } from '../../expressroute/addressing.ts'
import type {
  LinkSubnets,
  Peering,
  PeeringKind,
  PeeringState,
  WrittenPrefix,
} from '../../expressroute/design.ts'
import type { Family } from '../../net/address.ts'
import type { Prefix } from '../../net/prefix.ts'
import { serviceCommunity } from './community.ts'
import { prefix, writtenPrefix } from './prefixes.ts'
import { asn, sentence, yesOrNo } from './scalars.ts'
import { complain, strict } from './strict.ts'

const subnets = {
  peerAddressPrefix: prefix.optional().meta({
    description: "One /29 (IPv6: /125) for both links: the lower half is the primary link's",
  }),
  primaryPeerAddressPrefix: writtenPrefix.optional().meta({
    description:
      "The /30 (IPv6: /126) of the primary link: the first address is yours, the second Microsoft's",
  }),
  secondaryPeerAddressPrefix: writtenPrefix.optional().meta({
    description: 'The /30 (IPv6: /126) of the secondary link',
  }),
}

type WrittenSubnets = z.output<z.ZodObject<typeof subnets>>

/** One prefix for both links has this length, and is cut in two. */
const pairLength: Readonly<Record<Family, number>> = { ipv4: 29, ipv6: 125 }

function linkSubnets(family: Family, written: WrittenSubnets, context: z.RefinementCtx): LinkSubnets {
  const {
    peerAddressPrefix: pair,
    primaryPeerAddressPrefix: primary,
    secondaryPeerAddressPrefix: secondary,
  } = written
  const stray = Object.entries({ pair, primary, secondary }).find(
    ([, subnet]) => subnet !== undefined && familyOf(subnet) !== family,
  )
  if (stray !== undefined) {
    const message = family === 'ipv4' ? 'this subnet is IPv6' : 'this subnet is IPv4'
    const hint =
      family === 'ipv4' ? 'IPv6 subnets go under "ipv6"' : 'IPv4 subnets go beside "ipv6", not under it'
    const key = stray[0] === 'pair' ? 'peerAddressPrefix' : `${stray[0]}PeerAddressPrefix`
    return complain(context, { rule: 'family', message, hint, path: [key] })
  }
  if (pair === undefined && primary !== undefined && secondary !== undefined) return { primary, secondary }
  if (pair === undefined || primary !== undefined || secondary !== undefined) {
    return complain(context, {
      rule: 'subnets',
      message: 'a peering has a subnet for each of its two links, or one that holds both',
      hint: 'give primaryPeerAddressPrefix and secondaryPeerAddressPrefix, or peerAddressPrefix alone',
    })
  }
  if (pair.length === pairLength[family]) return halves({ address: pair, length: pair.length })
  return complain(context, {
    rule: 'subnets',
    message: `one subnet for both links is a /${pairLength[family]}, not a /${pair.length}`,
    hint: 'two subnets go to primaryPeerAddressPrefix and secondaryPeerAddressPrefix',
    path: ['peerAddressPrefix'],
  })
}

function familyOf(subnet: Prefix | WrittenPrefix): Family {
  return 'address' in subnet ? subnet.address.family : subnet.family
}

/** What every peering has. */
const shared = {
  vlanId: z
    .int({ error: 'must be a whole number' })
    .meta({ description: 'The VLAN of both links, 1 to 4094' }),
  peerAsn: asn.meta({ description: 'The AS number of your routers' }),
  ...subnets,
  state: z
    .enum(['Enabled', 'Disabled'])
    .default('Enabled')
    .meta({ description: 'At the start: a Disabled peering has no session that stands' }),
  sharedKey: sentence
    .optional()
    .meta({ description: 'The MD5 key of both sessions: 25 letters and digits at most' }),
  bfd: yesOrNo.optional().meta({
    description: 'BFD on both links, at the MSEEs and at your routers (300 ms, multiplier 3): false',
  }),
}

const ipv6 = strict(subnets)
  .transform((written, context) => linkSubnets('ipv6', written, context))
  .optional()
  .meta({ description: 'The IPv6 subnets of the two links' })

/** What Microsoft is told before it takes public prefixes. */
const validated = {
  advertisedPublicPrefixes: z
    .array(prefix, { error: 'must be a list of prefixes' })
    .default([])
    .meta({ description: 'Your public prefixes, as you tell Microsoft: others are not taken' }),
  customerAsn: asn
    .optional()
    .meta({ description: 'The AS that they are registered to, where that is not peerAsn' }),
}

interface WrittenPeering extends WrittenSubnets {
  readonly vlanId: number
  readonly peerAsn: number
  readonly state: PeeringState
  readonly ipv6?: LinkSubnets | undefined
  readonly sharedKey?: string | undefined
  readonly bfd?: boolean | undefined
}

function peeringOf(
  written: WrittenPeering,
  publicSide: Peering['publicSide'],
  context: z.RefinementCtx,
): Peering {
  return {
    state: written.state,
    vlanId: written.vlanId,
    peerAsn: written.peerAsn,
    ipv4: linkSubnets('ipv4', written, context),
    ipv6: written.ipv6,
    sharedKey: written.sharedKey,
    bfd: written.bfd ?? false,
    publicSide,
  }
}

const privatePeering = strict({ ...shared, ipv6 }).transform((written, context) =>
  peeringOf(written, undefined, context),
)

const publicPeering = strict({ ...shared, ipv6, ...validated }).transform((written, context) => {
  const { advertisedPublicPrefixes, customerAsn } = written
  const noFilter = { routeFilter: undefined, setUpBeforeFilters: false, office365Authorized: false }
  return peeringOf(written, { advertisedPublicPrefixes, customerAsn, ...noFilter }, context)
})

const microsoftPeering = strict({
  ...shared,
  ipv6,
  ...validated,
  routeFilter: z
    .array(serviceCommunity, { error: 'must be a list of communities' })
    .optional()
    .meta({ description: 'The communities of the route filter: without one nothing is announced to you' }),
  setUpBeforeFilters: yesOrNo
    .optional()
    .meta({ description: 'Set up before 2017-08-01, so that Office 365 comes without a filter: false' }),
  office365Authorized: yesOrNo
    .optional()
    .meta({ description: 'Microsoft has authorized Office 365 over ExpressRoute: false' }),
}).transform((written, context) => {
  const { advertisedPublicPrefixes, customerAsn, routeFilter, setUpBeforeFilters, office365Authorized } =
    written
  return peeringOf(
    written,
    {
      advertisedPublicPrefixes,
      customerAsn,
      routeFilter,
      setUpBeforeFilters: setUpBeforeFilters ?? false,
      office365Authorized: office365Authorized ?? false,
    },
    context,
  )
})

/** In the order of the documents, whatever the order of the file. */
export const peerings: z.ZodType<ReadonlyMap<PeeringKind, Peering>> = strict({
  private: privatePeering.optional().meta({ description: 'To virtual networks' }),
  public: publicPeering
    .optional()
    .meta({ description: 'To the public addresses of Azure services: 2017 alone' }),
  microsoft: microsoftPeering
    .optional()
    .meta({ description: 'To Office 365, and today to the public addresses of Azure services' }),
}).transform((written) => {
  const kinds = [
    ['private', written.private],
    ['public', written.public],
    ['microsoft', written.microsoft],
  ] as const
  return new Map(
    kinds.flatMap(([kind, peering]) => (peering === undefined ? [] : [[kind, peering] as const])),
  )
})
