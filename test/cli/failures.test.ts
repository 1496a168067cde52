import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { type FailuresOptions, failures } from '../../src/cli/failures.ts'
import { type RecordingTerminal, recordingTerminal } from '../support/recording-terminal.ts'
import { scenario } from '../support/scenario-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'vmsee-failures-'))
test.after.always(() => rmSync(folder, { recursive: true }))

const file = written('sound.yaml', scenario('').source)

function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

function said(
  options: Partial<FailuresOptions> = {},
  named = file,
): RecordingTerminal['said'] & { code: number } {
  const terminal = recordingTerminal()
  const code = failures(named, { k: 1, ...options }, terminal)
  return { ...terminal.said, code }
}

test('without an assertion a network is told of, whatever becomes of it', (t) => {
  const { out, code } = said()
  t.is(code, 0)
  t.regex(out, /what fails +web → +web ←$/m)
})

test('an assertion that does not hold is exit code 1, and names the cases', (t) => {
  const second = 1_000_000
  const { talk, code } = said({ assert: second })
  t.is(code, 1)
  t.regex(talk, /^asserted otherwise: er\.primary: out for 1\d\d/m)
  t.is(said({ assert: 181 * second }).code, 0)
  t.regex(said({ k: 2, assert: 181 * second }).talk, /er\.primary \+ er\.secondary: traffic is lost for good/)
})

test('as JSON it has every case with every flow', (t) => {
  const json: unknown = JSON.parse(said({ json: true }).out)
  t.like(json, { version: 1, file, runs: 8 })
  t.regex(JSON.stringify(json), /"fails":\["er\.primary"\],"verdict":"broken","settledAfterSeconds":1\d\d/)
})

test('the worst case is written as a scenario, and an existing file is left alone', (t) => {
  const worst = join(folder, 'worst.yaml')
  t.regex(said({ write: worst }).talk, /vmsee run .*worst\.yaml --story/)
  t.regex(readFileSync(worst, 'utf8'), /at: steady \+ 10s, label: failure, cut: er\.\w+, silently: true/)
  t.throws(() => said({ write: worst }), { message: /exists and is left as it is/ })
})

test('a file whose timeline cannot be replaced is told of, and nothing is left behind', (t) => {
  const flow = written('flow.yaml', `{ version: 1, title: One, flows: {}, timeline: [] }\n`)
  t.throws(() => said({}, flow), { message: /no flows/ })
  t.false(existsSync(join(folder, 'none.yaml')))
})

test('a network without anything of the kind, and a file that is not valid', (t) => {
  t.throws(() => said({}, written('empty.yaml', 'version: 1\ntitle: None\n')), { message: /no flows/ })
  t.is(said({}, written('bad.yaml', 'version: 2\n')).code, 2)
})
