import { readFileSync } from 'node:fs'
import test from 'ava'
import { readScenario } from '../../src/scenario/parse.ts'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import { readFile, scenarioIn } from '../support/run-file.ts'

/** One circuit, er-amsterdam, with vnet-weu linked to it. */
const [network = ''] = readFileSync('test/rules/d5-kept.yaml', 'utf8').split('timeline:')

const steady = 'when: converged, label: steady'
const deprovision = 'deprovision: er-amsterdam'
const remove = 'delete: er-amsterdam'
const link = '{ virtualNetwork: vnet-weu, circuit: er-amsterdam }'

for (const { what, timeline, foreseen } of [
  {
    what: 'a bandwidth that is lowered',
    timeline: [steady, 'at: steady, update: { circuit: er-amsterdam, bandwidth: 500 Mbps }'],
    foreseen: ['D5'],
  },
  {
    what: 'what is written out of order',
    timeline: [`at: 20s, ${remove}`, `at: 10s, ${deprovision}`],
    foreseen: [],
  },
  {
    what: 'a provider who takes too long',
    timeline: [`at: 10s, ${deprovision}, takes: 1m`, `at: 20s, ${remove}`],
    foreseen: ['D8'],
  },
  {
    what: 'a provider who is done in time',
    timeline: [`at: 10s, ${deprovision}, takes: 1m`, `at: 80s, ${remove}`],
    foreseen: [],
  },
  {
    what: 'what hangs on a state above which everything has begun',
    timeline: [`at: 10s, ${deprovision}`, steady, `at: steady + 1s, ${remove}`],
    foreseen: [],
  },
  {
    what: 'what is undone after a while',
    timeline: [`at: 10s, unlink: ${link}, for: 30s`, `at: 20s, unlink: ${link}`],
    foreseen: ['D6'],
  },
  {
    what: 'a move on what is restored',
    timeline: [`at: 10s, unlink: ${link}, label: gone`, 'at: 20s, restore: gone', `at: 30s, unlink: ${link}`],
    foreseen: [],
  },
  {
    what: 'a move twice',
    timeline: [`at: 10s, unlink: ${link}`, `at: 30s, unlink: ${link}`],
    foreseen: ['D6'],
  },
  {
    what: 'an order that only the run can tell',
    timeline: [`at: 10s, ${deprovision}, takes: 1m`, steady, `at: steady + 1s, ${remove}`],
    foreseen: [],
  },
]) {
  test(`${what}: ${foreseen.length === 0 ? 'nothing is foreseen' : `${foreseen} is foreseen`}`, (t) => {
    const entries = timeline.map((entry) => `  - { ${entry} }`).join('\n')
    const { issues } = readScenario(`${network}timeline:\n${entries}\n`, 'moves.yaml')
    t.deepEqual(
      issues.filter(({ path }) => path[0] === 'timeline').map(({ rule }) => rule),
      foreseen,
    )
  })
}

for (const { what, base, from, to, move, says } of [
  {
    what: 'more prefixes than the tier takes that a circuit becomes',
    base: 'c7-broken',
    from: 'tier: Standard',
    to: 'tier: Premium',
    move: 'update: { circuit: er-amsterdam, sku: { tier: Standard } }',
    says: ['C7', 'C7'],
  },
  {
    what: 'a route filter that is detached',
    base: 'c5-kept',
    from: '',
    to: '',
    move: 'detach: { circuit: er-washington }',
    says: ['C5'],
  },
  {
    what: 'an AS that the prefixes are not registered to',
    base: 'c4-kept',
    from: '',
    to: '',
    move: 'update: { circuit: er-washington, peering: microsoft, customerAsn: 65550 }',
    says: ['C4'],
  },
]) {
  test(`${what}: check says what follows from the move`, (t) => {
    const [text = ''] = readFileSync(`test/rules/${base}.yaml`, 'utf8').replace(from, to).split('timeline:')
    const { issues } = readScenario(`${text}timeline:\n  - { at: 10s, ${move} }\n`, 'moves.yaml')
    t.deepEqual(
      issues.map(({ rule }) => rule),
      says,
    )
    t.true(issues.every(({ message, line }) => message.startsWith('after this ') && line > 30))
  })
}

for (const file of [
  'life-cycle/authorization-revoked.yaml',
  'life-cycle/bandwidth-one-way.yaml',
  'life-cycle/from-order-to-removal.yaml',
  'microsoft-peering/office365-authorized.yaml',
]) {
  test(`${file}: what is foreseen is what the run refuses`, (t) => {
    const foreseen = readFile(file).issues.flatMap(({ message }) => orderIn(message, 'Azure will refuse to '))
    const refused = runScenario(scenarioIn(file)).warnings.flatMap(({ text }) => orderIn(text, 'refused to '))
    t.deepEqual([...new Set(foreseen)].sort(), refused.toSorted())
    t.true(refused.length > 0)
  })
}

function orderIn(text: string, beginning: string): readonly string[] {
  return text.startsWith(beginning) ? [text.slice(beginning.length).split(':')[0] ?? ''] : []
}
