import * as z from 'zod'
import { halves } from '../../expressroute/addressing.ts'
import { readBandwidth } from '../../expressroute/bandwidth.ts'
import type {
  Connectivity,
  LinkSubnets,
  PrivatePeering,
  SkuFamily,
  SkuTier,
  WrittenPrefix,
} from '../../expressroute/design.ts'
import type { Family } from '../../net/address.ts'
import type { Prefix } from '../../net/prefix.ts'
import { quoted, read, refuse } from '../../net/read.ts'
import type { Micros } from '../../sim/time.ts'
import { prefix, writtenPrefix } from './prefixes.ts'
import { asn, duration, sentence, textOf } from './scalars.ts'
import { complain, strict } from './strict.ts'

/** A circuit as the file has it; its latency may be left to the defaults. */
export interface CircuitEntry {
  readonly peeringLocation: string
  readonly connectivity: Connectivity
  readonly sku: { readonly tier: SkuTier; readonly family: SkuFamily }
  readonly bandwidthMbps: number
  readonly latencyMicros: Micros | undefined
  readonly privatePeering: PrivatePeering | undefined
}

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

const privatePeering = strict({
  vlanId: z
    .int({ error: 'must be a whole number' })
    .meta({ description: 'The VLAN of both links, 1 to 4094' }),
  peerAsn: asn.meta({ description: 'The AS number of your routers' }),
  ...subnets,
  ipv6: strict(subnets)
    .transform((written, context) => linkSubnets('ipv6', written, context))
    .optional()
    .meta({ description: 'The IPv6 subnets of the two links' }),
  sharedKey: sentence
    .optional()
    .meta({ description: 'The MD5 key of both sessions: 25 letters and digits at most' }),
}).transform((written, context): PrivatePeering => {
  return {
    vlanId: written.vlanId,
    peerAsn: written.peerAsn,
    ipv4: linkSubnets('ipv4', written, context),
    ipv6: written.ipv6,
    sharedKey: written.sharedKey,
  }
})

const bandwidthMbps = textOf('a bandwidth such as 1 Gbps or 200 Mbps', 'bandwidth', (text) => {
  const mbps = readBandwidth(text)
  return mbps === undefined ? refuse<number>(`${quoted(text)} is not a bandwidth`) : read(mbps)
})

export const circuit: z.ZodType<CircuitEntry> = strict({
  peeringLocation: sentence.meta({
    description: 'Where the provider meets Microsoft: Amsterdam, London2, ...',
  }),
  connectivity: z
    .enum(['cloud-exchange', 'point-to-point-ethernet', 'direct'])
    .default('cloud-exchange')
    .meta({
      description: 'How you reach Microsoft. Only on a direct port does a dead far end take the light away',
    }),
  sku: strict({
    tier: z
      .enum(['Local', 'Standard', 'Premium'])
      .meta({ description: 'Decides the reach and the prefix limits' }),
    family: z
      .enum(['MeteredData', 'UnlimitedData'])
      .default('MeteredData')
      .meta({ description: 'How data is billed' }),
  }),
  bandwidth: bandwidthMbps
    .optional()
    .meta({ description: '50 Mbps to 10 Gbps; direct ports up to 100 Gbps' }),
  bandwidthInMbps: z
    .number({ error: 'must be a number' })
    .optional()
    .meta({ description: 'The same as Azure writes it' }),
  latency: duration.optional().meta({ description: 'One way between your router and the MSEE' }),
  peerings: strict({ private: privatePeering.optional() })
    .optional()
    .meta({ description: 'What runs over the circuit' }),
})
  .transform((written, context): CircuitEntry => {
    const bandwidths = [written.bandwidth, written.bandwidthInMbps].filter((mbps) => mbps !== undefined)
    const [mbps] = bandwidths
    if (mbps === undefined || bandwidths.length > 1) {
      const message = 'a circuit has one bandwidth'
      return complain(context, {
        rule: 'bandwidth',
        message,
        hint: 'give bandwidth (1 Gbps) or bandwidthInMbps (1000)',
      })
    }
    return {
      peeringLocation: written.peeringLocation,
      connectivity: written.connectivity,
      sku: written.sku,
      bandwidthMbps: mbps,
      latencyMicros: written.latency,
      privatePeering: written.peerings?.private,
    }
  })
  .meta({ description: 'An ExpressRoute circuit: two links to two MSEEs' })
