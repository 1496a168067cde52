import test from 'ava'
import { isLarge, type RunCost, runCost } from '../../src/analysis/run-cost.ts'
import { parseScenario } from '../../src/scenario/parse.ts'
import { buildTopology } from '../../src/scenario/topology.ts'
import { scenarioFiles, scenarioIn } from '../support/run-file.ts'
import { sizedScenario } from '../support/sized-scenario.ts'

function costOf(text: string): RunCost {
  const scenario = parseScenario(text, 'sized.yaml')
  return runCost(scenario, buildTopology(scenario))
}

test('what a run is made of is counted', (t) => {
  const { seconds, megabytes, ...counted } = costOf(
    sizedScenario({ circuits: 4, prefixes: 1000, timeline: ['at: steady + 4m, cut: er0.primary, for: 1m'] }),
  )
  t.deepEqual(counted, { routers: 18, sessions: 24, prefixes: 1001, deeds: 2, simulatedSeconds: 300 })
  t.true(seconds > 0 && megabytes > 0)
})

const loss = 'at: steady + 1m, loss: { link: er0.primary, share: 10% }'

const larger: readonly { what: string; small: string; large: string }[] = [
  { what: 'prefixes', small: sizedScenario({ prefixes: 100 }), large: sizedScenario({ prefixes: 1000 }) },
  { what: 'circuits', small: sizedScenario({}), large: sizedScenario({ circuits: 4 }) },
  {
    what: 'repeats',
    small: sizedScenario({ timeline: ['at: steady + 4m, cut: er0.primary, for: 1m'] }),
    large: sizedScenario({
      timeline: ['at: steady + 4m, cut: er0.primary, for: 1m, repeat: { every: 2m, times: 50 }'],
    }),
  },
  {
    what: 'announcements',
    small: sizedScenario({ timeline: ['at: steady + 1m, announce: { at: s0, prefixes: [10.128.0.0/16] }'] }),
    large: sizedScenario({
      timeline: [
        'at: steady + 1m, announce: { at: s0, prefixes: [{ generate: { within: 10.128.0.0/10, length: 28, count: 3000 } }] }',
      ],
    }),
  },
  {
    what: 'time on a link that loses packets',
    small: sizedScenario({ bfd: true, timeline: [`${loss}, for: 1m`] }),
    large: sizedScenario({ bfd: true, timeline: [`${loss}, for: 6h`] }),
  },
]

for (const { what, small, large } of larger) {
  test(`more ${what} cost more`, (t) => {
    t.true(costOf(large).seconds > costOf(small).seconds)
  })
}

/** docs/performance.md: seconds on a processor, and what a playback held at the end. */
const measured: readonly { text: string; seconds: number; megabytes: number }[] = [
  { text: sizedScenario({ circuits: 16 }), seconds: 0.49, megabytes: 13 },
  { text: sizedScenario({ prefixes: 20_000 }), seconds: 1.97, megabytes: 50 },
  { text: sizedScenario({ circuits: 4, prefixes: 20_000 }), seconds: 6.5, megabytes: 209 },
  { text: sizedScenario({ circuits: 8, prefixes: 10_000 }), seconds: 2.56, megabytes: 183 },
  {
    text: sizedScenario({ circuits: 8, timeline: [flaps(300)] }),
    seconds: 4.85,
    megabytes: 94,
  },
  {
    text: sizedScenario({ circuits: 4, prefixes: 2000, timeline: [flaps(100)] }),
    seconds: 5.04,
    megabytes: 180,
  },
  { text: sizedScenario({ bfd: true, timeline: [`${loss}, for: 6h`] }), seconds: 2.81, megabytes: 26 },
]

function flaps(times: number): string {
  return `at: steady + 4m, cut: er0.primary, for: 1m, repeat: { every: 10m, times: ${times} }`
}

for (const { text, seconds, megabytes } of measured) {
  const cost = costOf(text)
  const { circuits, what } = {
    circuits: cost.routers,
    what: `${cost.prefixes} prefixes, ${cost.deeds} deeds`,
  }
  test(`the estimate is within a factor of two and a half of what was measured: ${circuits} routers, ${what}`, (t) => {
    t.true(cost.seconds < 2.5 * seconds && seconds < 2.5 * cost.seconds, `${cost.seconds} of ${seconds}`)
    t.true(megabytes < 2.5 * cost.megabytes + 30, `${cost.megabytes} of ${megabytes}`)
  })
}

test('a run is large by its time, or by its memory', (t) => {
  t.true(isLarge(costOf(sizedScenario({ circuits: 4, prefixes: 2000, timeline: [flaps(1000)] }))))
  t.false(isLarge(costOf(sizedScenario({ circuits: 4, prefixes: 10_000 }))))
  t.true(isLarge({ ...costOf(sizedScenario({})), megabytes: 1500 }))
})

test('every scenario that comes with the program is played without being asked for twice', (t) => {
  const large = scenarioFiles().filter((file) => {
    const scenario = scenarioIn(file)
    return isLarge(runCost(scenario, buildTopology(scenario)))
  })
  t.deepEqual(large, [])
})
