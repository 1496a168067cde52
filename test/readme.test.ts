import { readFileSync } from 'node:fs'
import test from 'ava'
import { parseScenario, RouteTable, runScenario } from '../src/index.ts'
import { formatListEntry } from '../src/report/list.ts'
import { plain } from '../src/report/palette.ts'
import { readScenario } from '../src/scenario/parse.ts'
import { scenarioIn } from './support/run-file.ts'

const readme = readFileSync('README.md', 'utf8')
const reference = readFileSync('docs/scenario-file.md', 'utf8')

function block(text: string, language: string): string {
  const [, found] = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(text) ?? []
  if (found === undefined) throw new Error(`no ${language} block`)
  return found
}

test('the scenario of the README is valid, and its expectations hold', (t) => {
  const result = runScenario(parseScenario(block(readme, 'yaml'), 'README.md'))
  t.is(result.verdict, 'pass')
  t.is(result.expectations.length, 3)
})

test('the network of the reference is valid once it has a head', (t) => {
  const head = 'version: 1\ntitle: The reference\n\n'
  const { issues } = readScenario(head + block(reference, 'yaml'), 'scenario-file.md')
  t.deepEqual(
    issues.filter(({ level }) => level === 'error'),
    [],
  )
})

test('the library does what the README says', (t) => {
  const table = new RouteTable<string>()
  table.set('10.0.0.0/8', 'corporate')
  table.set('10.1.0.0/16', 'head office')
  t.deepEqual(table.match('10.1.2.3'), { prefix: '10.1.0.0/16', value: 'head office' })

  let records = 0
  const scenario = parseScenario(block(readme, 'yaml'))
  const result = runScenario(scenario, { seed: 7, onRecord: () => records++ })
  t.is(result.seed, 7)
  t.true(records > 0)
  t.throws(() => parseScenario('version: 2'), { name: 'ScenarioError' })
})

test('the run that the README shows is what the flagship prints', (t) => {
  const result = runScenario(scenarioIn('failover/primary-silent-cut.yaml'))
  const options = { palette: plain, columns: 100, story: true, detail: 'normal' } as const
  const printed = formatListEntry({ kind: 'ran', result, wallMilliseconds: 0 }, options).split('\n')
  const shown = block(readme, 'console')
    .split('\n')
    .filter((line) => line !== '' && line !== '...' && !line.startsWith('$'))
  t.true(shown.length > 20)
  t.deepEqual(
    shown.filter((line) => !printed.includes(line)),
    [],
  )
})

test('every command of the README is one of the program, and the other way round', (t) => {
  const named = [...readme.matchAll(/^\| `vmsee (\w+)/gm)].map(([, name]) => name)
  const source = readFileSync('src/cli/commands.ts', 'utf8')
  const defined = [...source.matchAll(/\.command\('(\w+)/g)].map(([, name]) => name)
  t.deepEqual([...new Set(named)].toSorted(), [...new Set(defined)].toSorted())
})
