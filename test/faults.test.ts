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

/** What breaks in networks, as people ask about it. */
const asked = [
  ...['cut that ports see', 'silent cut', 'one-way cut', 'loss', 'delay and jitter', 'flapping link'],
  ...['wrong VLAN', 'wrong key', 'swapped addresses', 'wrong AS number'],
  ...['router crash', 'gateway instance restart', 'control plane crash', 'control plane frozen'],
  ...['session up, path dead', 'session shut', 'session cleared', 'peering disabled'],
  ...["provider's edge", 'layer-2 switch of the provider', 'site', 'peering location'],
  ...['power feed or duct that things share', 'MSEE crash', 'MSEE cut from the core', 'maintenance'],
  ...['prefix leak', 'flap storm', 'malformed UPDATE'],
]

test('whatever people ask about is in the table of faults', (t) => {
  t.deepEqual(
    asked.filter((fault) => !rows.some((row) => row.fault === fault)),
    [],
  )
})

for (const { fault, word, file } of rows) {
  test(`${fault}: ${file} holds, and does not without it`, async (t) => {
    const scenario = scenarioIn(file)
    t.is(runScenario(scenario).verdict, 'pass')
    const faults = scenario.timeline.filter(({ action }) => wordOf(action) === word)
    t.true(faults.length > 0)
    for (const each of faults) {
      // Lets AVA hear of the test before, or it takes a slow machine's silence for a hang.
      await setImmediate()
      t.is(runScenario(without(scenario, each)).verdict, 'fail', `line ${each.place.line}`)
    }
  })
}

/** The entry is only a moment then, with the name that others count from. */
function without(scenario: Scenario, fault: TimelineEntry): Scenario {
  const isSpared = (entry: TimelineEntry): boolean =>
    entry === fault || (entry.action.kind === 'restore' && entry.action.label === fault.label)
  return {
    ...scenario,
    timeline: scenario.timeline.map((entry) =>
      isSpared(entry)
        ? { ...entry, action: { kind: 'mark' }, forMicros: undefined, repeat: undefined }
        : entry,
    ),
  }
}

function wordOf(action: TimelineAction): string {
  return action.kind === 'moves' ? action.word : action.kind
}
