import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import test from 'ava'
import { runScenario } from '../src/scenario/run-scenario.ts'
import type { Scenario } from '../src/scenario/scenario.ts'
import { timelineBranches } from '../src/scenario/schema/timeline.ts'
import type { TimelineAction, TimelineEntry } from '../src/scenario/timeline-entry.ts'
import { scenarioIn } from './support/run-file.ts'

interface Row {
  readonly fault: string
  /** The key of its entry in a timeline. */
  readonly word: string
  readonly file: string
}

const rows = readFileSync(new URL('../docs/faults.md', import.meta.url), 'utf8')
  .split('\n')
  .flatMap((line): readonly Row[] => {
    const [, fault = '', entry = '', , , scenarios = ''] = line.split(' | ').join('|').split('|')
    const word = /^ *`(\w+):/.exec(entry)?.[1]
    const files = [...scenarios.matchAll(/\]\(\.\.\/sim-scenarios\/([^)]+)\)/g)].map(([, file = '']) => file)
    return word === undefined ? [] : files.map((file) => ({ fault: fault.trim(), word, file }))
  })

/** What repairs, or only names a moment, or changes what is bought or preferred: no fault. */
const noFaults = new Set([
  ...['restart', 'start', 'undrain', 'restore', 'refresh', 'enable', 'link', 'create', 'delete', 'provision'],
  ...['weigh', 'resize', 'summarize', 'join', 'policy', 'bfd'],
  ...['deprovision', 'configure', 'remove', 'approve', 'authorize', 'revoke', 'update', 'attach', 'detach'],
])

test('every word of a timeline that breaks something is in the table of faults', (t) => {
  const words = timelineBranches.flatMap(({ key }) => (key === undefined || noFaults.has(key) ? [] : [key]))
  t.deepEqual(
    words.filter((word) => !rows.some((row) => row.word === word)),
    [],
  )
  t.true(rows.length > 20)
})

for (const { fault, word, file } of rows) {
  test(`${fault}: ${file} holds, and does not without it`, async (t) => {
    // Lets AVA hear of the test before, or it takes a slow machine's silence for a hang.
    await setImmediate()
    const scenario = scenarioIn(file)
    t.is(runScenario(scenario).verdict, 'pass')
    const spared = without(scenario, word)
    t.true(spared.timeline.some((entry, index) => entry !== scenario.timeline[index]))
    t.is(runScenario(spared).verdict, 'fail')
  })
}

/** Its entries are only moments then, with the names that others count from. */
function without(scenario: Scenario, word: string): Scenario {
  const labels = new Set(
    scenario.timeline.filter(({ action }) => wordOf(action) === word).map(({ label }) => label),
  )
  const spared = ({ action }: TimelineEntry): boolean =>
    wordOf(action) === word || (action.kind === 'restore' && labels.has(action.label))
  return {
    ...scenario,
    timeline: scenario.timeline.map((entry) =>
      spared(entry) ? { ...entry, action: { kind: 'mark' }, forMicros: undefined, repeat: undefined } : entry,
    ),
  }
}

function wordOf(action: TimelineAction): string {
  return action.kind === 'moves' ? action.word : action.kind
}
