import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { type ExportOptions, exportFiles } from '../../src/cli/export.ts'
import { UsageError } from '../../src/cli/usage-error.ts'
import { type RecordingTerminal, recordingTerminal } from '../support/recording-terminal.ts'
import { scenario } from '../support/scenario-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'vmsee-export-'))
test.after.always(() => rmSync(folder, { recursive: true }))

const file = written('two.yaml', scenario('', ', prefixLimit: { maximum: 10 }').source)
const alone = written('alone.yaml', 'version: 1\ntitle: One\nrouters: { ce1: { asn: 65010 } }\n')
const nobody = written('nobody.yaml', 'version: 1\ntitle: None\n')

function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

function said(
  options: ExportOptions,
  ...named: readonly string[]
): RecordingTerminal['said'] & { readonly code: number } {
  const terminal = recordingTerminal()
  const code = exportFiles(named.length === 0 ? [file] : named, options, terminal)
  return { ...terminal.said, code }
}

test('the configuration goes to stdout; what it does not say stands in it, and goes to stderr too', (t) => {
  const { out, talk, code } = said({ router: 'ce1', to: 'bird' })
  t.is(code, 0)
  t.regex(out, /^protocol bgp er_msee1_ipv4 \{$/m)
  const notes = talk.trim().split('\n')
  t.true(notes.some((note) => /^not said: .*private ipv4: no words for a warning at 80 %/.test(note)))
  t.is([...out.matchAll(/^# Not said: /gm)].length, notes.length)
})

test('a file with one router needs no name', (t) => {
  t.regex(said({ to: 'ios' }, alone).out, /^hostname ce1$/m)
})

const refused: readonly { router?: string; named?: string; why: RegExp }[] = [
  { router: 'ce3', why: /no router ce3; known: ce1, ce2/ },
  { router: 'cw1', why: /no router cw1; did you mean "ce1"\?/ },
  { router: 'er.msee1', why: /er\.msee1 is Microsoft's, who configures it; yours: ce1, ce2/ },
  { router: 'vnet.gw0', why: /vnet\.gw0 is Microsoft's/ },
  { router: 'office', why: /office is a network and no router/ },
  { why: /which router\? --router with one of: ce1, ce2/ },
  { named: nobody, why: /the scenario has no router of yours/ },
]

for (const { router, named, why } of refused) {
  test(`${router ?? 'nobody'} of ${named === nobody ? 'no router' : 'two'} is refused with the reason`, (t) => {
    const options: ExportOptions = { to: 'frr', ...(router === undefined ? {} : { router }) }
    const error = t.throws(() => said(options, named ?? file), { instanceOf: UsageError })
    t.regex(error.message, why)
  })
}

test("a provider's edge is refused too, and is no answer to which router", (t) => {
  const metro = scenario('').source.replace(
    'peeringLocation: Amsterdam',
    'peeringLocation: Amsterdam\n    managed: true',
  )
  const named = written('managed.yaml', metro)
  t.throws(() => said({ router: 'er.pe1', to: 'frr' }, named), { message: /er\.pe1 is your provider's/ })
  t.throws(() => said({ to: 'frr' }, named), { message: /one of: ce1, ce2$/ })
})

test('a file that is not valid is told, and nothing is written', (t) => {
  const { out, talk, code } = said({ to: 'frr' }, written('broken.yaml', 'version: 1\ntitel: x\n'))
  t.deepEqual([out, code], ['', 2])
  t.regex(talk, /unknown key "titel"/)
})

test('as a page it is one file, with the scenario in it and nothing to be asked of anybody', (t) => {
  const out = join(folder, 'two.html')
  t.deepEqual(said({ html: out }), { out: '', talk: '', octets: new Uint8Array(0), code: 0 })
  const html = readFileSync(out, 'utf8')
  t.true(html.includes('"watched":false}'))
  t.false(/<(?:script|link|img)\b[^>]*\b(?:src|href)="(?!data:)/.test(html))
  t.false(html.includes(folder), 'it does not tell where the file stood')
})

test('a place that cannot be written to, and a folder without a scenario, are told', (t) => {
  t.throws(() => said({ html: join(file, 'a.html') }), {
    instanceOf: UsageError,
    message: /a\.html cannot be written: file already exists/,
  })
  t.throws(() => said({ html: folder }), { message: /cannot be written: illegal operation on a directory/ })
  const empty = join(folder, 'empty')
  mkdirSync(empty)
  t.throws(() => said({ html: '-' }, empty), { instanceOf: UsageError, message: /no scenario file found/ })
})

test('a page has several files to choose from, the first of them open; a configuration is made of one', (t) => {
  const { out, code } = said({ html: '-' }, alone, file)
  t.is(code, 0)
  const shelf = /<script[^>]* id="shelf">(.*?)<\/script>/.exec(out)?.[1] ?? ''
  const { scenarios }: { readonly scenarios: readonly { readonly file: string; readonly title: string }[] } =
    JSON.parse(shelf)
  t.deepEqual(
    scenarios.map(({ file: name, title }) => [name, title]),
    [
      ['alone.yaml', 'One'],
      ['two.yaml', 'Test'],
    ],
  )
  t.throws(() => said({ html: '-' }, alone, alone.replace('alone', './alone')), {
    instanceOf: UsageError,
    message: /two of the files are called alone\.yaml/,
  })
  t.throws(() => said({ to: 'ios' }, alone, file), { instanceOf: UsageError, message: /made of one file/ })
})

test('a page shows every router, and is no configuration', (t) => {
  t.throws(() => said({ html: 'out.html', router: 'ce1' }), {
    instanceOf: UsageError,
    message: /leave --router out/,
  })
  t.throws(() => said({ html: 'out.html', to: 'frr' }), {
    instanceOf: UsageError,
    message: /either --to or --html/,
  })
  t.throws(() => said({}), { instanceOf: UsageError, message: /as what\? --to ios, .*, or --html FILE/ })
})
