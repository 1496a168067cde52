import { strict as assert } from 'node:assert'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import test from 'ava'
import fc from 'fast-check'
import { unpackPrefixes } from '../../src/net/packed-prefixes.ts'
import { formatPrefix } from '../../src/net/prefix-text.ts'
import { parseScenario, readScenario, ScenarioError } from '../../src/scenario/parse.ts'
import { scenario } from '../support/scenario-text.ts'

const flagship = 'sim-scenarios/failover/primary-silent-cut.yaml'
const flagshipText = readFileSync(flagship, 'utf8')

test('the flagship is read without an error', (t) => {
  const { title, seed, design, timeline, expectations, until } = parseScenario(flagshipText, flagship)
  t.is(title, 'The primary link is cut silently')
  t.is(seed, 1)
  t.is(until, undefined)
  t.deepEqual(
    [...design.circuits.keys(), ...design.routers.keys(), ...design.virtualNetworks.keys()],
    ['er-amsterdam', 'ce1', 'ce2', 'vnet-weu'],
  )
  t.deepEqual(
    timeline.map(({ action }) => action.kind),
    ['mark', 'cut'],
  )
  t.true(expectations.length >= 4)
})

test('the hash is that of the text', (t) => {
  const text = flagshipText.replace('silently', 'silently, ünd gründlich')
  t.is(parseScenario(text).sha256, createHash('sha256').update(text).digest('hex'))
})

test('an entry knows its line and column', (t) => {
  const { timeline, expectations, routers } = parseScenario(flagshipText)
  const lines = flagshipText.split('\n')
  for (const { place } of [...timeline, ...expectations]) t.is(lines[place.line - 1]?.[place.column - 3], '-')
  t.true(lines[(routers.get('ce2')?.place.line ?? 0) - 1]?.startsWith('  ce2:'))
})

const graceful: readonly { written: string; read: object | undefined }[] = [
  { written: '', read: undefined },
  { written: ', gracefulRestart: false', read: undefined },
  {
    written: ', gracefulRestart: true',
    read: {
      ...{ helperOnly: false, restartSeconds: 120, staleSeconds: 360, selectionDeferralSeconds: 240 },
      notification: false,
    },
  },
  {
    written: ', profile: frr, gracefulRestart: { restartTime: 30s, helperOnly: true }',
    read: {
      ...{ helperOnly: true, restartSeconds: 30, staleSeconds: 360, selectionDeferralSeconds: 360 },
      notification: true,
    },
  },
  {
    written: ', gracefulRestart: { staleTime: 1m, selectionDeferral: 20s, notification: true }',
    read: {
      ...{ helperOnly: false, restartSeconds: 120, staleSeconds: 60, selectionDeferralSeconds: 20 },
      notification: true,
    },
  },
]

for (const { written, read } of graceful) {
  test(`graceful restart is what the file or the profile says: "${written}"`, (t) => {
    const { routers } = scenario('', written)
    t.deepEqual(routers.get('ce1')?.gracefulRestart, read)
  })
}

test('a router that says nothing has the timers of the MSEE and the policies of a router without one', (t) => {
  const router = scenario('').routers.get('ce1')
  t.deepEqual(router?.timers, { holdTimeSeconds: 180, keepaliveSeconds: 60 })
  t.deepEqual(router?.connections[0]?.import, [])
  t.deepEqual(router?.advertise, [])
})

for (const { what, defaults, own, holdTimeSeconds, keepaliveSeconds } of [
  {
    what: 'its own timers before all',
    defaults: '{ timers: { hold: 30s } }',
    own: ', timers: { hold: 9s }',
    holdTimeSeconds: 9,
    keepaliveSeconds: 60,
  },
  {
    what: 'the defaults of the file',
    defaults: '{ timers: { hold: 30s, keepalive: 10s } }',
    own: ', profile: rfc',
    holdTimeSeconds: 30,
    keepaliveSeconds: 10,
  },
  {
    what: 'those of the profile it names',
    defaults: '{ profile: ios }',
    own: ', profile: rfc',
    holdTimeSeconds: 90,
    keepaliveSeconds: 30,
  },
  {
    what: 'those of the profile that the defaults name',
    defaults: '{ profile: rfc }',
    own: '',
    holdTimeSeconds: 90,
    keepaliveSeconds: 30,
  },
]) {
  test(`a router has ${what}`, (t) => {
    const { routers, design } = scenario(`defaults: ${defaults}`, own)
    t.deepEqual(routers.get('ce1')?.timers, { holdTimeSeconds, keepaliveSeconds })
    t.like(design.routers.get('ce1'), { holdTimeSeconds, keepaliveSeconds })
  })
}

