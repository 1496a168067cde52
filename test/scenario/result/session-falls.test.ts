import test from 'ava'
import type { FallResult, RunResult } from '../../../src/scenario/result/run-result.ts'
import { runScenario } from '../../../src/scenario/run-scenario.ts'
import { scenarioIn } from '../../support/run-file.ts'
import { scenario } from '../../support/scenario-text.ts'

function fallsOf({ sessions }: RunResult, name: string): readonly FallResult[] {
  return sessions.find((session) => session.name === name)?.falls ?? []
}

const files = [
  'failover/primary-silent-cut.yaml',
  'failover/primary-msee-crash.yaml',
  'bfd/silent-flaps.yaml',
  'faults/frozen-control-plane.yaml',
  'faults/zero-window.yaml',
  'faults/lossy-link.yaml',
  'faults/late-and-unsteady-link.yaml',
  'graceful-restart/hold-time-keeps-routes.yaml',
  'limits/leak-on-both-links.yaml',
]

for (const file of files) {
  test(`${file}: every fall of a session is told, and what stands again stands after it`, (t) => {
    const result = runScenario(scenarioIn(file))
    for (const { name, falls, flaps } of result.sessions) {
      t.true(falls.length >= flaps, name)
      for (const { at, standsAgain } of falls) t.true(standsAgain === undefined || standsAgain >= at, name)
    }
  })
}

test('a silent cut is detected by a hold timer, and then told from router to router', (t) => {
  const [first] = fallsOf(
    runScenario(scenarioIn('connectivity/provider-runs-bgp.yaml')),
    'ce-branch-er-ipvpn.pe1 ipv4',
  ).toSorted((a, b) => b.seconds - a.seconds)
  t.is(first?.why.broke, 'ce-branch-er-ipvpn.pe1 cut silently')
  t.deepEqual(
    first?.why.steps.map(({ stage }) => stage),
    ['detection', 'propagation', 'propagation', 'propagation'],
  )
})

test('with BFD detection is a matter of a second', (t) => {
  const [fall] = fallsOf(
    runScenario(scenarioIn('bfd/primary-silent-cut.yaml')),
    'ce1-er-amsterdam.msee1 private ipv4',
  )
  t.true(fall !== undefined && fall.seconds < 0.91)
  t.regex(fall?.why.noticed ?? '', /nothing came for 900 ms/)
})

test('a control plane that stands still is what broke, though every cable carries', (t) => {
  const [fall] = fallsOf(
    runScenario(scenarioIn('faults/frozen-control-plane.yaml')),
    'ce1-er-amsterdam.msee1 private ipv4',
  )
  t.is(fall?.why.broke, 'ce1 stands still, and goes on forwarding')
})

test('an end that reads nothing is what broke, and the SendHoldTimer what noticed', (t) => {
  const [fall] = fallsOf(
    runScenario(scenarioIn('faults/zero-window.yaml')),
    'ce1-er-amsterdam.msee1 private ipv4',
  )
  t.is(fall?.why.broke, 'ce1-er-amsterdam.msee1 private ipv4: one end reads nothing at er-amsterdam.msee1')
  t.like(fall?.why.steps[0], {
    stage: 'detection',
    text: 'ce1: SendHoldTimer of ce1-er-amsterdam.msee1 private ipv4',
  })
})

test('a fall costs nothing of the time before the session stood', (t) => {
  const falls = fallsOf(
    runScenario(scenarioIn('limits/leak-on-both-links.yaml')),
    'ce1-er-amsterdam.msee1 private ipv4',
  )
  t.is(falls.length, 3)
  for (const { seconds, why } of falls) {
    t.true(seconds < 0.01)
    t.is(why.broke, 'head-office announces 4000 prefixes')
  }
})

test('a session that is shut falls at both ends: the far one is told', (t) => {
  const text = '\ntimeline:\n  - { at: 100s, shut: ce1-er.msee1 private ipv4, for: 60s }\n'
  const [fall, ...others] = fallsOf(runScenario(scenario(text)), 'ce1-er.msee1 private ipv4')
  t.deepEqual(others, [])
  t.is(fall?.at, 100)
  t.true((fall?.standsAgain ?? 0) > 160)
  t.regex(fall?.why.broke ?? '', /shut/)
})
