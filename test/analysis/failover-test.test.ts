import test from 'ava'
import { type FailoverReport, type FailoverTest, failoverTest } from '../../src/analysis/failover-test.ts'
import { parseScenario } from '../../src/scenario/parse.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { scenario, twoPeerings } from '../support/scenario-text.ts'

const primary: FailoverTest = { circuit: 'er', link: 'primary', category: 'BgpDisconnect' }
const prepend: FailoverTest = { ...primary, category: 'ASPathPrepend' }

/** The scenario of the text, with one part of it put otherwise. */
function changed(before: string, after: string, more = ''): Scenario {
  const { source } = scenario(more)
  if (!source.includes(before)) throw new Error(`the scenario does not say ${before}`)
  return parseScenario(source.replace(before, after))
}

function statuses({ bgpStatus }: FailoverReport): readonly string[] {
  return bgpStatus.map(({ link, peering, family, isConnected }) =>
    [link, peering, family, isConnected ? 'up' : 'down'].join(' '),
  )
}

test('a link is shut down at its MSEE: its sessions are down, the others stand, and all flows take them', (t) => {
  const report = failoverTest(scenario(''), primary)
  t.is(report.status, 'Completed')
  t.deepEqual(statuses(report), [
    'primary private ipv4 down',
    'primary private ipv6 down',
    'secondary private ipv4 up',
    'secondary private ipv6 up',
  ])
  t.deepEqual(report.redundantRoutes, ['10.1.0.0/16'])
  t.deepEqual(report.nonRedundantRoutes, [])
  t.deepEqual(
    report.flows.map((flow) => [flow.direction, flow.arrivedBefore, flow.arrivesDuring, flow.usesLink]),
    [
      ['forward', 1, 1, false],
      ['return', 1, 1, false],
    ],
  )
  t.true(report.wasSimulationSuccessful)
})

test('the other link is tested alike', (t) => {
  const report = failoverTest(scenario(''), { ...primary, link: 'secondary' })
  t.deepEqual(statuses(report).slice(2), ['secondary private ipv4 down', 'secondary private ipv6 down'])
  t.true(report.wasSimulationSuccessful)
})

test('a prefix that one router forgot is not redundant, and its flow is lost', (t) => {
  const forgetful = changed('path: secondary }] }', 'path: secondary }], export: [{ reject: true }] }')
  const report = failoverTest(forgetful, primary)
  t.deepEqual(report.nonRedundantRoutes, ['10.1.0.0/16'])
  t.is(report.flows.find(({ direction }) => direction === 'return')?.arrivesDuring, 0)
  t.false(report.wasSimulationSuccessful)
  t.true(failoverTest(forgetful, { ...primary, link: 'secondary' }).status === 'Completed')
})

test('prepending moves traffic in both directions where routers tell each other, while every session stands', (t) => {
  const report = failoverTest(scenario('sessions: [{ between: [ce1, ce2], nextHopSelf: true }]'), prepend)
  t.true(statuses(report).every((status) => status.endsWith('up')))
  t.deepEqual(
    report.flows.map(({ usesLink }) => usesLink),
    [false, false],
  )
  t.is(Math.max(...report.flows.map(({ worstOutage }) => worstOutage)), 0)
  t.true(report.wasSimulationSuccessful)
})

test('a router that prefers the link whatever its path stays on it: the test says so', (t) => {
  const pinned = changed(
    'connect: { circuit: er, path: primary }',
    'connect: { circuit: er, path: primary, import: [{ set: { localPref: 200 } }] }',
    'sessions: [{ between: [ce1, ce2], nextHopSelf: true }]',
  )
  const report = failoverTest(pinned, prepend)
  t.deepEqual(
    report.flows.map(({ direction, usesLink }) => [direction, usesLink]),
    [
      ['forward', true],
      ['return', false],
    ],
  )
  t.false(report.wasSimulationSuccessful)
  t.true(failoverTest(pinned, primary).wasSimulationSuccessful)
})

test('every peering of the link goes at once', (t) => {
  t.deepEqual(statuses(failoverTest(twoPeerings(''), primary)), [
    'primary private ipv4 down',
    'primary microsoft ipv4 down',
    'secondary private ipv4 up',
    'secondary microsoft ipv4 up',
  ])
})

test('a link without a session that stands cannot be taken away', (t) => {
  const keyless = changed(
    'connect: { circuit: er, path: primary }',
    'connect: { circuit: er, path: primary, sharedKey: another }',
  )
  const report = failoverTest(keyless, primary)
  t.like(report, { status: 'StartFailed', problem: 'no session of the primary link stands' })
  t.false(report.wasSimulationSuccessful)
})

test('the timeline of the file is not played, and the same test gives the same report', (t) => {
  const cut = scenario('timeline: [{ at: 1s, cut: er.secondary }]')
  t.deepEqual(failoverTest(cut, primary), failoverTest(scenario(''), primary))
})
