import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import test from 'ava'
import fc from 'fast-check'
import { checkJson, runJson, sixDecimals } from '../../../src/report/run/json.ts'
import { checkJsonSchema, resultSchema, runJsonSchema } from '../../../src/report/run/result-schema.ts'
import type { OverallVerdict, ScenarioEntry } from '../../../src/report/run/run-report.ts'
import type { ScenarioIssue } from '../../../src/scenario/issue.ts'
import { design, privatePeering } from '../../support/expressroute-design.ts'
import {
  expectation,
  failedExpectation,
  flow,
  route,
  router,
  runResult,
  session,
} from '../../support/run-result.ts'

const program = { name: 'vmsee', version: '0.1.0', node: '20.20.2' }

const issue: ScenarioIssue = {
  path: ['circuits', 'a', 0],
  line: 4,
  column: 11,
  rule: 'A4',
  level: 'error',
  message: 'vlanId must be from 1 to 4094',
  hint: undefined,
  source: undefined,
  assumption: false,
}

const half = { circuit: 'er', peering: 'private', either: 0.75, withoutSession: ['secondary'] } as const
const full = { name: 'er.primary', direction: 'in', overloadedSeconds: 2.5 } as const
const octets = { carriedOctets: 3, droppedOctets: 4 }

const bare = runResult({
  expectations: [expectation(), failedExpectation],
  sessions: [
    session(),
    session({
      establishedSeconds: undefined,
      lastReason: undefined,
      notification: undefined,
      prefixLimit: undefined,
    }),
  ],
  flows: [
    flow(),
    flow({
      direction: 'return',
      outages: [],
      load: { sentOctets: 2_000_000, arrivedOctets: 1_500_000, droppedOctets: 500_000, droppedShare: 0.25 },
    }),
  ],
  bgpAvailability: [{ ...half, links: { primary: 0.75, secondary: undefined } }],
  links: [
    {
      ...full,
      capacityMbps: 10,
      mostCarriedMbps: 9.5,
      meteredOctets: 7,
      classes: [{ ...octets, name: 'Voice' }],
    },
  ],
  routers: [
    router({
      routes: [route({ decidedBy: 'shortest AS_PATH' }), route({ best: false, lostBy: 'x', med: 5 })],
    }),
  ],
  circuits: [
    {
      name: 'er',
      provider: 'Provisioned',
      peeringLocation: 'Amsterdam',
      sku: { tier: 'Standard', family: 'MeteredData' },
      bandwidthMbps: 1_000,
      authorizations: [{ name: 'key', inUse: true }],
      globalReach: [],
      peerings: [
        { kind: 'private', state: 'Enabled', prefixesState: 'NotConfigured', configured: privatePeering() },
      ],
    },
  ],
  limits: [
    { subject: 'er', counted: 'links to virtual networks', used: 11, limit: 10, rule: 'D2' },
    { subject: 'vnet', counted: 'learned routes', used: 1, limit: 4_000, rule: undefined },
  ],
  warnings: [
    { rule: 'B8', text: 'one link', place: { line: 20, column: 5 }, assumption: true },
    { rule: undefined, text: 'no place', place: undefined, assumption: false },
  ],
  assumptions: [
    { title: 'Packets take no time on their way', setting: undefined },
    { title: 'Public peering', setting: { key: 'publicPeeringLimit', value: 'as-private', usual: '200' } },
  ],
  verdict: 'fail',
})

const entries: readonly ScenarioEntry[] = [
  { kind: 'ran', result: bare, wallMilliseconds: 38.4 },
  { kind: 'invalid', file: 'b.yaml', issues: [issue] },
]

const written = (routes: boolean): unknown =>
  JSON.parse(JSON.stringify(runJson(program, entries, { routes })))

test('what run prints satisfies the published schema, by zod and by another reader of JSON Schema', (t) => {
  const validate = new Ajv().compile(resultSchema())
  for (const value of [written(true), written(false), checked()]) {
    t.true(validate(value), JSON.stringify(validate.errors))
  }
  t.true(runJsonSchema.safeParse(written(true)).success)
  t.true(checkJsonSchema.safeParse(checked()).success)
  t.false(validate({ version: 2, verdict: 'pass', scenarios: [] }))
})

test('schema/result.schema.json is what the schema prints today', (t) => {
  const published: unknown = JSON.parse(readFileSync('schema/result.schema.json', 'utf8'))
  t.deepEqual(published, JSON.parse(JSON.stringify(resultSchema())))
})

