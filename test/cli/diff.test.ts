import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { type DiffOptions, diff } from '../../src/cli/diff.ts'
import { run } from '../../src/cli/run/run.ts'
import { type RecordingTerminal, recordingTerminal } from '../support/recording-terminal.ts'
import { scenario } from '../support/scenario-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'vmsee-diff-'))
test.after.always(() => rmSync(folder, { recursive: true }))

const program = { name: 'vmsee', version: '0.1.0', node: '20' }

function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const cut =
  'timeline: [{ when: converged, label: steady }, { at: steady + 10s, cut: er.primary, label: cut }]\n'
const { source } = scenario(cut)
const before = written('before.yaml', source)
const silent = written('silent.yaml', source.replace('label: cut }', 'silently: true, label: cut }'))
const plain = written('plain.yaml', scenario('').source)
const prepended = written(
  'prepended.yaml',
  scenario('').source.replace('path: primary }', 'path: primary, export: [{ set: { prepend: 2 } }] }'),
)
const other = written('other.yaml', source.replace('title: Test', 'title: Another'))

function said(a: string, b: string, options: DiffOptions = {}): RecordingTerminal['said'] & { code: number } {
  const terminal = recordingTerminal()
  const code = diff(a, b, options, program, terminal)
  return { ...terminal.said, code }
}

async function ran(files: readonly string[], name: string, routes: boolean): Promise<string> {
  const terminal = recordingTerminal()
  const options = { json: true, passWithNoExpectations: true, ...(routes ? { routes } : {}) } as const
  await run(files, options, program, terminal)
  return written(name, terminal.said.out)
}

test('runs that are alike have no difference, whatever their files say of themselves', (t) => {
  t.deepEqual(said(before, other), { out: '', talk: '', octets: new Uint8Array(0), code: 0 })
})

test('what differs is told, and only that: a session, its ways and its outages, and no route', (t) => {
  const { out, code } = said(before, silent)
  t.is(code, 1)
  t.regex(
    out,
    /^ sessions\n {5}ce1-er\.msee1 private ipv4 at ce1\n {3}- .*interface down.*\n {3}\+ .*hold timer expired/m,
  )
  t.regex(out, /^ {3}\+ web → office ce1, NEIGHBOR_UNREACHABLE: \d+ from 10\.\d+ to \d+\.?\d* s$/m)
  t.regex(out, /^ outages\n/m)
  t.notRegex(out, /^ routes$|ce2-er\.msee2/m)
})

test('a route that has another path is told with that alone', (t) => {
  const { out } = said(plain, prepended)
  t.regex(
    out,
    /^ {5}er\.msee1: 10\.1\.0\.0\/16 from ce1\n {3}- {3}asPath 65010\n {3}\+ {3}asPath 65010 65010 65010$/m,
  )
  t.notRegex(out, /sessions|bgpIdentifier/)
  const json = JSON.parse(said(plain, prepended, { json: true }).out)
  t.like(json, { version: 1, a: plain, b: prepended })
  t.like(json.scenarios[0], { same: false, comparesRoutes: true, sessions: [] })
})

test('an earlier run is compared with a scenario or with another one, with its routes where it has them', async (t) => {
  const full = await ran([before], 'full.json', true)
  t.is(said(full, before).code, 0)
  t.is(said(before, silent).out, said(full, silent).out)
  const bare = await ran([before], 'bare.json', false)
  const { code, talk } = said(bare, full)
  t.is(code, 0)
  t.is(talk, 'routes are not compared: a run without --routes has none\n')
})

test('of several scenarios each is compared with the one of the same file', async (t) => {
  const some = await ran([before, silent], 'some.json', true)
  const same = await ran([silent, before], 'same.json', true)
  t.is(said(some, same).code, 0)
  const one = await ran([before], 'one.json', true)
  t.throws(() => said(some, one), { message: /^not in both: .*silent\.yaml of .*some\.json$/ })
})

test('a file that is neither, and a scenario that is not valid, are trouble', async (t) => {
  t.throws(() => said(written('strange.json', '{"version": 1, "scenarios": 3}'), before), {
    message: /strange\.json is neither a scenario nor what vmsee run --json of this version prints/,
  })
  t.is(said(written('bad.yaml', 'version: 2\n'), before).code, 2)
  t.is(said(join(folder, 'none.yaml'), before).code, 2)
  const refused = await ran([join(folder, 'bad.yaml')], 'refused.json', false)
  t.throws(() => said(refused, before), { message: /has scenarios that did not run/ })
  t.true(readFileSync(refused, 'utf8').includes('invalid'))
})
