import test from 'ava'
import type { RunResult } from '../../src/scenario/result/run-result.ts'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import { scenarioIn } from '../support/run-file.ts'

/** Overwrites every field of what it is handed, as deep as it goes. */
function scribble(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || depth > 6) return
  const held = Object(value)
  for (const name of Object.keys(held)) {
    scribble(held[name], depth + 1)
    held[name] = typeof held[name] === 'string' ? 'scribbled' : 0
  }
  if (Array.isArray(value)) value.length = 0
}

/** The whole of a result, but for how many events it took: with an observer KEEPALIVEs are run one by one. */
function whatCame({ events, ...result }: RunResult): object {
  return { ...result, routers: result.routers }
}

test('an observer that overwrites what it is handed does not influence the run', (t) => {
  const scenario = scenarioIn('failover/primary-silent-cut.yaml')
  const undisturbed = runScenario(scenario)
  const disturbed = runScenario(scenario, { onRecord: scribble })
  t.is(undisturbed.verdict, 'pass')
  t.deepEqual(whatCame(disturbed), whatCame(undisturbed))
})