test('the contract has exactly these keys, null where a value is absent', (t) => {
  const { scenarios, ...head } = runJson(program, entries, { routes: true })
  t.deepEqual(head, { version: 1, program, verdict: 'invalid' })
  t.deepEqual(JSON.parse(JSON.stringify(scenarios[0])), {
    file: 'scenarios/a.yaml',
    title: 'The primary link is cut silently',
    seed: 1,
    sha256: 'ab'.repeat(32),
    verdict: 'fail',
    simulatedSeconds: 812.4,
    wallMilliseconds: 38,
    events: 12034,
    messages: { OPEN: 12, UPDATE: 96, KEEPALIVE: 410, NOTIFICATION: 2, 'ROUTE-REFRESH': 0 },
    marks: { steady: 3.204113, cut: 13.204113 },
    expectations: [
      {
        text: 'all sessions are Established at steady',
        verdict: 'pass',
        measured: '4 of 4',
        margin: null,
        line: 41,
        column: 7,
        why: null,
        try: null,
      },
      {
        text: 'flow web: worst outage at most 1s; after cut',
        verdict: 'fail',
        measured: 'outage 178.4 s',
        margin: '177.4 s over',
        line: 41,
        column: 7,
        why: 'the hold timer of ce1 ran out at +191.604',
        try: 'bfd: true on the circuit',
      },
    ],
    sessions: [
      {
        name: 'ce1-er-amsterdam.msee1 private ipv4',
        local: 'ce1',
        remote: 'er-amsterdam.msee1',
        state: 'Established',
        establishedSeconds: 1.2,
        flaps: 1,
        lastReason: 'hold timer expired',
        notification: { code: 4, subcode: 0, sentBy: 'ce1' },
        ...{ prefixesReceived: 1, prefixLimit: 4000, falls: [] },
      },
      {
        name: 'ce1-er-amsterdam.msee1 private ipv4',
        local: 'ce1',
        remote: 'er-amsterdam.msee1',
        state: 'Established',
        establishedSeconds: null,
        flaps: 1,
        lastReason: null,
        notification: null,
        ...{ prefixesReceived: 1, prefixLimit: null, falls: [] },
      },
    ],
    flows: [
      {
        name: 'web',
        direction: 'forward',
        ...{ sent: 8124, lost: 1784 },
        availability: 0.7804,
        ...{ affected: 0.46875, asymmetric: 0.5 },
        asymmetric: 0.5,
        outages: [
          {
            ...{
              from: 13.204,
              to: 191.604,
              seconds: 178.4,
              outcome: 'NEIGHBOR_UNREACHABLE',
              affected: 0.46875,
            },
            why: {
              broke: 'er-amsterdam.primary cut silently',
              owner: 'provider',
              noticed: 'ce1: HoldTimer of ce1-er-amsterdam.msee1 private ipv4',
              steps: [
                {
                  stage: 'detection',
                  seconds: 178.4,
                  text: 'ce1: HoldTimer of ce1-er-amsterdam.msee1 private ipv4',
                },
              ],
            },
          },
        ],
        byOwner: [{ owner: 'provider', outages: 1, seconds: 178.4 }],
        paths: [
          { from: 0, to: 13.204, hops: ['head-office', 'ce1', 'vnet-weu'], outcome: 'ACCEPTED', tuples: 30 },
        ],
        load: null,
      },
      {
        name: 'web',
        direction: 'return',
        ...{ sent: 8124, lost: 1784 },
        availability: 0.7804,
        ...{ affected: 0.46875, asymmetric: 0.5 },
        outages: [],
        byOwner: [{ owner: 'provider', outages: 1, seconds: 178.4 }],
        paths: [
          { from: 0, to: 13.204, hops: ['head-office', 'ce1', 'vnet-weu'], outcome: 'ACCEPTED', tuples: 30 },
        ],
        load: { sent: 2_000_000, arrived: 1_500_000, dropped: 500_000, droppedShare: 0.25 },
      },
    ],
    bgpAvailability: [{ ...half, primary: 0.75, secondary: null }],
    links: [
      {
        ...{ ...full, capacityInMbps: 10, mostCarriedInMbps: 9.5, metered: 7 },
        classes: [{ name: 'Voice', carried: 3, dropped: 4 }],
      },
    ],
    routers: {
      ce1: {
        asn: 12076,
        bgpIdentifier: '10.0.0.1',
        routes: [
          {
            prefix: '10.1.34.0/25',
            best: true,
            stale: false,
            from: 'gw0',
            nextHop: '10.12.1.4',
            asPath: [65515, 12076, 65020],
            origin: 'IGP',
            localPref: null,
            med: null,
            communities: [],
            decidedBy: 'shortest AS_PATH',
            lostBy: null,
          },
          {
            prefix: '10.1.34.0/25',
            best: false,
            stale: false,
            from: 'gw0',
            nextHop: '10.12.1.4',
            asPath: [65515, 12076, 65020],
            origin: 'IGP',
            localPref: null,
            med: 5,
            communities: [],
            decidedBy: null,
            lostBy: 'x',
          },
        ],
      },
    },
    circuits: [
      {
        name: 'er',
        circuitProvisioningState: 'Enabled',
        serviceProviderProvisioningState: 'Provisioned',
        sku: { name: 'Standard_MeteredData', tier: 'Standard', family: 'MeteredData' },
        bandwidthInMbps: 1000,
        authorizations: [{ name: 'key', authorizationUseStatus: 'InUse' }],
        peerings: [
          {
            peeringType: 'AzurePrivatePeering',
            state: 'Enabled',
            advertisedPublicPrefixesState: 'NotConfigured',
          },
        ],
      },
    ],
    limits: [
      { subject: 'er', counted: 'links to virtual networks', used: 11, limit: 10, left: -1, rule: 'D2' },
      { subject: 'vnet', counted: 'learned routes', used: 1, limit: 4000, left: 3999, rule: null },
    ],
    warnings: [
      { rule: 'B8', text: 'one link', line: 20, column: 5, assumption: true },
      { rule: null, text: 'no place', line: null, column: null, assumption: false },
    ],
    assumptions: [
      { title: 'Packets take no time on their way', key: null, value: null, usual: null },
      { title: 'Public peering', key: 'publicPeeringLimit', value: 'as-private', usual: '200' },
    ],
  })
})