test('one /29 and one /125 are cut in two, the lower half for the primary link', (t) => {
  const peering = scenario('').design.circuits.get('er')?.peerings.get('private')
  const texts = [peering?.ipv4, peering?.ipv6].map((links) =>
    [links?.primary, links?.secondary].map(
      (link) => link && formatPrefix({ ...link.address, length: link.length }),
    ),
  )
  t.deepEqual(texts, [
    ['172.16.0.0/30', '172.16.0.4/30'],
    ['2001:db8::/126', '2001:db8::4/126'],
  ])
})

test('a connection has its own policy, or else the router’s', (t) => {
  const { routers } = parseScenario(`version: 1
title: Policies
circuits:
  er: { peeringLocation: Amsterdam, sku: { tier: Premium }, bandwidthInMbps: 50 }
routers:
  ce1:
    asn: 65010
    connect:
      - { circuit: er, path: primary, export: [{ set: { prepend: 3, med: 5 } }], prefixLimit: { maximum: 10, warning: 50%, restart: 30s } }
      - { circuit: er, path: secondary }
    import: [{ match: { community: ["12076:51006", no-export], prefixes: [10.0.0.0/8 ge 16 le 24], asPath: ^12076_, from: er.msee1 }, set: { localPref: 150, addCommunity: "65010:1" } }]
    export: [{ match: { from: local, prefixes: [10.1.0.0/16, 10.2.0.0/16 ge 20] }, accept: true }, { reject: true }]
    prefixLimit: { maximum: 500 }
`)
  const plan = routers.get('ce1')
  const [first, second] = plan?.connections ?? []
  t.deepEqual(first?.prefixLimit, { maximum: { ipv4: 10, ipv6: 10 }, warningPercent: 50, restartSeconds: 30 })
  t.deepEqual(second?.prefixLimit, {
    maximum: { ipv4: 500, ipv6: 500 },
    warningPercent: 80,
    restartSeconds: undefined,
  })
  t.like(first?.export[0]?.set, { prepend: 3, multiExitDisc: 5, localPref: undefined })
  t.is(first?.import, second?.import)
  t.like(second?.import[0], {
    match: {
      asPath: '^12076_',
      communities: [(12076 << 16) + 51006, 0xffffff01].map((value) => value >>> 0),
      from: 'er.msee1',
    },
    set: { localPref: 150, addCommunities: [65010 * 65536 + 1] },
  })
  t.deepEqual(
    [...(second?.import ?? []), ...(second?.export ?? [])].flatMap(({ match }) =>
      (match.prefixes ?? []).map(({ prefix, minimumLength, maximumLength }) => [
        formatPrefix(prefix),
        minimumLength,
        maximumLength,
      ]),
    ),
    [
      ['10.0.0.0/8', 16, 24],
      ['10.1.0.0/16', 16, 16],
      ['10.2.0.0/16', 20, 32],
    ],
  )
  t.not(second?.export[0]?.set, undefined)
  t.is(second?.export[1]?.set, undefined)
})

test('generated prefixes may leave out the first of their network', (t) => {
  const advertised = (within: string): readonly string[] =>
    (scenario('', `, advertise: [{ generate: { within: ${within} } }]`).routers.get('ce1')?.advertise ?? [])
      .flatMap(unpackPrefixes)
      .map(formatPrefix)
  t.deepEqual(advertised('10.64.0.0/10, length: 24, skip: 2, count: 3'), [
    ...['10.64.2.0/24', '10.64.3.0/24', '10.64.4.0/24'],
  ])
  const { issues } = t.throws(() => advertised('10.64.0.0/22, length: 24, skip: 2, count: 3'), {
    instanceOf: ScenarioError,
  }) ?? { issues: [] }
  t.true(issues.some(({ message }) => /holds 4 prefixes of length 24, not 5/.test(message)))
})

