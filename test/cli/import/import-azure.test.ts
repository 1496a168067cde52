import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { explain } from '../../../src/cli/explain.ts'
import { type ImportOptions, importFiles } from '../../../src/cli/import/import.ts'
import { UsageError } from '../../../src/cli/usage-error.ts'
import { importRulePrefix, importRules } from '../../../src/scenario/azure/import-rules.ts'
import { parseScenario } from '../../../src/scenario/parse.ts'
import { runScenario } from '../../../src/scenario/run-scenario.ts'
import { type RecordingTerminal, recordingTerminal } from '../../support/recording-terminal.ts'

const folder = 'test/azure-imports'
const cases = readdirSync(folder).sort()
const scratch = mkdtempSync(join(tmpdir(), 'vmsee-import-'))
test.after.always(() => rmSync(scratch, { recursive: true }))

function filesOf(name: string): readonly string[] {
  return readdirSync(`${folder}/${name}`)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => `${folder}/${name}/${file}`)
}

function imported(
  files: readonly string[],
  options: ImportOptions = {},
): RecordingTerminal['said'] & { readonly code: number } {
  const terminal = recordingTerminal()
  const code = importFiles(files, options, terminal)
  return { ...terminal.said, code }
}

/** The golden text beside the files of a case; absent where nothing is said. */
function golden(name: string, file: string, text: string): string {
  const path = `${folder}/${name}/${file}`
  if (process.env.UPDATE_GOLDEN !== undefined && text !== '') writeFileSync(path, text)
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

for (const name of cases) {
  test(`${name} is imported, or refused, in the words of its golden files`, (t) => {
    const { code, out, talk } = imported(filesOf(name))
    t.is(code, name.startsWith('refused') ? 2 : 0)
    t.is(out, golden(name, 'scenario.yaml', out))
    t.is(talk, golden(name, 'talk.txt', talk))
  })
}

for (const name of cases.filter((one) => !one.startsWith('refused'))) {
  test(`${name} becomes a scenario that loads, runs and holds`, (t) => {
    const { out } = imported(filesOf(name))
    const result = runScenario(parseScenario(out))
    t.is(result.verdict, out.includes('\nexpect:\n') ? 'pass' : 'inconclusive')
    t.is(result.sessions.length > 0, out.includes('\nexpect:\n'))
  })
}

test('the sessions of a Microsoft peering stand where Azure has validated its prefixes, and there alone', (t) => {
  const { sessions } = runScenario(parseScenario(imported(filesOf('microsoft')).out))
  const standing = sessions.filter(({ state }) => state === 'Established').map(({ name }) => name)
  t.deepEqual(
    sessions
      .filter(({ name }) => /^er-.* microsoft ipv/.test(name) && name.includes('-ce'))
      .map(({ name }) => [name, standing.includes(name)]),
    [
      ['er-new-ce1-microsoft-er-new.msee1 microsoft ipv4', false],
      ['er-new-ce2-microsoft-er-new.msee2 microsoft ipv4', false],
      ['er-v6-ce1-er-v6.msee1 microsoft ipv4', true],
      ['er-v6-ce1-er-v6.msee1 microsoft ipv6', true],
      ['er-v6-ce2-er-v6.msee2 microsoft ipv4', true],
      ['er-v6-ce2-er-v6.msee2 microsoft ipv6', true],
    ],
  )
})

test('what was commented out for want of an answer is valid once it is answered', (t) => {
  const { out } = imported(filesOf('pieces'))
  const answered = out
    .replace(/^# (?=(?:virtualNetworks:| {2}))/gm, '')
    .replace('region: Spain', 'addressSpace: [10.9.0.0/16]\n    gateway: { sku: ErGw1AZ }\n    region: Spain')
    .replace('# sites:', 'sites:')
    .replace('prefixes: []', 'prefixes: [10.1.0.0/16]')
  const { design, sites } = parseScenario(answered)
  t.deepEqual([...design.virtualNetworks.keys()], ['ergw'])
  t.deepEqual([...sites.keys()], ['on-premises'])
})

test('every rule of an import is broken by some case, and can be explained', (t) => {
  const said = cases.map((name) => imported(filesOf(name)).talk).join('')
  for (const id of Object.keys(importRules)) {
    const rule = `${importRulePrefix}${id}`
    t.true(said.includes(`[${rule}]`), rule)
    const terminal = recordingTerminal()
    t.is(explain(rule, terminal), 0)
    t.true(terminal.said.out.startsWith(`${rule}  `))
  }
})

test('UTF-16 with a byte order mark, as Windows PowerShell writes it, is read', (t) => {
  const text = readFileSync(`${folder}/minimal/er-demo.json`, 'utf8')
  const file = join(scratch, 'er-demo.json')
  writeFileSync(file, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]))
  t.is(imported([file]).out, imported([`${folder}/minimal/er-demo.json`]).out)
})

const wrongUsage: readonly {
  what: string
  files: readonly string[]
  options: ImportOptions
  message: RegExp
}[] = [
  { what: 'nothing', files: [], options: {}, message: /^import what\?/ },
  { what: '--peer without --mrt', files: ['a.json'], options: { peer: ['1'] }, message: /are for --mrt/ },
  {
    what: '--family without --mrt',
    files: ['a.json'],
    options: { family: 'ipv4' },
    message: /are for --mrt/,
  },
  { what: '--mrt and files', files: ['a.json'], options: { mrt: 'b.mrt' }, message: /takes its own file/ },
  { what: 'a file that is not there', files: ['nowhere.json'], options: {}, message: /no such file/ },
]

for (const { what, files, options, message } of wrongUsage) {
  test(`import of ${what} is refused`, (t) => {
    t.throws(() => imported(files, options), { instanceOf: UsageError, message })
  })
}

test('octets that are no text are refused', (t) => {
  const file = join(scratch, 'octets.json')
  writeFileSync(file, Uint8Array.from([0x7b, 0xc3, 0x28, 0x7d]))
  t.throws(() => imported([file]), { instanceOf: UsageError, message: /is not a text file/ })
})
