import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import test from 'ava'
import { profiles } from '../../src/bgp/profiles.ts'
import { bird } from '../../src/live/daemons/bird/bird.ts'
import { compareSides, type Difference, type Side } from '../../src/live/daemons/compare.ts'
import type { ConformedScenario } from '../../src/live/daemons/conform-scenario.ts'
import { conformancePlan, longestHoldSeconds } from '../../src/live/daemons/conformance-plan.ts'
import { formatConformed, outcomeOf } from '../../src/live/daemons/conformance-table.ts'
import { engineStages } from '../../src/live/daemons/engine-stages.ts'
import {
  type KnownDifference,
  knownText,
  mostKnownDifferences,
  refusals,
} from '../../src/live/daemons/known-difference.ts'
import { knownDifferences } from '../../src/live/daemons/known-differences.ts'
import { childrenOf, isAlive, processIdentity } from '../../src/live/daemons/process-identity.ts'
import { pathSnapshot, type RouterSnapshot, routeSnapshot } from '../../src/live/daemons/snapshot.ts'
import { formatAddress, parseAddress } from '../../src/net/address-text.ts'
import { plain } from '../../src/report/palette.ts'
import { labAddress } from '../../src/report/router-config/lab-address.ts'
import { capturedScenario, scenarioFrom } from '../support/lab-scenario.ts'
import { malformedDifferences } from '../support/malformed-differences.ts'
import { scenarioFolder } from '../support/run-file.ts'
import { malformedExchanges } from '../support/vectors.ts'

const plan = conformancePlan(capturedScenario, profiles.frr)
const stages = engineStages(capturedScenario, plan)

test('both sides play one profile, short hold times, and sessions that one end alone calls', (t) => {
  const speakers = plan.routers.map(({ speaker }) => speaker)
  t.true(speakers.every(({ profile }) => profile === profiles.frr))
  const ends = speakers.flatMap(({ peers }) => peers)
  t.deepEqual([...new Set(ends.map(({ session }) => session.holdTimeSeconds))], [longestHoldSeconds])
  for (const name of new Set(ends.map((end) => end.name))) {
    const passive = ends.filter((end) => end.name === name).map(({ session }) => session.passive)
    t.deepEqual(passive.toSorted(), [false, true], name)
  }
})

const callers: readonly { readonly what: string; readonly session: string; readonly waits?: string }[] = [
  { what: 'the second end of a session', session: '{ between: [b, c] }', waits: 'c' },
  { what: 'the end that the scenario names', session: '{ between: [b, c], passive: b }', waits: 'b' },
  { what: 'neither end where the scenario says so', session: '{ between: [b, c], passive: false }' },
  { what: 'the peer of a router whose control plane restarts', session: '{ between: [b, a] }', waits: 'b' },
  {
    what: 'a router whose control plane restarts, where it is named',
    session: '{ between: [a, b], passive: a }',
    waits: 'a',
  },
]

for (const { what, session, waits } of callers) {
  test(`to be called waits ${what}`, (t) => {
    const scenario = scenarioFrom(`
version: 1
title: Who calls
routers: { a: { asn: 65001 }, b: { asn: 65002 }, c: { asn: 65003 } }
sessions: [${session}]
timeline: [{ at: 10s, crash: a, forwarding: kept, for: 5s }]
`)
    const { routers } = conformancePlan(scenario, profiles.frr)
    const waiting = routers.filter(({ speaker }) => speaker.peers.some((peer) => peer.session.passive))
    t.deepEqual(
      waiting.map(({ speaker }) => speaker.name),
      waits === undefined ? [] : [waits],
    )
  })
}

test('where no daemon has strict mode the engine plays without it too, and no hold time expires meanwhile', (t) => {
  const strict = '{ between: [a, b], bfd: { strict: { holdDown: 20s } } }'
  const scenario = scenarioFrom(
    `{ version: 1, title: Strict, routers: { a: { asn: 65001 }, b: { asn: 65002 } }, sessions: [${strict}] }`,
  )
  const stages = engineStages(scenario, conformancePlan(scenario, profiles.bird, bird))
  t.deepEqual(
    stages.map(({ cameUp, notifications }) => ({ cameUp, notifications })),
    [{ cameUp: ['a-b ipv4'], notifications: [] }],
  )
})

