import { setImmediate } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import { type OrderVerdicts, verdictsIn } from '../src/analysis/interleaved-runs.ts'
import { course } from '../src/analysis/lesson/course.ts'
import { isLesson, roundScenario } from '../src/analysis/lesson/round-scenario.ts'
import { runCost } from '../src/analysis/run-cost.ts'
import { noPrefixFiles } from '../src/scenario/read/prefix-files.ts'
import type { Scenario } from '../src/scenario/scenario.ts'
import { buildTopology } from '../src/scenario/topology.ts'
import { scenarioFiles, scenarioIn } from './support/run-file.ts'

/*
 * Whether a verdict is the protocol's, or an accident of who spoke first. More orders, and those scenarios that take
 * longer: npx vmsee run sim-scenarios/FOLDER/*.yaml --interleave 8
 */
const orders = [1, 2]

/** Seconds of a run. */
const most = 0.25

function isQuick(scenario: Scenario): boolean {
  return runCost(scenario, buildTopology(scenario)).seconds < most
}

/** Lets AVA hear of the test after each run, or it takes a slow machine's silence for a hang. */
async function holdsInEach(
  t: ExecutionContext,
  scenario: Scenario,
  isWrong: (verdict: OrderVerdicts[number], index: number) => boolean,
): Promise<void> {
  for (const order of orders) {
    await setImmediate()
    t.deepEqual(verdictsIn(scenario, order).filter(isWrong), [], `order ${order}`)
  }
}

for (const file of scenarioFiles()) {
  const scenario = scenarioIn(file)
  if (!isQuick(scenario) || scenario.expectations.length === 0) continue
  test.serial(`${file} holds in other orders of the same instants`, async (t) => {
    await holdsInEach(t, scenario, ({ verdict }) => verdict !== 'pass')
  })
}

for (const file of course.map((name) => `lessons/${name}.yaml`)) {
  const lesson = scenarioIn(file)
  if (!isLesson(lesson)) throw new Error(`${file} is no lesson`)
  test.serial(`${file} has the same answers in other orders of the same instants`, async (t) => {
    for (const [index, { choices }] of lesson.lesson.rounds.entries()) {
      const played = roundScenario(lesson, index, 'done', noPrefixFiles)
      const scenario = { ...played, expectations: choices.map((choice) => choice.if) }
      const right = choices.findIndex(({ remark }) => remark === undefined)
      await holdsInEach(t, scenario, ({ verdict }, at) => verdict !== (at === right ? 'pass' : 'fail'))
    }
  })
}
