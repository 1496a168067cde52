import test from 'ava'
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

test('an observer that overwrites what it is handed does not influence the run', (t) => {
  const scenario = scenarioIn('failover/primary-silent-cut.yaml')
  const undisturbed = runScenario(scenario)
  const disturbed = runScenario(scenario, { onRecord: scribble })
  t.is(undisturbed.verdict, 'pass')
  t.deepEqual({ ...disturbed, routers: disturbed.routers }, { ...undisturbed, routers: undisturbed.routers })
})
