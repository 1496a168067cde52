import * as z from 'zod'
import type { Policy } from '../../bgp/policy.ts'
import type { PeerConfiguration, PrefixLimit } from '../../bgp/speaker-configuration.ts'
import type { BfdTimers } from '../../expressroute/design.ts'
import type { Family } from '../../net/address.ts'
import type { Micros } from '../../sim/time.ts'
import { bfd } from './bfd.ts'
import { policy } from './policy.ts'
import {
  allowOwnAsn,
  defaultOriginate,
  prefixLimit,
  removePrivateAsns,
  type TimersEntry,
  timers,
  weight,
} from './router.ts'
import { duration, family, name, sentence, yesOrNo } from './scalars.ts'
import { strict } from './strict.ts'

/** A session between two of the customer's routers as the file has it. */
export interface SessionEntry {
  readonly between: readonly [string, string]
  readonly latencyMicros: Micros | undefined
  readonly families: readonly Family[] | undefined
  /** The end that waits for the other to call; `false` where it is said that neither does. */
  readonly passive: string | false | undefined
  /** The end that the other one reflects routes for. */
  readonly routeReflectorClient: string | undefined
  /** What the entry says of both ends; what `ends` has goes before it. */
  readonly both: SessionEndEntry
  readonly ends: ReadonlyMap<string, SessionEndEntry>
}

/** RFC 5492: what an end offers in its OPEN; what is `undefined` is as usual. */
export interface CapabilitiesEntry {
  readonly families: readonly Family[] | undefined
  readonly routeRefresh: boolean | undefined
  readonly fourOctetAs: boolean | undefined
}

/** How one end is configured; what is `undefined` comes from what is said of both, or is as usual. */
export interface SessionEndEntry {
  readonly nextHopSelf: PeerConfiguration['nextHopSelf'] | undefined
  readonly timers: TimersEntry | undefined
  readonly sharedKey: string | undefined
  readonly bfd: BfdTimers | false | undefined
  readonly prefixLimit: PrefixLimit | undefined
  readonly allowOwnAsn: number | undefined
  readonly removePrivateAsns: boolean | undefined
  readonly import: Policy | undefined
  readonly export: Policy | undefined
  readonly weight: number | undefined
  readonly defaultOriginate: boolean | undefined
  readonly capabilities: CapabilitiesEntry | undefined
}

export const nothingSaid: SessionEndEntry = {
  nextHopSelf: undefined,
  timers: undefined,
  sharedKey: undefined,
  bfd: undefined,
  prefixLimit: undefined,
  allowOwnAsn: undefined,
  removePrivateAsns: undefined,
  import: undefined,
  export: undefined,
  weight: undefined,
  defaultOriginate: undefined,
  capabilities: undefined,
}

const eitherEnd = {
  nextHopSelf: z
    .union([yesOrNo, z.literal('all')], { error: 'must be true, false or all' })
    .optional()
    .meta({ description: 'Announce itself as the next hop to iBGP; all: of reflected routes too' }),
  timers: timers.optional(),
  sharedKey: sentence
    .optional()
    .meta({ description: 'The MD5 key (RFC 2385). TCP does not connect where the ends have two' }),
  bfd: bfd.optional().meta({ description: 'BFD: true, or timers; it runs where both ends have it. false' }),
  prefixLimit: prefixLimit.optional().meta({ description: 'How many prefixes are accepted' }),
  allowOwnAsn: allowOwnAsn.optional(),
  removePrivateAsns: removePrivateAsns.optional(),
}

const capabilities: z.ZodType<CapabilitiesEntry> = strict({
  families: z
    .array(family)
    .min(1)
    .optional()
    .meta({ description: 'The families that this end offers, on each of its sessions alike (RFC 4760)' }),
  routeRefresh: yesOrNo
    .optional()
    .meta({ description: 'Whether it can be asked for its routes anew (RFC 2918)' }),
  fourOctetAs: yesOrNo
    .optional()
    .meta({ description: 'Whether it knows AS numbers of four octets (RFC 6793)' }),
})
  .transform(({ families, routeRefresh, fourOctetAs }) => ({ families, routeRefresh, fourOctetAs }))
  .meta({ description: 'What this end offers in its OPEN, where not as usual' })

const end: z.ZodType<SessionEndEntry> = strict({
  ...eitherEnd,
  import: policy.optional().meta({ description: 'What this end accepts, instead of its own import' }),
  export: policy.optional().meta({ description: 'What this end announces, instead of its own export' }),
  weight: weight.optional(),
  defaultOriginate: defaultOriginate.optional(),
  capabilities: capabilities.optional(),
}).transform((written) => ({ ...nothingSaid, ...written }))

export const session: z.ZodType<SessionEntry> = strict({
  between: z
    .tuple([name, name], { error: 'must be a list of two routers' })
    .meta({ description: 'The two routers. Of one AS: iBGP. Of two: eBGP' }),
  latency: duration.optional().meta({ description: 'One way between the two' }),
  families: z.array(family).min(1).optional().meta({ description: 'ipv4, and ipv6 where both have it' }),
  passive: z
    .union([name, z.literal(false)], { error: 'must be the name of an end, or false' })
    .optional()
    .meta({ description: 'The end that waits for the other to call; false: both call, on real daemons too' }),
  routeReflectorClient: name
    .optional()
    .meta({ description: 'The end that the other one reflects iBGP routes for (RFC 4456)' }),
  ...eitherEnd,
  ends: z
    .record(z.string(), end)
    .optional()
    .meta({ description: 'By router: how one end is configured, before what stands beside' }),
})
  .transform(({ between, latency, families, passive, routeReflectorClient, ends, ...both }) => ({
    between,
    latencyMicros: latency,
    families,
    passive,
    routeReflectorClient,
    both: { ...nothingSaid, ...both },
    ends: new Map(Object.entries(ends ?? {})),
  }))
  .meta({ description: 'A link between two routers of the customer, and BGP over it' })
