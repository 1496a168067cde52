import { z } from 'zod'
import { resiliencyTiers } from '../../expressroute/resiliency.ts'
import { owners } from '../../scenario/owner.ts'
import { stages } from '../../scenario/result/why-slow.ts'
import { flowOutcomes } from '../../sim/flow/flow.ts'
import type {
  AssumptionJson,
  BgpAvailabilityJson,
  CheckJson,
  CircuitJson,
  ExpectationJson,
  FlowJson,
  InvalidScenarioJson,
  IssueJson,
  LimitJson,
  LinkJson,
  RouteJson,
  RouterJson,
  RunJson,
  ScenarioJson,
  SessionJson,
  WarningJson,
  WhyJson,
} from './json-contract.ts'

const seconds = z.number().nonnegative().meta({ description: 'Seconds of virtual time, with six decimals' })
const count = z.int().nonnegative()
const verdict = z.enum(['pass', 'fail', 'inconclusive'])
const textOrNull = z.string().nullable()

const expectation: z.ZodType<ExpectationJson> = z.strictObject({
  text: z.string(),
  verdict,
  measured: z.string(),
  margin: textOrNull,
  line: z.int().positive(),
  column: z.int().positive(),
  why: textOrNull,
  try: textOrNull,
})

const why: z.ZodType<WhyJson> = z.strictObject({
  broke: textOrNull.meta({ description: 'What was done from outside that it followed from' }),
  owner: z.enum(owners).nullable().meta({ description: 'Whose that is' }),
  noticed: textOrNull.meta({ description: 'The timer or signal that noticed' }),
  steps: z.array(z.strictObject({ stage: z.enum(stages), seconds, text: z.string() })).meta({
    description: 'In order; together exactly the seconds; empty where an outage was not over',
  }),
})

const session: z.ZodType<SessionJson> = z.strictObject({
  name: z.string(),
  local: z.string(),
  remote: z.string(),
  state: z.enum(['Idle', 'Connect', 'Active', 'OpenSent', 'OpenConfirm', 'Established']),
  establishedSeconds: seconds.nullable(),
  flaps: count,
  lastReason: textOrNull,
  notification: z
    .strictObject({ code: z.int().min(1).max(255), subcode: z.int().min(0).max(255), sentBy: z.string() })
    .nullable(),
  prefixesReceived: count,
  prefixLimit: count.nullable(),
  falls: z
    .array(
      z.strictObject({
        at: seconds,
        node: z.string(),
        reason: z.string(),
        seconds,
        standsAgain: seconds.nullable(),
        why,
      }),
    )
    .meta({
      description: 'Every time that it left Established, and what it took until the last had followed',
    }),
})

const outcome = z.enum(flowOutcomes)

const share = z.number().min(0).max(1)

const flow: z.ZodType<FlowJson> = z.strictObject({
  name: z.string(),
  direction: z.enum(['forward', 'return']),
  sent: count,
  lost: count,
  availability: share,
  affected: share,
  asymmetric: share.meta({
    description: 'Of the time in which five-tuples arrive both ways, that in which answers come another way',
  }),
  outages: z.array(z.strictObject({ from: seconds, to: seconds, seconds, outcome, affected: share, why })),
  byOwner: z.array(z.strictObject({ owner: z.enum(owners).nullable(), outages: count, seconds })).meta({
    description: 'The outages by the owner of what they began with, and how long they were together',
  }),
  paths: z.array(
    z.strictObject({ from: seconds, to: seconds, hops: z.array(z.string()), outcome, tuples: count }),
  ),
  load: z
    .strictObject({ sent: count, arrived: count, dropped: count, droppedShare: share })
    .nullable()
    .meta({ description: 'In octets; null where the flow has no rate' }),
})

const link: z.ZodType<LinkJson> = z.strictObject({
  name: z.string(),
  direction: z.enum(['in', 'out']).meta({ description: "in is into Microsoft's network" }),
  capacityInMbps: z.number().positive(),
  mostCarriedInMbps: z.number().nonnegative(),
  overloadedSeconds: seconds,
  metered: count.meta({ description: 'Octets that are paid for one by one' }),
  classes: z.array(z.strictObject({ name: z.string(), carried: count, dropped: count })),
})

const path = z.enum(['primary', 'secondary'])

const bgpAvailability: z.ZodType<BgpAvailabilityJson> = z.strictObject({
  circuit: z.string(),
  peering: z.string(),
  primary: share.nullable().meta({ description: 'null for a link without a session' }),
  secondary: share.nullable(),
  either: share,
  withoutSession: z.array(path),
})

const asn = z.int().min(0).max(4294967295)

const route: z.ZodType<RouteJson> = z.strictObject({
  prefix: z.string(),
  best: z.boolean(),
  stale: z
    .boolean()
    .meta({ description: 'Kept over the end of its session, and not announced since (RFC 4724)' }),
  from: z.string(),
  nextHop: z.string(),
  asPath: z.array(asn),
  origin: z.string(),
  localPref: count.nullable(),
  med: count.nullable(),
  communities: z.array(z.string()),
  decidedBy: textOrNull,
  lostBy: textOrNull,
})

