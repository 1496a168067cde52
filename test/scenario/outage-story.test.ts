import test from 'ava'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import { scenario } from '../support/scenario-text.ts'

const silently = '\ntimeline:\n  - { at: 240s, cut: er.primary, silently: true, label: cut, for: 300s }\n'

function failing(expectation: string): string {
  return runScenario(scenario(`${silently}expect:\n  - ${expectation}\n`)).expectations[0]?.because ?? ''
}

for (const { direction, fell, others } of [
  { direction: 'return', fell: 'er.msee1', others: 'ce1' },
  { direction: 'forward', fell: 'ce1', others: 'er.msee1' },
]) {
  test(`an outage of the way ${direction} is ended by the fall at ${fell}, and not by that at ${others}`, (t) => {
    const because = failing(`{ flow: web, direction: ${direction}, worstOutage: { atMost: 1s } }`)
    const [, to, node, at] = /to \+([\d.]+) s; (\S+): hold timer expired at \+([\d.]+) s$/.exec(because) ?? []
    t.is(node, fell)
    t.true(Math.abs(Number(to) - Number(at)) < 0.01)
  })
}