test('generated prefixes follow each other from the start of their network', (t) => {
  const { routers } = scenario(
    '',
    ', advertise: [10.64.1.0/25, "2001:db8:1::/48", { generate: { within: 10.64.0.0/10, length: 24, count: 4000 } }]',
  )
  const [ipv4, ipv6] = routers.get('ce1')?.advertise ?? []
  t.deepEqual([ipv4?.count, ipv6?.count], [4001, 1])
  const texts = unpackPrefixes(ipv4 ?? { family: 'ipv4', count: 0, data: new Uint32Array() }).map(
    formatPrefix,
  )
  t.deepEqual(
    [texts[0], texts[1], texts[2], texts.at(-1)],
    ['10.64.0.0/24', '10.64.1.0/24', '10.64.1.0/25', '10.79.159.0/24'],
  )
})

test('a session between customer routers is internal where the AS is the same, and without policies', (t) => {
  const { sessions } = scenario(
    'sessions: [{ between: [ce1, ce2], nextHopSelf: true, latency: 5ms }]',
    ', export: [{ reject: true }]',
  )
  t.like(sessions[0], { link: 'ce1-ce2', kind: 'internal', families: ['ipv4', 'ipv6'], latencyMicros: 5000 })
  t.like(sessions[0]?.ends, { 0: { router: 'ce1', nextHopSelf: true, export: [] }, 1: { router: 'ce2' } })
})

test('a session between two AS has the policies of its routers and the families that both have', (t) => {
  const { sessions } = parseScenario(`version: 1
title: eBGP
routers:
  a: { asn: 65010, advertise: ["2001:db8::/32"], export: [{ reject: true }] }
  b: { asn: 65020, timers: { hold: 30s } }
sessions: [{ between: [a, b], timers: { keepalive: 5s } }]
`)
  t.like(sessions[0], { kind: 'external', families: ['ipv4'], latencyMicros: 2000 })
  t.is(sessions[0]?.ends[0].export.length, 1)
  t.deepEqual(sessions[0]?.ends[1].timers, { holdTimeSeconds: 30, keepaliveSeconds: 5 })
})

test('what only the run will show is a warning, and the scenario runs', (t) => {
  const { warnings } = scenario(
    '',
    ', advertise: [{ generate: { within: 10.64.0.0/10, length: 24, count: 4000 } }]',
  )
  const limit = warnings.find(({ rule }) => rule === 'C7')
  t.is(limit?.level, 'warning')
  t.true(limit?.message.includes('4,001'))
})

test('what a policy rejects is not announced, and so not counted', (t) => {
  const { warnings } = scenario(
    '',
    ', advertise: [{ generate: { within: 10.64.0.0/10, length: 24, count: 4000 } }], export: [{ match: { prefixes: [10.64.0.0/10 le 24] }, reject: true }]',
  )
  t.deepEqual(
    warnings.filter(({ rule }) => rule === 'C7' || rule === 'C10'),
    [],
  )
})

interface PassedOn {
  readonly what: string
  readonly sessions?: string
  readonly count: number
  readonly ce1?: string
  readonly asn2?: number
  readonly finds: readonly string[]
}

const both = ['C7 routers.ce1', 'C7 routers.ce2']
const differing = ['C10 routers.ce1', 'C10 routers.ce2']
const overIbgp = 'sessions: [{ between: [ce1, ce2] }]'

const passedOn: readonly PassedOn[] = [
  { what: 'what comes over iBGP is counted', sessions: overIbgp, count: 2001, finds: both },
  { what: 'the count has to be above the limit', sessions: overIbgp, count: 2000, finds: [] },
  { what: 'without a session each has its own alone', count: 2001, finds: differing },
  {
    what: 'what comes over eBGP is not counted',
    sessions: overIbgp,
    count: 2001,
    asn2: 65011,
    finds: differing,
  },
  {
    what: 'IPv4 does not come over a session of IPv6',
    sessions: 'sessions: [{ between: [ce1, ce2], families: [ipv6] }]',
    count: 2001,
    finds: differing,
  },
  {
    what: 'a policy that rejects what comes from the neighbour is asked',
    sessions: overIbgp,
    count: 2001,
    ce1: ', export: [{ match: { from: ce2 }, reject: true }]',
    finds: ['C10 routers.ce1', 'C7 routers.ce2'],
  },
]

