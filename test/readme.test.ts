import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import test from 'ava'
import { parseScenario, runScenario } from '../src/index.ts'
import { plain } from '../src/report/palette.ts'
import { formatListEntry } from '../src/report/run/list.ts'
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

test('a scenario runs as a library as the README says', (t) => {
  let records = 0
  const scenario = parseScenario(block(readme, 'yaml'))
  const result = runScenario(scenario, { seed: 7, onRecord: () => records++ })
  t.is(result.seed, 7)
  t.true(records > 0)
  t.throws(() => parseScenario('version: 2'), { name: 'ScenarioError' })
})

test('every line of the route table in the README answers what it says', (t) => {
  const [, code = ''] = /```js route-table\n([\s\S]*?)```/.exec(readme) ?? []
  const asserted = code.replace(/^(.*?) \/\/ => (.*)$/gm, 'assert.deepEqual($1, $2)\nanswers++')
  const program = `import assert from 'node:assert/strict'\nlet answers = 0\n${asserted}\nconsole.log(answers)\n`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  })
  t.is(stderr, '')
  t.is(Number(stdout), code.split(' // => ').length - 1)
  t.true(Number(stdout) > 12)
})

test('the route table comes to CommonJS too', (t) => {
  const program = `const { RouteTable } = require('vmsee/route-table')
    const table = new RouteTable()
    table.set('::/0', 1)
    console.log(table.match('::1').value)`
  const { stdout } = spawnSync(process.execPath, ['--input-type=commonjs', '--eval', program], {
    encoding: 'utf8',
  })
  t.is(stdout, '1\n')
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
  const source = readdirSync('src/cli', { recursive: true, encoding: 'utf8' })
    .filter((name) => /commands?\.ts$/.test(name))
    .map((name) => readFileSync(`src/cli/${name}`, 'utf8'))
    .join('')
  const defined = [...source.matchAll(/\.command\('(\w+)/g)].map(([, name]) => name)
  t.deepEqual([...new Set(named)].toSorted(), [...new Set(defined)].toSorted())
})