test('routers are left out unless they are asked for', (t) => {
  const [scenario] = runJson(program, entries, { routes: false }).scenarios
  t.false(scenario !== undefined && 'routers' in scenario)
})

const verdicts: readonly (readonly [readonly ScenarioEntry[], OverallVerdict])[] = [
  [[], 'inconclusive'],
  [[ran('pass')], 'pass'],
  [[ran('pass'), ran('inconclusive')], 'inconclusive'],
  [[ran('fail'), ran('inconclusive')], 'fail'],
  [[ran('fail'), { kind: 'invalid', file: 'x', issues: [] }], 'invalid'],
]

for (const [several, verdict] of verdicts) {
  test(`the worst of ${several.length} scenarios is ${verdict}`, (t) => {
    t.is(runJson(program, several, { routes: false }).verdict, verdict)
  })
}

test('what failed before a run was cut off has failed all the same', (t) => {
  const cut = { by: 'timeout', unfinished: ['b.yaml'] } as const
  t.is(runJson(program, [ran('fail')], { routes: false }, cut).verdict, 'fail')
  t.like(runJson(program, [ran('pass')], { routes: false }, cut), {
    verdict: 'inconclusive',
    interrupted: cut,
  })
})

test('check is valid with warnings alone, and carries every issue with its file', (t) => {
  t.true(checkJson([{ file: 'a', scenario: undefined, issues: [{ ...issue, level: 'warning' }] }]).valid)
  t.deepEqual(checked(), {
    version: 1,
    valid: false,
    issues: [
      {
        file: 'a',
        line: 4,
        column: 11,
        path: ['circuits', 'a', 0],
        rule: 'A4',
        level: 'error',
        message: 'vlanId must be from 1 to 4094',
        hint: null,
        source: null,
      },
    ],
    limits: [],
    resiliency: [],
  })
})

test('check tells how near to its limits a valid file begins, and what its networks may lose', (t) => {
  const usage = [{ subject: 'er', counted: 'links', used: 9, limit: 10, rule: 'D2' }]
  const { limits, resiliency } = checkJson([{ file: 'a', scenario: { usage, design: design() }, issues: [] }])
  t.deepEqual(limits, [
    { file: 'a', subject: 'er', counted: 'links', used: 9, limit: 10, left: 1, rule: 'D2' },
  ])
  t.deepEqual(resiliency, [
    {
      file: 'a',
      virtualNetwork: 'vnet-weu',
      tier: 'Standard',
      circuits: ['er-amsterdam'],
      peeringLocations: ['Amsterdam'],
    },
  ])
})

test('seconds print with at most six decimals', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 13 }),
        fc.integer({ min: 0, max: 10 ** 6 }),
        (micros, more) => {
          const text = JSON.stringify(sixDecimals(micros / 1e6 + more / 1e6))
          return /^\d+(\.\d{1,6})?$/.test(text) || /^\d(\.\d+)?e-\d$/.test(text)
        },
      ),
    ),
  )
})

function checked(): unknown {
  return checkJson([{ file: 'a', scenario: undefined, issues: [issue] }])
}

function ran(verdict: 'pass' | 'fail' | 'inconclusive'): ScenarioEntry {
  return { kind: 'ran', result: runResult({ verdict }), wallMilliseconds: 1 }
}
