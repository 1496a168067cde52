import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import test from 'ava'
import type { Era } from '../../src/expressroute/design.ts'
import { rules } from '../../src/expressroute/rules/all.ts'
import type { Rule } from '../../src/expressroute/rules/rule.ts'
import { formatIssues } from '../../src/report/issues.ts'
import { plain } from '../../src/report/palette.ts'
import type { ScenarioIssue } from '../../src/scenario/issue.ts'
import { type LoadedScenario, loadScenario } from '../../src/scenario/load.ts'
import type { RunResult } from '../../src/scenario/result/run-result.ts'
import { runScenario } from '../../src/scenario/run-scenario.ts'

/** `a1-broken.yaml` breaks rule A1, and its neighbour `a1-kept.yaml`, which differs by a line or two, keeps every rule. */
const folder = 'test/rules'
const names = [...new Set(readdirSync(folder).map((file) => file.replace(/-(broken|kept)\.\w+$/, '')))]

/** What was said of a file, and what was met in its run, if it could run. */
interface Told {
  readonly loaded: LoadedScenario
  readonly result: RunResult | undefined
}

const told = new Map<string, Told>()

function tell(file: string): Told {
  const known = told.get(file)
  if (known !== undefined) return known
  const loaded = loadScenario(`${folder}/${file}.yaml`)
  const result = loaded.scenario && runScenario(loaded.scenario)
  const found = { loaded, result }
  told.set(file, found)
  return found
}

function reportedIds({ loaded, result }: Told): readonly string[] {
  const ids = [...loaded.issues, ...(result?.warnings ?? [])].map(({ rule }) => rule ?? 'none')
  return [...new Set(ids)]
}

for (const name of names) {
  const id = (name.split('-')[0] ?? '').toUpperCase()

  test(`${name}: one file reports ${id} and nothing else, and its neighbour reports nothing`, (t) => {
    t.deepEqual(reportedIds(tell(`${name}-broken`)), [id])
    t.deepEqual(reportedIds(tell(`${name}-kept`)), [])
    t.is(tell(`${name}-kept`).result?.verdict, 'pass')
    t.not(tell(`${name}-broken`).result?.verdict, 'fail')
  })

  test(`${name}: the two files differ by a line or two`, (t) => {
    const [broken, kept] = ['broken', 'kept'].map((kind) => linesOf(`${name}-${kind}`))
    const others = (broken ?? []).filter((line) => kept?.includes(line) === false)
    const titleAndExpectation = 2
    t.true(others.length <= titleAndExpectation + 2, others.join('\n'))
  })

  test(`${name}: what is said of the file is that of its golden text`, (t) => {
    const { file, text, issues } = tell(`${name}-broken`).loaded
    const golden = `${folder}/${name}-broken.txt`
    const said = formatIssues(file, text, issues, plain)
    if (process.env.UPDATE_GOLDEN !== undefined && said !== '') writeFileSync(golden, said)
    t.is(said, existsSync(golden) ? readFileSync(golden, 'utf8') : '')
  })
}

for (const rule of rules) {
  test(`${rule.id} ${rule.title}: a file breaks it, and is refused or carried out`, (t) => {
    const breaking = names.map((name) => tell(`${name}-broken`)).filter((each) => isMet(rule, each))
    t.true(breaking.length > 0)
    const isRefused = rule.when === 'file' && rule.level === 'error'
    t.deepEqual(
      breaking.map(({ result }) => result?.verdict),
      breaking.map(() => (isRefused ? undefined : 'pass')),
    )
  })
}

/** Whether this row of the table was met, of those that share its id. */
function isMet(rule: Rule, { loaded, result }: Told): boolean {
  if (!rule.eras.includes(eraOf(loaded))) return false
  if (rule.check !== undefined) return loaded.issues.some((issue) => isOf(rule, issue))
  const { warnings = [] } = result ?? {}
  const isForeseen = (text: string): boolean => loaded.issues.some(({ message }) => message === text)
  return warnings.some(({ rule: id, text }) => id === rule.id && !isForeseen(text))
}

/** What will be carried out is announced as a warning. */
function isOf({ id, level, when, assumption }: Rule, issue: ScenarioIssue): boolean {
  const said = when === 'run' && level === 'error' ? 'warning' : level
  return issue.rule === id && issue.level === said && issue.assumption === assumption
}

function eraOf({ text }: LoadedScenario): Era {
  return /^era: 2017$/m.test(text) ? '2017' : 'current'
}

function linesOf(file: string): readonly string[] {
  return tell(file).loaded.text.split('\n')
}
