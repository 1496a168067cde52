import * as z from 'zod'
import type { Policy } from '../../bgp/policy.ts'
import type { Profile } from '../../bgp/profile.ts'
import { profiles } from '../../bgp/profiles.ts'
import type { AggregateConfiguration, PrefixLimit } from '../../bgp/speaker-configuration.ts'
import type { BfdTimers, Path, PeeringKind } from '../../expressroute/design.ts'
import { wordAt } from '../../net/address.ts'
import type { PackedPrefixes } from '../../net/packed-prefixes.ts'
import { samePrefix } from '../../net/prefix.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import type { Translation } from '../../sim/flow/middlebox.ts'
import type { StaticRoutes } from '../../sim/plan.ts'
import type { ProfileTimers } from '../profile-timers.ts'
import { bfd } from './bfd.ts'
import { type GracefulRestartEntry, gracefulRestart } from './graceful-restart.ts'
import { policy } from './policy.ts'
import { prefix, prefixList } from './prefixes.ts'
import { address, asn, name, sentence, share, whole, wholeSeconds, yesOrNo } from './scalars.ts'
import { complain, oneOrMore, strict } from './strict.ts'
import { translation } from './translation.ts'

/** A customer's router as the file has it; what is `undefined` comes from the defaults. */
export interface RouterEntry {
  readonly asn: number
  readonly bgpIdentifier: number | undefined
  readonly clusterId: number | undefined
  readonly profile: Profile['name'] | undefined
  readonly timers: RouterTimersEntry
  readonly gracefulRestart: GracefulRestartEntry | undefined
  readonly enhancedRouteRefresh: boolean
  readonly connect: readonly ConnectionEntry[]
  readonly import: Policy
  readonly export: Policy
  readonly prefixLimit: PrefixLimit | undefined
  readonly maximumPaths: number | undefined
  readonly aggregate: readonly AggregateConfiguration[]
  readonly advertise: readonly PackedPrefixes[]
  readonly statics: readonly StaticRoutes[]
  readonly internet: boolean
  readonly firewall: boolean
  readonly nat: readonly Translation[]
}

export interface TimersEntry {
  readonly holdTimeSeconds: number | undefined
  readonly keepaliveSeconds: number | undefined
}

/** Those of a router besides, in place of what its profile has. */
export interface RouterTimersEntry extends TimersEntry {
  readonly ofProfile: ProfileTimers
}

export interface ConnectionEntry {
  /** Its index in the file. */
  readonly index: number
  readonly circuit: string
  readonly path: Path
  readonly peering: PeeringKind
  readonly sharedKey: string | undefined
  readonly bfd: BfdTimers | false | undefined
  readonly vlanId: number | undefined
  readonly swapsAddresses: boolean
  readonly import: Policy | undefined
  readonly export: Policy | undefined
  readonly prefixLimit: PrefixLimit | undefined
  readonly allowOwnAsn: number | undefined
  readonly removePrivateAsns: boolean | undefined
  readonly weight: number | undefined
  readonly defaultOriginate: boolean | undefined
}

/** Everything is left to what stands above: the defaults of the file, or the profile. */
export const noTimers: RouterTimersEntry = {
  holdTimeSeconds: undefined,
  keepaliveSeconds: undefined,
  ofProfile: {},
}

const timersShape = {
  hold: wholeSeconds
    .optional()
    .meta({ description: 'Hold time: how long silence is borne. The lower of the two ends holds' }),
  keepalive: wholeSeconds
    .optional()
    .meta({ description: 'Keepalive interval; at most a third of the hold time' }),
}

/** Of one session. */
export const timers: z.ZodType<TimersEntry> = strict(timersShape)
  .transform(checkedTimers)
  .meta({ description: 'BGP timers' })

/** Of all sessions of a router. */
export const routerTimers: z.ZodType<RouterTimersEntry> = strict({
  ...timersShape,
  connectRetry: wholeSeconds
    .optional()
    .meta({ description: 'How long until a router calls again; by default that of its profile' }),
  idleHold: wholeSeconds.optional().meta({
    description:
      'How long a session waits after it fell, longer after each further fall without a session; by default that of the profile',
  }),
  sendHold: wholeSeconds.optional().meta({
    description:
      'How long a peer may leave unread what it is sent (RFC 9687): longer than the hold time, or 0s for ever; by default that of the profile',
  }),
  advertisement: wholeSeconds.optional().meta({
    description:
      'MinRouteAdvertisementInterval towards every peer; by default that of the profile, and 0s for none',
  }),
})
  .transform((written, context): RouterTimersEntry => {
    for (const key of ['connectRetry', 'idleHold'] as const) {
      if (written[key] !== 0) continue
      return complain(context, {
        rule: 'range',
        message: `a router that waits for no time calls without end`,
        hint: `make ${key} 1s or more`,
        path: [key],
      })
    }
    return { ...checkedTimers(written, context), ofProfile: profileTimers(written) }
  })
  .meta({ description: 'BGP timers' })

interface WrittenTimers {
  readonly hold?: number | undefined
  readonly keepalive?: number | undefined
}

