import test from 'ava'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import { scenario } from '../support/scenario-text.ts'

const silently = '\ntimeline:\n  - { at: 240s, cut: er.primary, silently: true, label: cut, for: 300s }\n'

function failing(expectation: string, timeline = silently): string {
  return runScenario(scenario(`${timeline}expect:\n  - ${expectation}\n`)).expectations[0]?.because ?? ''
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

for (const { cleared, says } of [
  { cleared: 'ce2-er.msee2 private ipv6', says: /; no session fell$/ },
  { cleared: 'ce2-er.msee2 private ipv4', says: /; no session on their way fell$/ },
]) {
  test(`the fall of ${cleared}, which the packets never met, is not told as the end of their outage`, (t) => {
    const timeline = `
timeline:
  - { at: 100s, withdraw: { at: office, prefixes: [10.1.0.0/16] }, for: 60s }
  - { at: 110s, clear: ${cleared} }
`
    t.regex(failing('{ flow: web, direction: return, worstOutage: { atMost: 1s } }', timeline), says)
  })
}