test('a network that waits for a router is at rest with its stale routes, and it is known how long they last', (t) => {
  const scenario = scenarioFrom(`
version: 1
title: Stale routes
routers:
  a: { asn: 65001, advertise: [10.1.0.0/16], gracefulRestart: { restartTime: 5s } }
  b: { asn: 65002, gracefulRestart: true }
sessions: [{ between: [a, b] }]
timeline:
  - { at: 10s, crash: a, forwarding: kept, label: gone, for: 20s }
  - { at: gone + 2s, shut: "a-b ipv4", for: 1s }
`)
  const seen = engineStages(scenario, conformancePlan(scenario, profiles.frr)).map((stage) => ({
    ...{ at: stage.atSeconds, isAtRest: stage.isAtRest, lasted: Math.round(stage.staleSeconds) },
    stale: stage.snapshot.get('b')?.sessions.get('a-b ipv4')?.stale,
  }))
  t.deepEqual(seen, [
    { at: 0, isAtRest: true, lasted: 0, stale: false },
    { at: 10, isAtRest: true, lasted: 0, stale: true },
    { at: 12, isAtRest: true, lasted: 0, stale: true },
    { at: 13, isAtRest: true, lasted: 2, stale: false },
    { at: 30, isAtRest: true, lasted: 0, stale: false },
  ])
})

const addresses: readonly (readonly [string, string])[] = [
  ['169.254.0.7', '198.18.0.7'],
  ['fe80::7', 'fd00:c612::7'],
  ['172.16.0.1', '172.16.0.1'],
  ['2001:db8::1', '2001:db8::1'],
]

for (const [from, to] of addresses) {
  test(`in a lab ${from} is ${to}`, (t) => {
    t.is(formatAddress(labAddress(parseAddress(from))), to)
  })
}

test('the engine is looked at just before each deed, and at the end', (t) => {
  t.deepEqual(
    stages.map(({ deeds, isAtRest }) => [deeds.map(({ kind }) => kind), isAtRest]),
    [
      [[], true],
      [['add-fault'], true],
      [['remove-fault'], true],
    ],
  )
  const standing = stages.map(({ snapshot }) => snapshot.get('r1')?.sessions.get('r1-r2 ipv4')?.established)
  t.deepEqual(standing, [true, false, true])
  t.deepEqual(
    stages[1]?.snapshot.get('r1')?.paths.map(({ prefix }) => prefix),
    ['10.1.0.0/16'],
  )
})

test('a side compared with itself has no difference, and every kind of item was looked at', (t) => {
  const [steady] = stages
  if (steady === undefined) throw new Error('no stage')
  const findings = compareSides(steady, steady)
  t.deepEqual(
    findings.flatMap(({ differences }) => differences),
    [],
  )
  t.true(findings.filter(({ subject }) => subject !== 'notifications').every(({ compared }) => compared > 0))
})

const plainRoute = {
  nextHop: '192.0.2.1',
  asPath: '65001',
  origin: 'IGP',
  localPref: undefined,
  med: undefined,
  communities: ['65001:7', '65001:3'],
}
const path = pathSnapshot('10.1.0.0/16', 's', { best: true, ...plainRoute })
const route = routeSnapshot('10.1.0.0/16', plainRoute)
const otherRoute = routeSnapshot('10.1.0.0/16', { ...plainRoute, asPath: '65001 65002' })

const router: RouterSnapshot = {
  sessions: new Map([['s', { established: true, holdTimeSeconds: 6, stale: false }]]),
  paths: [path],
  received: new Map([['s', [route]]]),
  told: new Map([['s', [route]]]),
}

function side(difference: Partial<RouterSnapshot>, notifications: Side['notifications'] = []): Side {
  return { snapshot: new Map([['r', { ...router, ...difference }]]), notifications }
}

function changed(name: 'med' | 'best' | 'communities', value: string): Partial<RouterSnapshot> {
  return { paths: [{ ...path, attributes: new Map([...path.attributes, [name, value]]) }] }
}

const held = { router: 'r', session: 's', code: 4, subcode: 0 }
const collision = { router: 'r', session: 's', code: 6, subcode: 7 }

