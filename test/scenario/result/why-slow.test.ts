import test from 'ava'
import type { OutageResult } from '../../../src/scenario/result/run-result.ts'
import { runScenario } from '../../../src/scenario/run-scenario.ts'
import { scenarioIn } from '../../support/run-file.ts'

/** The longest outage of a flow in a scenario that comes with the program. */
function outage(file: string, flow: string, direction: 'forward' | 'return'): OutageResult {
  const found = runScenario(scenarioIn(file)).flows.find(
    (other) => other.name === flow && other.direction === direction,
  )
  const [longest] = found?.outages.toSorted((a, b) => b.seconds - a.seconds) ?? []
  if (longest === undefined) throw new Error(`${flow} was never out`)
  return longest
}

function told({ why }: OutageResult): readonly string[] {
  return why.steps.map(({ stage, text }) => `${stage} ${text}`)
}

test('a silent cut is noticed by a hold timer, and the way back hears of it by an UPDATE', (t) => {
  const found = outage('failover/primary-silent-cut.yaml', 'web', 'return')
  t.is(found.why.broke, 'er-amsterdam.primary cut silently')
  t.is(found.why.noticed, 'er-amsterdam.msee1: HoldTimer of ce1-er-amsterdam.msee1 private ipv4')
  t.deepEqual(told(found), [
    'detection er-amsterdam.msee1: HoldTimer of ce1-er-amsterdam.msee1 private ipv4',
    'propagation vnet-weu.gw1: UPDATE from er-amsterdam.msee1',
  ])
  t.is(found.why.steps[1]?.seconds, 0.001)
})

test('with BFD it is BFD that notices', (t) => {
  const { why } = outage('bfd/primary-silent-cut.yaml', 'web', 'forward')
  t.is(why.noticed, 'ce1: BFD of ce1-er-amsterdam.msee1 private ipv4 is Down: nothing came for 900 ms')
})

test('where the ports go down nobody has to wait for a timer', (t) => {
  const found = outage('failover/primary-seen-cut.yaml', 'web', 'return')
  t.is(found.why.noticed, 'er-amsterdam.msee1: port on er-amsterdam.primary is down')
  t.deepEqual(told(found), ['propagation vnet-weu.gw1: UPDATE from er-amsterdam.msee1'])
})

test("where there is no other way, the time until the link carries again is its repair, and no session's fault", (t) => {
  const { why } = outage('connectivity/provider-runs-bgp.yaml', 'branch-web', 'forward')
  t.deepEqual(
    why.steps.map(({ stage }) => stage),
    ['detection', 'repair', 'session', 'propagation', 'propagation'],
  )
  const [detection, repair] = why.steps
  t.is(Number(((detection?.seconds ?? 0) + (repair?.seconds ?? 0)).toFixed(6)), 600)
})

test('graceful restart keeps routes that lead nowhere, until its timer', (t) => {
  const { why } = outage('graceful-restart/hold-time-keeps-routes.yaml', 'web', 'forward')
  t.deepEqual(why.steps.at(-1), {
    stage: 'retention',
    seconds: 120,
    text: 'core: RestartTimer of core-ce1 ipv4',
  })
})

test('a session that is held Idle says so', (t) => {
  const { why } = outage('limits/leak-on-both-links.yaml', 'web', 'forward')
  t.is(why.broke, 'head-office announces 4000 prefixes')
  t.true(why.steps.some(({ stage, text }) => stage === 'session' && text.includes('IdleHoldTimer')))
})

test('an outage that is not over has no parts yet', (t) => {
  const { why } = outage('asymmetry/one-sided-preference.yaml', 'to-azure', 'return')
  t.deepEqual(why.steps, [])
})
