import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { type FailoverOptions, failover } from '../../../src/cli/analysis/failover.ts'
import { type RecordingTerminal, recordingTerminal } from '../../support/recording-terminal.ts'
import { scenario } from '../../support/scenario-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'vmsee-failover-'))
test.after.always(() => rmSync(folder, { recursive: true }))

const sound = written('sound.yaml', scenario('').source)
const forgetful = written(
  'forgetful.yaml',
  scenario('').source.replace('path: secondary }] }', 'path: secondary }], export: [{ reject: true }] }'),
)

function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const usual: FailoverOptions = { link: 'primary', category: 'BgpDisconnect' }

function said(
  file: string,
  options: Partial<FailoverOptions> = {},
): RecordingTerminal['said'] & { code: number } {
  const terminal = recordingTerminal()
  const code = failover(file, { ...usual, ...options }, terminal)
  return { ...terminal.said, code }
}

test('a network that fails over is told of in the words of Azure, and the exit code is 0', (t) => {
  const { out, code } = said(sound)
  t.is(code, 0)
  t.regex(out, /^ Failover test of er: Primary link, BgpDisconnect$/m)
  t.regex(out, /bgpStatus +Primary {4}private {2}IPv4 {2}Disconnected {2}\+\d+\.\d{3} s$/m)
  t.regex(out, /^ +redundantRoutes +10\.1\.0\.0\/16$/m)
  t.regex(out, /^ +nonRedundantRoutes +none$/m)
  t.regex(out, /^ +wasSimulationSuccessful +true$/m)
})

test('without flows nothing shows whether traffic gets through: it says so, and the exit code is 3', (t) => {
  const { source } = scenario('')
  const { out, code } = said(written('no-flows.yaml', source.replace(/^flows:.*(\n .*)*\n/m, '')))
  t.is(code, 3)
  t.regex(out, /^ +flows +none: give the file flows to see whether traffic gets through$/m)
})

test('one that does not is exit code 1, and says which routes the other link lacks', (t) => {
  const { out, code } = said(forgetful)
  t.is(code, 1)
  t.regex(out, /^ +redundantRoutes +none$/m)
  t.regex(out, /^ +nonRedundantRoutes +10\.1\.0\.0\/16$/m)
  t.regex(out, /web ← {2}0 % of five-tuples arrive \(before: 100 %\)/)
  t.regex(out, /^ +wasSimulationSuccessful +false$/m)
})

test('as JSON it has the keys of Azure, and instants that count from the epoch', (t) => {
  const json: unknown = JSON.parse(said(sound, { json: true }).out)
  t.like(json, {
    version: 1,
    circuit: 'er',
    status: 'Completed',
    linkType: 'Primary',
    circuitTestCategory: 'BgpDisconnect',
    wasSimulationSuccessful: true,
    redundantRoutes: ['10.1.0.0/16'],
    nonRedundantRoutes: [],
  })
  t.regex(JSON.stringify(json), /"startTimeUtc":"1970-01-01T00:00:0/)
  t.regex(
    JSON.stringify(json),
    /"bgpStatus":\[\{"type":"IPv4","link":"Primary","peering":"private","status":"Disconnected"/,
  )
})

test('a circuit that is not there has a hint, and a file that is not valid is exit code 2', (t) => {
  t.throws(() => said(sound, { circuit: 'err' }), { message: /no circuit err; did you mean/ })
  t.is(said(written('bad.yaml', 'version: 2\n')).code, 2)
})