function checkedTimers({ hold, keepalive }: WrittenTimers, context: z.RefinementCtx): TimersEntry {
  // RFC 4271 §4.2: the hold time is zero or at least three seconds.
  if (hold === 1 || hold === 2) {
    return complain(context, {
      rule: 'range',
      message: 'a hold time is 0s or at least 3s (RFC 4271)',
      path: ['hold'],
    })
  }
  // RFC 4271 §4.4: only a hold time of zero goes without KEEPALIVEs; any other would run out.
  if (keepalive === 0 && hold !== 0) {
    return complain(context, {
      rule: 'range',
      message: 'without KEEPALIVEs every hold time but 0s runs out (RFC 4271)',
      hint: 'add hold: 0s, or make keepalive 1s or more',
      path: ['keepalive'],
    })
  }
  return { holdTimeSeconds: hold, keepaliveSeconds: keepalive }
}

function profileTimers(written: {
  readonly connectRetry?: number | undefined
  readonly idleHold?: number | undefined
  readonly sendHold?: number | undefined
  readonly advertisement?: number | undefined
}): ProfileTimers {
  const { connectRetry, idleHold, sendHold, advertisement } = written
  return {
    ...(connectRetry !== undefined && { connectRetrySeconds: connectRetry }),
    ...(idleHold !== undefined && { idleHoldSeconds: idleHold }),
    ...(sendHold !== undefined && { sendHold }),
    ...(advertisement !== undefined && {
      mraiExternalSeconds: advertisement,
      mraiInternalSeconds: advertisement,
    }),
  }
}

const [firstProfile, ...otherProfiles] = Object.values(profiles).map((profile) => profile.name)
if (firstProfile === undefined) throw new Error('there is no profile')

export const profileName: z.ZodType<Profile['name']> = z
  .enum([firstProfile, ...otherProfiles])
  .meta({ description: 'Whose habits the router has' })

const prefixCount = whole(1, 100_000_000)

export const prefixLimit: z.ZodType<PrefixLimit> = strict({
  maximum: prefixCount.meta({ description: 'How many prefixes of each family the peer may announce' }),
  warning: share.optional().meta({ description: 'A warning is due above this share: 80%' }),
  restart: wholeSeconds
    .optional()
    .meta({ description: 'How long the session stays down; for good where it is left out' }),
}).transform(({ maximum, warning, restart }) => ({
  maximum: { ipv4: maximum, ipv6: maximum },
  warningPercent: Math.round((warning ?? 0.8) * 100),
  restartSeconds: restart,
}))

export const allowOwnAsn: z.ZodType<number> = whole(0, 10).meta({
  description: 'How often the own AS may stand in a received AS_PATH: 0',
})

export const removePrivateAsns: z.ZodType<boolean> = yesOrNo.meta({
  description: 'Take private AS numbers out of the AS_PATH before sending to another AS: false',
})

export const weight: z.ZodType<number> = whole(0, 0xffff).meta({
  description: 'Of what the peer announces: the highest wins, where the profile looks at it. 0',
})

export const defaultOriginate: z.ZodType<boolean> = yesOrNo.meta({
  description: 'Tell the peer a default route, whatever the router has itself, past every policy: false',
})

const aggregate: z.ZodType<AggregateConfiguration> = strict({
  prefix: prefix.meta({ description: 'There while the router has a route inside it' }),
  summaryOnly: yesOrNo.optional().meta({ description: 'Tell nobody of the routes inside it: false' }),
  asSet: yesOrNo
    .optional()
    .meta({ description: 'Name every AS behind it, those that differ as an AS_SET: false' }),
}).transform((written) => ({
  prefix: written.prefix,
  summaryOnly: written.summaryOnly ?? false,
  asSet: written.asSet ?? false,
}))

const aggregates = z
  .array(aggregate, { error: 'must be a list of aggregates' })
  .transform((entries, context): readonly AggregateConfiguration[] => {
    const twice = entries.findIndex(({ prefix: own }, index) =>
      entries.slice(0, index).some((other) => samePrefix(other.prefix, own)),
    )
    const again = entries[twice]
    if (again === undefined) return entries
    const message = `${formatPrefix(again.prefix)} is listed twice`
    return complain(context, { rule: 'duplicate-prefix', message, path: [twice, 'prefix'] })
  })