const router: z.ZodType<RouterJson> = z.strictObject({
  asn,
  bgpIdentifier: z.string(),
  routes: z.array(route),
})

const warning: z.ZodType<WarningJson> = z.strictObject({
  rule: textOrNull,
  text: z.string(),
  line: z.int().positive().nullable(),
  column: z.int().positive().nullable(),
  assumption: z.boolean(),
})

const assumption: z.ZodType<AssumptionJson> = z.strictObject({
  title: z.string().meta({ description: 'A heading of docs/model-assumptions.md' }),
  key: textOrNull.meta({ description: 'Its key under assumptions:' }),
  value: textOrNull,
  usual: textOrNull.meta({ description: 'What holds where the file is silent' }),
})

const circuit: z.ZodType<CircuitJson> = z.strictObject({
  name: z.string(),
  circuitProvisioningState: z.literal('Enabled'),
  serviceProviderProvisioningState: z
    .enum(['NotProvisioned', 'Provisioning', 'Provisioned', 'Deprovisioning'])
    .nullable(),
  sku: z.strictObject({ name: z.string(), tier: z.string(), family: z.string() }),
  bandwidthInMbps: z.number().positive(),
  authorizations: z.array(
    z.strictObject({ name: z.string(), authorizationUseStatus: z.enum(['Available', 'InUse']) }),
  ),
  peerings: z.array(
    z.strictObject({
      peeringType: z.enum(['AzurePrivatePeering', 'AzurePublicPeering', 'MicrosoftPeering']),
      state: z.enum(['Enabled', 'Disabled']),
      advertisedPublicPrefixesState: z.enum(['NotConfigured', 'Configured', 'ValidationNeeded']),
    }),
  ),
})

const usage = {
  subject: z.string(),
  counted: z.string(),
  used: count,
  limit: count,
  left: z.int().meta({ description: 'Below 0 where too much is used' }),
  rule: textOrNull,
}

const limit: z.ZodType<LimitJson> = z.strictObject(usage)

const issue: z.ZodType<IssueJson> = z.strictObject({
  file: z.string(),
  line: z.int().positive(),
  column: z.int().positive(),
  path: z.array(z.union([z.string(), z.int()])),
  rule: z.string(),
  level: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  hint: textOrNull,
  source: textOrNull,
})

const scenario: z.ZodType<ScenarioJson> = z.strictObject({
  file: z.string(),
  title: z.string(),
  seed: z.int(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  verdict,
  simulatedSeconds: seconds,
  wallMilliseconds: count,
  events: count,
  messages: z.strictObject({
    OPEN: count,
    UPDATE: count,
    KEEPALIVE: count,
    NOTIFICATION: count,
    'ROUTE-REFRESH': count,
  }),
  marks: z.record(z.string(), seconds),
  expectations: z.array(expectation),
  sessions: z.array(session),
  flows: z.array(flow),
  links: z.array(link),
  bgpAvailability: z.array(bgpAvailability),
  routers: z.record(z.string(), router).exactOptional(),
  circuits: z.array(circuit),
  limits: z.array(limit),
  warnings: z.array(warning),
  assumptions: z.array(assumption),
})

const invalidScenario: z.ZodType<InvalidScenarioJson> = z.strictObject({
  file: z.string(),
  verdict: z.literal('invalid'),
  issues: z.array(issue),
})

/** What `vmsee run --json` prints. */
export const runJsonSchema: z.ZodType<RunJson> = z.strictObject({
  version: z.literal(1),
  program: z.strictObject({ name: z.string(), version: z.string(), node: z.string() }),
  verdict: z.enum(['pass', 'fail', 'inconclusive', 'invalid']),
  interrupted: z
    .strictObject({ by: z.enum(['timeout', 'signal']), unfinished: z.array(z.string()) })
    .exactOptional(),
  scenarios: z.array(z.union([scenario, invalidScenario])),
})

/** What `vmsee check --json` prints. */
export const checkJsonSchema: z.ZodType<CheckJson> = z.strictObject({
  version: z.literal(1),
  valid: z.boolean(),
  issues: z.array(issue),
  limits: z.array(z.strictObject({ file: z.string(), ...usage })),
  resiliency: z.array(
    z.strictObject({
      file: z.string(),
      virtualNetwork: z.string(),
      tier: z.enum(resiliencyTiers),
      circuits: z.array(z.string()),
      peeringLocations: z.array(z.string()),
    }),
  ),
})

/** The JSON Schema of both, draft 7, as `schema/result.schema.json` publishes it. */
export function resultSchema(): object {
  const registry = z.registry<{ id: string }>()
  const named = {
    run: runJsonSchema,
    check: checkJsonSchema,
    scenario,
    invalidScenario,
    expectation,
    session,
    flow,
    link,
  }
  for (const [id, schema] of Object.entries({
    ...named,
    router,
    route,
    circuit,
    limit,
    warning,
    assumption,
    issue,
  }))
    registry.add(schema, { id })
  const options = { target: 'draft-7', metadata: registry } as const
  return {
    title: 'What vmsee run --json and vmsee check --json print',
    ...z.toJSONSchema(z.union([runJsonSchema, checkJsonSchema]), options),
  }
}
