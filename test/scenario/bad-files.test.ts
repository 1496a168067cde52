import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { rules } from '../../src/expressroute/rules/all.ts'
import { formatIssues } from '../../src/report/issues.ts'
import { plain } from '../../src/report/palette.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { readScenario } from '../../src/scenario/parse.ts'
import { schemaRulePrefix, schemaRules } from '../../src/scenario/schema-rules.ts'

const folder = 'test/bad-files'
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.slice(0, -'.yaml'.length))

for (const name of names) {
  test(`${name} is refused with the messages of its golden file`, (t) => {
    const { file, text, scenario, issues } = loadScenario(`${folder}/${name}.yaml`)
    const golden = `${folder}/${name}.txt`
    const told = formatIssues(file, text, issues, plain)
    if (process.env.UPDATE_GOLDEN !== undefined) writeFileSync(golden, told)
    t.is(scenario, undefined)
    t.is(told, existsSync(golden) ? readFileSync(golden, 'utf8') : '')
  })
}

test('every golden file belongs to a bad file', (t) => {
  const goldens = readdirSync(folder).filter((name) => name.endsWith('.txt'))
  t.deepEqual(goldens.map((name) => name.slice(0, -'.txt'.length)).sort(), [...names].sort())
})

test('every rule that a bad file breaks can be explained', (t) => {
  const known = new Set([
    ...Object.keys(schemaRules).map((id) => `${schemaRulePrefix}${id}`),
    ...rules.map(({ id }) => id),
  ])
  const broken = names.flatMap((name) =>
    loadScenario(`${folder}/${name}.yaml`).issues.map(({ rule }) => rule),
  )
  t.deepEqual(
    broken.filter((rule) => !known.has(rule)),
    [],
  )
})

test('every rule about the shape of a file is broken by some bad file', (t) => {
  const broken = new Set(
    names.flatMap((name) => loadScenario(`${folder}/${name}.yaml`).issues.map(({ rule }) => rule)),
  )
  const elsewhere = ['too-large', 'unreadable']
  const untried = Object.keys(schemaRules).filter((id) => !broken.has(`${schemaRulePrefix}${id}`))
  t.deepEqual(untried, elsewhere)
})

test('a file of 50 MB is refused unread', (t) => {
  const scratch = mkdtempSync(join(tmpdir(), 'scenario-'))
  t.teardown(() => rmSync(scratch, { recursive: true }))
  const file = join(scratch, 'large.yaml')
  writeFileSync(file, 'version: 1\n')
  truncateSync(file, 50_000_000)
  const { text, scenario, issues } = loadScenario(file)
  t.is(scenario, undefined)
  t.is(text, '')
  t.deepEqual(
    issues.map(({ rule, message }) => [rule, message]),
    [['schema/too-large', 'the file is larger than 4 MiB']],
  )
})

test('a text of 50 MB is refused before it is parsed', (t) => {
  const { issues } = readScenario('a: 1\n'.repeat(10_000_000), 'large.yaml')
  t.deepEqual(
    issues.map(({ rule }) => rule),
    ['schema/too-large'],
  )
})

for (const { what, file, message } of [
  {
    what: 'a file that does not exist',
    file: `${folder}/nowhere.yaml`,
    message: `there is no file ${folder}/nowhere.yaml`,
  },
  { what: 'a folder', file: folder, message: `${folder} is a folder` },
]) {
  test(`${what} is an issue and not an exception`, (t) => {
    const { scenario, issues } = loadScenario(file)
    t.is(scenario, undefined)
    t.deepEqual(
      issues.map((issue) => [issue.rule, issue.message]),
      [['schema/unreadable', message]],
    )
  })
}
