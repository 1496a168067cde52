import { readFileSync } from 'node:fs'
import test from 'ava'
import { readScenario } from '../../src/scenario/parse.ts'
import type { RunResult } from '../../src/scenario/result/run-result.ts'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import { scenarioFolder } from '../support/run-file.ts'

/** Each switch with a file, and what of its run, or of its reading, differs with the other setting. */
const rows: readonly {
  readonly file: string
  readonly otherwise: string
  readonly differs: (run: RunResult | undefined) => unknown
  readonly outcomes: readonly [unknown, unknown]
}[] = [
  {
    file: 'limits/leak-on-both-links.yaml',
    otherwise: 'limitRestart: 200s',
    differs: (run) => run?.sessions.find(({ name }) => name.startsWith('ce1'))?.flaps,
    outcomes: [3, 1],
  },
  {
    file: 'failover/msee-maintenance.yaml',
    otherwise: 'drainedPathLength: "8"',
    differs: (run) => longestPath(run),
    outcomes: [9, 8],
  },
  {
    file: 'microsoft-peering/forbidden-prefixes.yaml',
    otherwise: 'forbiddenPrefixes: session-reset',
    differs: (run) => run?.sessions.some(({ flaps }) => flaps > 0),
    outcomes: [false, true],
  },
]

/** How many AS numbers the longest path of the customer's router has while its MSEE is drained. */
function longestPath(run: RunResult | undefined): number {
  const routes = run?.routers.find(({ name }) => name === 'ce1')?.routes ?? []
  return Math.max(...routes.map(({ asPath }) => asPath.length))
}

for (const { file, otherwise, differs, outcomes } of rows) {
  test(`${otherwise} makes another outcome of ${file}`, (t) => {
    const text = readFileSync(new URL(file, scenarioFolder), 'utf8')
    const found = [text, `${text}\nassumptions: { ${otherwise} }\n`].map((source) => {
      const { scenario } = readScenario(source, file)
      return differs(scenario && runScenario(scenario, { atSeconds: drainedAt }))
    })
    t.deepEqual(found, [...outcomes])
  })
}

/** By then the MSEE of the maintenance is drained, and not yet back. */
const drainedAt = 300

test('65516 is a peer AS where 65515 alone is reserved', (t) => {
  const text = readFileSync(new URL('failover/primary-seen-cut.yaml', scenarioFolder), 'utf8')
  const sources = ['', 'assumptions: { reservedAsns: "65515" }\n'].map(
    (more) => `${text.replaceAll('65010', '65516')}\n${more}`,
  )
  const rulesIn = (source: string): readonly string[] =>
    readScenario(source, 'x.yaml').issues.flatMap(({ rule, level }) => (level === 'error' ? [rule] : []))
  t.deepEqual(sources.map(rulesIn), [['B1'], []])
})
