import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import test from 'ava'
import type { RunResult } from '../src/scenario/result/run-result.ts'
import { runScenario } from '../src/scenario/run-scenario.ts'
import { microsPerSecond } from '../src/sim/time.ts'
import { goldenText } from './support/golden-text.ts'
import {
  filesIn,
  readFile,
  runRecorded,
  scenarioFiles,
  scenarioFolder,
  scenarioIn,
} from './support/run-file.ts'
import { sameAs } from './support/same-as.ts'

const goldenFolder = new URL('golden/', import.meta.url)
const schemaFile = new URL('../schema/scenario.schema.json', import.meta.url)
const isUpdating = process.env.UPDATE_GOLDEN !== undefined

function goldenOf(file: string): URL {
  return new URL(file.replace(/\.yaml$/, '.txt'), goldenFolder)
}

const files = scenarioFiles()

/** The corpus that real daemons play is held by them; here its expectations are enough. */
const corpus = files.filter((file) => file.startsWith('conformance/'))
const traced = files.filter((file) => !corpus.includes(file))

for (const file of corpus) {
  test(`${file} holds, and runs alike by meaning and as octets`, (t) => {
    const scenario = scenarioIn(file)
    const { result, traceSha256 } = runRecorded(scenario)
    t.is(traceSha256, runRecorded({ ...scenario, wire: true }).traceSha256)
    t.deepEqual(unexplained(result), [])
    const failed = result.expectations.filter(({ verdict }) => verdict !== 'pass')
    t.deepEqual(
      failed.map(({ text, measured }) => `${text}: ${measured}`),
      [],
    )
  })
}

test('the corpus has sixty scenarios at least, each with a title of its own', (t) => {
  const titles = corpus.map((file) => scenarioIn(file).title)
  t.true(titles.length >= 60)
  t.is(new Set(titles).size, titles.length)
})

for (const file of traced) {
  test.serial(`${file} runs alike by meaning and as octets, holds, and gives its golden trace`, async (t) => {
    // Lets AVA hear of the test before, or it takes a slow machine's silence for a hang.
    await setImmediate()
    const scenario = scenarioIn(file)
    const first = runRecorded(scenario)
    const second = runRecorded({ ...scenario, wire: true })
    t.is(first.traceSha256, second.traceSha256)
    sameAs(t, whatCame(runScenario(scenario)), whatCame(first.result), 'KEEPALIVEs that nobody ran')
    t.deepEqual(unexplained(first.result), [])
    const failed = first.result.expectations.filter(({ verdict }) => verdict !== 'pass')
    t.deepEqual(
      failed.map(({ text, measured }) => `${text}: ${measured}`),
      [],
    )
    t.is(first.result.verdict, 'pass')
    const text = goldenText(first)
    const golden = goldenOf(file)
    if (isUpdating) {
      mkdirSync(new URL('.', golden), { recursive: true })
      writeFileSync(golden, text)
    }
    sameAs(t, text.split('\n'), readFileSync(golden, 'utf8').split('\n'))
  })
}

function inMicros(seconds: number): number {
  return Math.round(seconds * microsPerSecond)
}

/** The outages that are over, and the falls, that do not take exactly as long as the parts that they are told to have. */
function unexplained({ flows, sessions, simulatedSeconds }: RunResult): readonly string[] {
  const outages = flows.flatMap((flow) =>
    flow.outages
      .filter(({ to }) => to < simulatedSeconds)
      .map((outage) => ({ ...outage, what: `${flow.name} ${flow.direction} out from ${outage.from}` })),
  )
  const falls = sessions.flatMap((session) =>
    session.falls.map((fall) => ({ ...fall, what: `the fall of ${session.name} at ${fall.at}` })),
  )
  return [...outages, ...falls]
    .filter(({ seconds, why }) => {
      const parts = why.steps.reduce((sum, step) => sum + inMicros(step.seconds), 0)
      return parts !== inMicros(seconds)
    })
    .map(({ what }) => what)
}

/** The whole of a result, but for how many events it took. */
function whatCame({ events, ...result }: RunResult): object {
  return { ...result, routers: result.routers }
}

test('every scenario tells a story, says why, and names the schema of its format', (t) => {
  for (const file of files) {
    const { scenario, issues } = readFile(file)
    const errors = issues.filter(({ level }) => level === 'error')
    t.deepEqual(errors, [], file)
    t.not(scenario?.story, undefined, file)
    t.true(
      scenario?.expectations.some(({ why }) => why !== undefined),
      file,
    )
    const url = new URL(file, scenarioFolder)
    const [firstLine = ''] = readFileSync(url, 'utf8').split('\n')
    const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)$/.exec(firstLine) ?? []
    t.is(new URL(schema, url).href, schemaFile.href, file)
  }
})

test('every golden trace belongs to a scenario', (t) => {
  const expected = traced.map((file) => file.replace(/\.yaml$/, '.txt'))
  t.deepEqual(filesIn(goldenFolder, '.txt'), expected)
})