const connection: z.ZodType<Omit<ConnectionEntry, 'index'>> = strict({
  circuit: name.meta({ description: 'The name of a circuit' }),
  path: z.enum(['primary', 'secondary']).meta({ description: 'Which of its two links' }),
  peering: z
    .enum(['private', 'public', 'microsoft'])
    .default('private')
    .meta({ description: 'Which peering of the circuit, on a VLAN of that link: private' }),
  sharedKey: sentence.optional().meta({ description: 'The MD5 key, where it is not that of the peering' }),
  bfd: bfd.optional().meta({
    description:
      'Where the peering has BFD: false for a router without it, or other timers than 300 ms and 3',
  }),
  vlanId: whole(1, 4094).optional().meta({
    description: "The VLAN of the router's end, where it is not that of the peering: nothing gets through",
  }),
  swapAddresses: yesOrNo
    .optional()
    .meta({ description: "The router has Microsoft's address, and looks for Microsoft at its own: false" }),
  import: policy
    .optional()
    .meta({ description: 'What this router accepts on this link, instead of its own import' }),
  export: policy
    .optional()
    .meta({ description: 'What this router announces on this link, instead of its own export' }),
  prefixLimit: prefixLimit.optional().meta({ description: 'How many prefixes are accepted on this link' }),
  allowOwnAsn: allowOwnAsn.optional(),
  removePrivateAsns: removePrivateAsns.optional(),
  weight: weight.optional(),
  defaultOriginate: defaultOriginate.optional(),
}).transform((written) => ({
  circuit: written.circuit,
  path: written.path,
  peering: written.peering,
  sharedKey: written.sharedKey,
  bfd: written.bfd,
  vlanId: written.vlanId,
  swapsAddresses: written.swapAddresses ?? false,
  import: written.import,
  export: written.export,
  prefixLimit: written.prefixLimit,
  allowOwnAsn: written.allowOwnAsn,
  removePrivateAsns: written.removePrivateAsns,
  weight: written.weight,
  defaultOriginate: written.defaultOriginate,
}))

/** Four octets, written as an IPv4 address. */
function identifier(what: string): z.ZodType<number, string> {
  return address.transform(({ family, words }, context): number => {
    if (family === 'ipv6') {
      return complain(context, { rule: 'family', message: `a ${what} is written as an IPv4 address` })
    }
    const number = wordAt(words, 0)
    if (number !== 0) return number
    return complain(context, { rule: 'range', message: `0.0.0.0 is no ${what} (RFC 6286, RFC 4456)` })
  })
}

export const router: z.ZodType<RouterEntry> = strict({
  asn: asn.meta({ description: 'The AS number of the router' }),
  bgpIdentifier: identifier('BGP Identifier')
    .optional()
    .meta({ description: 'Derived where it is left out' }),
  clusterId: identifier('cluster id')
    .optional()
    .meta({ description: 'Of the cluster whose routes it reflects (RFC 4456): its BGP Identifier' }),
  profile: profileName.optional(),
  timers: routerTimers.optional(),
  gracefulRestart: gracefulRestart.optional(),
  enhancedRouteRefresh: z
    .boolean({ error: 'must be true or false' })
    .default(false)
    .meta({ description: 'Marks where the answer to a refresh begins and ends (RFC 7313)' }),
  connect: oneOrMore(connection)
    .optional()
    .meta({ description: 'The link of a circuit that ends here, or several' }),
  import: policy.optional().meta({ description: 'What it accepts on external sessions' }),
  export: policy.optional().meta({ description: 'What it announces on external sessions' }),
  prefixLimit: prefixLimit.optional().meta({ description: 'How many prefixes it accepts on each link' }),
  maximumPaths: whole(1, 64)
    .optional()
    .meta({ description: 'How many equally good routes are used side by side: 1' }),
  aggregate: aggregates
    .optional()
    .meta({ description: 'Prefixes that stand for the routes inside them (RFC 4271 9.2.2.2)' }),
  advertise: prefixList
    .optional()
    .meta({ description: 'Prefixes of its own, besides those of the sites behind it' }),
  static: oneOrMore(
    strict({
      prefixes: prefixList,
      via: name.meta({ description: 'A link of the router: er-amsterdam.primary, ce1-ce2' }),
    }),
  )
    .optional()
    .meta({ description: 'What it forwards over a link whose port is up, whatever BGP says' }),
  internet: yesOrNo.optional().meta({
    description:
      'Stands for the Internet: a provider of yours, whom Microsoft tells its public prefixes too: false',
  }),
  firewall: yesOrNo.optional().meta({
    description: 'A stateful firewall: what belongs to no connection that it saw begin is dropped: false',
  }),
  nat: oneOrMore(translation)
    .optional()
    .meta({ description: 'Sources that become others on the way out; the first that fits' }),
})
  .transform(
    (written): RouterEntry => ({
      asn: written.asn,
      bgpIdentifier: written.bgpIdentifier,
      clusterId: written.clusterId,
      profile: written.profile,
      timers: written.timers ?? noTimers,
      gracefulRestart: written.gracefulRestart,
      enhancedRouteRefresh: written.enhancedRouteRefresh,
      connect: (written.connect ?? []).map((own, index) => ({ ...own, index })),
      import: written.import ?? [],
      export: written.export ?? [],
      prefixLimit: written.prefixLimit,
      maximumPaths: written.maximumPaths,
      aggregate: written.aggregate ?? [],
      advertise: written.advertise ?? [],
      statics: (written.static ?? []).map(({ prefixes, via }) => ({ link: via, prefixes })),
      internet: written.internet ?? false,
      firewall: written.firewall ?? false,
      nat: written.nat ?? [],
    }),
  )
  .meta({ description: "A customer's router" })