for (const { what, sessions = '', count, ce1 = '', asn2 = 65010, finds } of passedOn) {
  test(`of what one customer router passes on to the MSEE for another: ${what}`, (t) => {
    const { warnings } = parseScenario(`version: 1
title: Passed on
circuits:
  er:
    peeringLocation: Amsterdam
    sku: { tier: Standard }
    bandwidth: 1 Gbps
    peerings: { private: { vlanId: 100, peerAsn: 65010, peerAddressPrefix: 172.16.0.0/29 } }
routers:
  ce1: { asn: 65010, connect: { circuit: er, path: primary }${ce1} }
  ce2: { asn: ${asn2}, connect: { circuit: er, path: secondary } }
${sessions}
sites:
  a: { behind: [ce1], prefixes: [{ generate: { within: 10.64.0.0/10, length: 24, count: ${count} } }] }
  b: { behind: [ce2], prefixes: [{ generate: { within: 10.128.0.0/10, length: 24, count: ${count} } }] }
virtualNetworks:
  v: { region: West Europe, addressSpace: [10.200.0.0/16], gateway: { sku: ErGw1AZ }, connections: [{ circuit: er }] }
`)
    const found = warnings.filter(({ rule }) => rule === 'C7' || rule === 'C10')
    t.deepEqual(
      found.map(({ rule, message }) => `${rule} routers.${message.slice(0, 3)}`).sort(),
      finds.toSorted(),
    )
  })
}

test('a router passes on what its direct iBGP neighbours have, and not what those hear inside', (t) => {
  const { warnings } = parseScenario(`version: 1
title: A row of three
circuits:
  er:
    peeringLocation: Amsterdam
    sku: { tier: Standard }
    bandwidth: 1 Gbps
    peerings: { private: { vlanId: 100, peerAsn: 65010, peerAddressPrefix: 172.16.0.0/29 } }
routers:
  ce1: { asn: 65010, connect: { circuit: er, path: primary } }
  ce2: { asn: 65010, connect: { circuit: er, path: secondary } }
  core: { asn: 65010, advertise: [10.3.0.0/16] }
sessions: [{ between: [ce1, ce2] }, { between: [ce2, core] }]
`)
  t.deepEqual(
    warnings.filter(({ rule }) => rule === 'C10').map(({ message }) => message),
    ['ce1 does not announce 10.3.0.0/16 over the primary link of er, as ce2 does over the other'],
  )
})

test('parseScenario throws one error that holds every issue', (t) => {
  const error = t.throws(() => parseScenario('version: 1\nseed: x\n', 'a.yaml'), {
    instanceOf: ScenarioError,
  })
  t.deepEqual(
    error?.issues.map(({ rule }) => rule),
    ['schema/required', 'schema/type'],
  )
  t.true(error?.message.includes('a.yaml:2:7'))
})

test('aliases may repeat a part of the file', (t) => {
  const { routers } = parseScenario(
    `version: 1
title: Aliases
routers:
  ce1: { asn: 65010, export: &quiet [{ reject: true }], advertise: [10.1.0.0/16] }
  ce2: { asn: 65010, export: *quiet, connect: [] }
`.replace(', connect: []', ''),
  )
  t.is(routers.size, 2)
})

test('a name that JavaScript gives a meaning is a name like any other bad one', (t) => {
  const { issues } = readScenario(
    'version: 1\ntitle: T\nrouters:\n  __proto__: { asn: 1 }\n  constructor: { asn: 2 }\n',
    'x',
  )
  t.deepEqual(
    issues.map(({ rule, line }) => [rule, line]),
    [['schema/name', 4]],
  )
})

test('whatever is done to the text, there is a scenario or an error, and never an exception', (t) => {
  const cut = fc.tuple(fc.nat(flagshipText.length), fc.nat(40), fc.string({ maxLength: 8 }))
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 3 }), (cuts) => {
        const text = cuts.reduce(
          (old, [at, count, put]) => old.slice(0, at) + put + old.slice(at + count),
          flagshipText,
        )
        const { scenario: read, issues } = readScenario(text, 'x')
        assert.equal(
          read === undefined,
          issues.some(({ level }) => level === 'error'),
        )
        for (const { line, column } of issues) assert.ok(line >= 1 && column >= 1)
      }),
      { numRuns: 150 },
    ),
  )
})