const differences: readonly {
  readonly what: string
  readonly daemon: Side
  readonly found: readonly (readonly [
    Difference['subject'],
    string,
    Difference['attribute'],
    string,
    string,
  ])[]
}[] = [
  {
    what: 'a session that does not stand',
    daemon: side({
      sessions: new Map([['s', { established: false, holdTimeSeconds: undefined, stale: false }]]),
    }),
    found: [
      ['sessions', 's', 'established', 'yes', 'no'],
      ['sessions', 's', 'holdTime', '6 s', 'none'],
    ],
  },
  {
    what: 'stale paths that are gone',
    daemon: side({ sessions: new Map([['s', { established: true, holdTimeSeconds: 6, stale: true }]]) }),
    found: [['sessions', 's', 'stale', 'none', 'yes']],
  },
  {
    what: 'an attribute that only one has',
    daemon: side(changed('med', '0')),
    found: [['paths', '10.1.0.0/16 from s', 'med', 'none', '0']],
  },
  {
    what: 'communities in another number',
    daemon: side(changed('communities', '65001:3')),
    found: [['paths', '10.1.0.0/16 from s', 'communities', '65001:3 65001:7', '65001:3']],
  },
  {
    what: 'a path that is missing, and with it the best route',
    daemon: side({ paths: [] }),
    found: [
      ['paths', '10.1.0.0/16 from s', 'there', 'yes', 'no'],
      ['best routes', '10.1.0.0/16', 'there', 'yes', 'no'],
    ],
  },
  {
    what: 'a path that is not best',
    daemon: side(changed('best', 'no')),
    found: [['best routes', '10.1.0.0/16', 'there', 'yes', 'no']],
  },
  {
    what: 'a route that was not announced',
    daemon: side({ told: new Map([['s', []]]) }),
    found: [['announced', '10.1.0.0/16 to s', 'there', 'yes', 'no']],
  },
  {
    what: 'a route that was announced otherwise',
    daemon: side({ told: new Map([['s', [otherRoute]]]) }),
    found: [['announced', '10.1.0.0/16 to s', 'asPath', '65001', '65001 65002']],
  },
  {
    what: 'a route that came otherwise',
    daemon: side({ received: new Map([['s', [otherRoute]]]) }),
    found: [['received', '10.1.0.0/16 from s', 'asPath', '65001', '65001 65002']],
  },
  {
    what: 'nothing where the daemon keeps no routes as they came',
    daemon: side({ received: new Map() }),
    found: [],
  },
  {
    what: 'a NOTIFICATION of its own',
    daemon: side({}, [held, held, collision]),
    found: [['notifications', 's 4/0', 'there', 'no', 'yes']],
  },
]

for (const { what, daemon, found } of differences) {
  test(`found: ${what}`, (t) => {
    const all = compareSides(side({}), daemon).flatMap((finding) => finding.differences)
    t.deepEqual(
      all.map((one) => [one.subject, one.item, one.attribute, one.engine, one.daemon]),
      found.map((one) => [...one]),
    )
  })
}

const entry: KnownDifference = {
  scenario: 'conformance/a.yaml',
  daemon: 'frr',
  router: 'r',
  subject: 'paths',
  item: '10.1.0.0/16 from s',
  attribute: 'med',
  clause: 'RFC 4271 §5.1.4',
  evidence: 'show bgp: metric 0',
}

function conformed(daemon: Side, file = 'sim-scenarios/conformance/a.yaml'): ConformedScenario {
  const stage = { atSeconds: 0, deeds: [], findings: compareSides(side({}), daemon) }
  return { file, title: 'A', daemon: 'frr', stages: [stage], playedWithout: [], leftOut: [] }
}

test('a known difference explains its own item and attribute, in its own scenario, and nothing else', (t) => {
  const apart = conformed(side(changed('med', '0')))
  t.is(outcomeOf(apart, []), 'differs')
  t.is(outcomeOf(apart, [entry]), 'explained')
  t.is(outcomeOf(apart, [{ ...entry, attribute: 'asPath' }]), 'differs')
  t.is(outcomeOf(apart, [{ ...entry, item: '10.2.0.0/16 from s' }]), 'differs')
  t.is(outcomeOf(apart, [{ ...entry, daemon: 'bird' }]), 'differs')
  t.is(outcomeOf(conformed(side(changed('med', '0')), 'other.yaml'), [entry]), 'differs')
})

test('a known difference that is no more is told, and counts as a difference', (t) => {
  const alike = conformed(side({}))
  t.is(outcomeOf(alike, []), 'agrees')
  t.is(outcomeOf(alike, [entry]), 'differs')
  const text = formatConformed(alike, [entry], { palette: plain, allRouters: false })
  t.true(text.includes(`is no more: ${knownText(entry)}`))
  t.is(outcomeOf({ ...alike, leftOut: ['the end'] }, [entry]), 'agrees')
})

