import { readFileSync } from 'node:fs'
import test from 'ava'
import { knownAssumptions } from '../../../src/scenario/result/assumptions-in-force.ts'
import { runScenario } from '../../../src/scenario/run-scenario.ts'
import { usualAssumptions } from '../../../src/scenario/schema/assumptions.ts'
import { scenarioIn } from '../../support/run-file.ts'
import { scenario } from '../../support/scenario-text.ts'

const page = readFileSync(new URL('../../../docs/model-assumptions.md', import.meta.url), 'utf8')

test('each has an entry in the documents, and each switch of a file one that names it', (t) => {
  const entries = page.split(/^### /m)
  const missing = knownAssumptions.filter(({ title, key }) => {
    const entry = entries.find((text) => text.startsWith(`${title}\n`))
    return entry === undefined || (key !== undefined && !entry.includes(`assumptions: { ${key}:`))
  })
  t.deepEqual(
    missing.map(({ title }) => title),
    [],
  )
  t.deepEqual(
    knownAssumptions.flatMap(({ key }) => (key === undefined ? [] : [key])).toSorted(),
    Object.keys(usualAssumptions).toSorted(),
  )
})

const rows: readonly { readonly file: string; readonly key: string; readonly value: string }[] = [
  { file: 'limits/echoed-prefixes.yaml', key: 'ownAsn', value: 'accepted' },
  { file: 'public-peering/three-peerings-in-2017.yaml', key: 'publicPeeringLimit', value: '200' },
  { file: 'bfd/slower-msee.yaml', key: 'bfdInterval', value: '750ms' },
]

for (const { file, key, value } of rows) {
  test(`${file}: the run says that it rests on ${key}`, (t) => {
    const { assumptions } = runScenario(scenarioIn(file))
    t.is(assumptions.find(({ setting }) => setting?.key === key)?.setting?.value, value)
  })
}

test('what does not matter is not told, unless the file settles it otherwise', (t) => {
  const keysOf = (more: string): readonly (string | undefined)[] =>
    runScenario(scenario(`until: 5s\n${more}`)).assumptions.flatMap(({ setting }) => setting?.key ?? [])
  t.deepEqual(keysOf(''), [])
  t.deepEqual(keysOf('assumptions: { med: heeded }\n'), ['med'])
})

test('a MULTI_EXIT_DISC that an MSEE hears matters, and one of 0 does not', (t) => {
  const heard = (med: number): boolean => {
    const exported = `, export: [{ set: { med: ${med} } }]`
    return runScenario(scenario('until: 20s\n', exported)).assumptions.some(
      ({ setting }) => setting?.key === 'med',
    )
  }
  t.false(heard(0))
  t.true(heard(10))
})
