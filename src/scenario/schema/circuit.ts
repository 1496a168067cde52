import * as z from 'zod'
import type {
  Cloud,
  Connectivity,
  Peering,
  PeeringKind,
  PortPair,
  ProviderState,
  QueueWeights,
  SkuFamily,
  SkuTier,
} from '../../expressroute/design.ts'
import { usualQueueWeights } from '../../expressroute/qos.ts'
import type { Micros } from '../../sim/time.ts'
import { peerings } from './peering.ts'
import { portPair } from './port-pair.ts'
import { bandwidthMbps } from './rate.ts'
import { duration, name, sentence, whole, yesOrNo } from './scalars.ts'
import { complain, strict } from './strict.ts'

/** A circuit as the file has it; its latency may be left to the defaults. */
export interface CircuitEntry {
  readonly peeringLocation: string
  readonly cloud: Cloud | undefined
  readonly connectivity: Connectivity
  readonly isManaged: boolean
  readonly portPair: PortPair | undefined
  readonly sku: { readonly tier: SkuTier; readonly family: SkuFamily }
  readonly bandwidthMbps: number
  readonly queueWeights: QueueWeights
  readonly latencyMicros: Micros | undefined
  readonly provider: ProviderState
  readonly authorizations: readonly string[]
  readonly peerings: ReadonlyMap<PeeringKind, Peering>
}

/** Its two parts. */
export const sku: { readonly tier: z.ZodType<SkuTier>; readonly family: z.ZodType<SkuFamily> } = {
  tier: z
    .enum(['Local', 'Standard', 'Premium'])
    .meta({ description: 'Decides the reach and the prefix limits' }),
  family: z
    .enum(['MeteredData', 'UnlimitedData'])
    .meta({ description: 'How data is billed: MeteredData, with Local always UnlimitedData' }),
}

const weight = whole(1, 1000)

export const circuit: z.ZodType<CircuitEntry> = strict({
  peeringLocation: sentence.meta({
    description: 'Where the provider meets Microsoft: Amsterdam, London2, ...',
  }),
  cloud: z
    .enum(['public', 'us-government', 'china', 'germany'])
    .optional()
    .meta({ description: "Whose circuit it is: public, where the location is not a national cloud's alone" }),
  connectivity: z
    .enum(['cloud-exchange', 'point-to-point-ethernet', 'any-to-any', 'direct'])
    .default('cloud-exchange')
    .meta({
      description: 'How you reach Microsoft. Only on a direct port does a dead far end take the light away',
    }),
  managed: yesOrNo.optional().meta({
    description: "The provider's routers speak BGP with Microsoft's: true of any-to-any, else false",
  }),
  expressRoutePort: portPair.optional(),
  sku: strict({ tier: sku.tier, family: sku.family.optional() }),
  bandwidth: bandwidthMbps
    .optional()
    .meta({ description: '50 Mbps to 10 Gbps; direct ports up to 100 Gbps' }),
  bandwidthInMbps: z
    .number({ error: 'must be a number' })
    .optional()
    .meta({ description: 'The same as Azure writes it' }),
  queueWeights: strict({
    interactive: weight.default(usualQueueWeights.interactive),
    default: weight.default(usualQueueWeights.default),
  })
    .optional()
    .meta({ description: 'How what Voice leaves of a full link is divided: equally' }),
  latency: duration.optional().meta({ description: 'One way between your router and the MSEE' }),
  serviceProviderProvisioningState: z
    .enum(['NotProvisioned', 'Provisioning', 'Provisioned', 'Deprovisioning'])
    .default('Provisioned')
    .meta({ description: 'How far the provider is at the start: sessions stand where it is Provisioned' }),
  authorizations: z
    .array(name, { error: 'must be a list of names' })
    .default([])
    .meta({ description: "Keys for virtual networks of others' subscriptions, one connection each" }),
  peerings: peerings
    .optional()
    .meta({ description: 'What runs over the circuit, each on a VLAN of its own' }),
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
    const isManaged = written.managed ?? written.connectivity === 'any-to-any'
    if (isManaged !== canBeManaged(written.connectivity, isManaged)) {
      return complain(context, {
        rule: 'combination',
        message: isManaged
          ? 'nobody stands between a direct port and Microsoft, so nobody can run BGP there'
          : "an any-to-any network is the provider's, who runs BGP with Microsoft",
        hint: 'leave managed out, or choose another connectivity',
        path: ['managed'],
      })
    }
    if (written.expressRoutePort !== undefined && written.connectivity !== 'direct') {
      return complain(context, {
        rule: 'combination',
        message: 'only circuits of ExpressRoute Direct end on ports of yours',
        hint: 'add connectivity: direct, or leave expressRoutePort out',
        path: ['expressRoutePort'],
      })
    }
    const { tier, family = tier === 'Local' ? 'UnlimitedData' : 'MeteredData' } = written.sku
    // COST20.
    if (tier === 'Local' && family === 'MeteredData') {
      return complain(context, {
        rule: 'combination',
        message: 'a Local circuit is always unlimited',
        hint: 'write family: UnlimitedData, or leave it out; or buy Standard',
        path: ['sku', 'family'],
      })
    }
    return {
      peeringLocation: written.peeringLocation,
      cloud: written.cloud,
      connectivity: written.connectivity,
      isManaged,
      portPair: written.expressRoutePort,
      sku: { tier, family },
      bandwidthMbps: mbps,
      queueWeights: written.queueWeights ?? usualQueueWeights,
      latencyMicros: written.latency,
      provider: written.serviceProviderProvisioningState,
      authorizations: written.authorizations,
      peerings: written.peerings ?? new Map(),
    }
  })
  .meta({ description: 'An ExpressRoute circuit: two links to two MSEEs' })

/** MODEL20: an any-to-any network always, a direct port never, and the others where the provider sells it. */
function canBeManaged(connectivity: Connectivity, wanted: boolean): boolean {
  if (connectivity === 'any-to-any') return true
  return connectivity === 'direct' ? false : wanted
}