test('what could not be compared neither agrees nor differs', (t) => {
  t.is(outcomeOf({ ...conformed(side({})), stages: [], leftOut: ['why'] }, []), 'not compared')
})

test('patterns, doubles, empty reasons and too many entries are refused', (t) => {
  t.deepEqual(refusals([entry]), [])
  const bad: readonly Partial<KnownDifference>[] = [
    { item: '10.0.0.0/8* from s' },
    { item: '' },
    { router: '*' },
    { scenario: 'conformance/[ab].yaml' },
    { item: '10.1.0.0/16 from s, 10.2.0.0/16 from s' },
    { clause: ' ' },
    { evidence: '' },
  ]
  for (const difference of bad)
    t.is(refusals([{ ...entry, ...difference }]).length, 1, JSON.stringify(difference))
  t.is(refusals([entry, entry]).length, 1)
  const many = Array.from({ length: mostKnownDifferences + 1 }, (_, index) => ({
    ...entry,
    item: `s${index}`,
  }))
  t.is(refusals(many).length, 1)
})

test('the known differences are in order: none is a pattern, each has its scenario and its place in the document', (t) => {
  t.deepEqual(refusals(knownDifferences), [])
  const document = readFileSync('docs/divergences.md', 'utf8')
  for (const { scenario, daemon, router, item } of knownDifferences) {
    t.true(existsSync(new URL(scenario, scenarioFolder)), scenario)
    t.true(
      document.includes(`| ${scenario} | ${daemon} | ${router} | \`${item}\` |`),
      `${scenario} ${daemon} ${item}`,
    )
  }
})

test('the answers to malformed messages that differ are each one message and one daemon, and count with the others', (t) => {
  const document = readFileSync('docs/divergences.md', 'utf8')
  const exchanges = malformedExchanges().map(({ name }) => name)
  const keys = malformedDifferences.map(({ exchange, daemon }) => `${exchange} on ${daemon}`)
  t.is(new Set(keys).size, keys.length)
  t.true(malformedDifferences.length + knownDifferences.length <= mostKnownDifferences)
  for (const { exchange, daemon, engine, answer, clause } of malformedDifferences) {
    t.true(exchanges.includes(exchange), exchange)
    t.not(engine, answer)
    t.true(document.includes(`| ${exchange} | ${daemon} | ${engine} | ${answer} | ${clause} |`), exchange)
  }
})

test('the table tells for every router and subject how much agrees', (t) => {
  const text = formatConformed(conformed(side(changed('med', '0'))), [], {
    palette: plain,
    allRouters: false,
  })
  t.regex(text, /r {2}sessions 1\/1 {6}received 1\/1 {6}paths 0\/1 {6}best routes 1\/1/)
  t.regex(text, /r, paths: 10\.1\.0\.0\/16 from s, med: engine none, frr 0 {2}differs/)
})

test('a process is itself while it runs, and no later one with its number', (t) => {
  const own = processIdentity(process.pid)
  if (own === undefined) {
    t.false(existsSync('/proc/self/stat'))
    return
  }
  t.true(isAlive(own))
  t.false(isAlive({ ...own, started: '1' }))
  t.is(processIdentity(2 ** 30), undefined)
})

test('the children of a process are those that it started, while they run', async (t) => {
  const own = processIdentity(process.pid)
  if (own === undefined) {
    t.false(existsSync('/proc/self/stat'))
    return
  }
  const child = spawn('sleep', ['60'])
  const isOurs = (): boolean => childrenOf(own).some(({ pid }) => pid === child.pid)
  t.true(isOurs())
  const ended = once(child, 'exit')
  child.kill()
  await ended
  t.false(isOurs())
  t.deepEqual(childrenOf({ pid: 2 ** 30, started: '1' }), [])
})

test('every scenario of the corpus names the clause that it is about, and there are at least 60', (t) => {
  const corpus = new URL('conformance/', scenarioFolder)
  const files = readdirSync(corpus).filter((file) => file.endsWith('.yaml'))
  const titles = files.map((file) => /^title: .*$/m.exec(readFileSync(new URL(file, corpus), 'utf8'))?.[0])
  const isNamed = (title = ''): boolean => /^title: "(Beside )?RFC \d+( §[\d.]+( \([a-z]\))?)?\b/.test(title)
  t.deepEqual(
    titles.filter((title) => !isNamed(title)),
    [],
  )
  t.true(files.length >= 60)
})
