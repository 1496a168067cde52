import test from 'ava'
import type { ExpectationResult } from '../../src/scenario/result/run-result.ts'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import { scenario } from '../support/scenario-text.ts'

/** Both links are cut in silence at 100 s, and the run ends while nobody has noticed. */
const blackout = `
until: 130s
timeline:
  - { at: 50s, label: quiet }
  - { at: 100s, cut: er.primary, silently: true, label: cut }
  - { at: 100s, cut: er.secondary, silently: true }
`

/** Both links are cut, and the ports see it. */
const seen = blackout.replaceAll(', silently: true', '')

const neverThere =
  '\nuntil: 60s\ntimeline:\n  - { at: 0s, crash: vnet.gw0 }\n  - { at: 0s, crash: vnet.gw1 }\n'

/** A timeline, what is expected, and the verdict with what was measured and why. */
const rows: readonly (readonly [string, string, ExpectationResult['verdict'], string, string?])[] = [
  [seen, 'sessions: all, are: Established, count: 4, at: cut', 'pass', '4/8 Established'],
  [seen, 'sessions: all, are: Established, count: 8, at: quiet', 'pass', '8/8 Established'],
  [
    seen,
    'sessions: all, are: Established, count: { atLeast: 5 }',
    'fail',
    '4/8 Established',
    'ce1-er.msee1 private ipv4 is Idle; ce1-er.msee1 private ipv6 is Idle; ce2-er.msee2 private ipv4 is Idle',
  ],
  [seen, 'sessions: all, are: Idle, count: 0', 'fail', '4/8 Idle', 'ce1-er.msee1 private ipv4 is Idle'],
  [blackout, 'flow: web, lostAs: NEIGHBOR_UNREACHABLE, after: cut', 'pass', 'NEIGHBOR_UNREACHABLE'],
  [blackout, 'flow: web, lostAs: NO_ROUTE, after: cut', 'fail', 'NEIGHBOR_UNREACHABLE'],
  [seen, 'flow: web, lostAs: NO_ROUTE, direction: forward, after: cut', 'pass', 'NO_ROUTE'],
  [blackout.replace('until: 130s', 'until: 100s'), 'flow: web, lostAs: NO_ROUTE', 'fail', 'nothing lost'],
  [
    neverThere,
    'flow: web, lostAs: NO_ROUTE',
    'inconclusive',
    'NO_ROUTE',
    'the flow never got through (forward)',
  ],
  [blackout, 'flows: all, losing: 1, after: cut', 'pass', '1 of 1 lost something'],
  [blackout, 'flows: [web], losing: 0, after: cut', 'fail', '1 of 1 lost something', 'web'],
  [
    blackout.replace('until: 130s', 'until: 100s'),
    'flows: all, losing: { atLeast: 1 }',
    'fail',
    '0 of 1 lost something',
    'none did',
  ],
  [
    neverThere,
    'flows: all, losing: 1',
    'inconclusive',
    '1 of 1 lost something',
    'the flow never got through (forward)',
  ],
]

for (const [index, [timeline, expectation, verdict, measured, because]] of rows.entries()) {
  test(`${verdict}: ${expectation} (${index + 1})`, (t) => {
    const [result] = runScenario(scenario(`${timeline}expect:\n  - { ${expectation} }\n`)).expectations
    t.is(result?.verdict, verdict)
    t.is(result?.measured, measured)
    if (because === undefined) t.is(result?.because, undefined)
    else t.true(result?.because?.startsWith(because), result?.because)
  })
}
