import { Ajv } from 'ajv'
import test from 'ava'
import { runJson } from '../../../src/report/run/json.ts'
import { resultSchema, runJsonSchema } from '../../../src/report/run/result-schema.ts'
import { runScenario } from '../../../src/scenario/run-scenario.ts'
import { scenarioIn } from '../../support/run-file.ts'

const program = { name: 'vmsee', version: '0.1.0', node: '20.20.2' }

test('the falls of a real run satisfy the published schema, and their steps are together what they took', (t) => {
  const result = runScenario(scenarioIn('faults/lossy-link.yaml'))
  const cut = runScenario(scenarioIn('bfd/primary-silent-cut.yaml'))
  const entries = [result, cut].map((one) => ({ kind: 'ran', result: one, wallMilliseconds: 1 }) as const)
  const written: unknown = JSON.parse(JSON.stringify(runJson(program, entries, { routes: false })))
  t.true(new Ajv().compile(resultSchema())(written))
  const falls = runJsonSchema.parse(written).scenarios.flatMap((scenario) => {
    return 'sessions' in scenario ? scenario.sessions.flatMap((session) => session.falls) : []
  })
  t.true(falls.length > 0)
  for (const { seconds, why } of falls) {
    const together = why.steps.reduce((sum, step) => sum + Math.round(1e6 * step.seconds), 0)
    t.is(together, Math.round(1e6 * seconds))
  }
})
