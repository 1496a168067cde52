import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { check } from '../../src/cli/check.ts'
import type { ExitCode } from '../../src/cli/exit-code.ts'
import { explain } from '../../src/cli/explain.ts'
import { init, schemaReference } from '../../src/cli/init.ts'
import { packageFolder } from '../../src/cli/package-files.ts'
import { type RunOptions, run } from '../../src/cli/run/run.ts'
import { show } from '../../src/cli/show.ts'
import { trace } from '../../src/cli/trace.ts'
import { UsageError } from '../../src/cli/usage-error.ts'
import { checkJsonSchema, runJsonSchema } from '../../src/report/run/result-schema.ts'
import { type RecordingTerminal, recordingTerminal } from '../support/recording-terminal.ts'

const program = { name: 'vmsee', version: '0.1.0', node: '20.20.2' }
const folder = mkdtempSync(join(tmpdir(), 'vmsee-test-'))
test.after.always(() => rmSync(folder, { recursive: true }))

const bare = `version: 1
title: A link is cut silently
circuits:
  er:
    peeringLocation: Amsterdam
    connectivity: cloud-exchange
    sku: { tier: Standard, family: MeteredData }
    bandwidth: 1 Gbps
    peerings:
      private:
        vlanId: 100
        peerAsn: 65010
        primaryPeerAddressPrefix: 172.16.0.0/30
        secondaryPeerAddressPrefix: 172.16.0.4/30
routers:
  ce1: { asn: 65010, connect: { circuit: er, path: primary } }
  ce2: { asn: 65010, connect: { circuit: er, path: secondary } }
sites:
  office: { behind: [ce1, ce2], prefixes: [10.1.0.0/16] }
virtualNetworks:
  vnet:
    region: West Europe
    addressSpace: [10.200.0.0/16]
    gateway: { sku: ErGw1AZ }
    connections: [{ circuit: er, weight: 0 }]
flows:
  web: { from: office, to: vnet, probe: 10 per second }
timeline:
  - { at: 10s, cut: er.primary, silently: true, label: cut }
`
const held = `expect:
  - { sessions: all, are: Established, at: 5s }
  - { loops: none, always: true }
`
const holds = written('holds.yaml', bare + held)
const expectNothing = written('nothing.yaml', bare)
const expectTooMuch = written(
  'fails.yaml',
  `${bare}expect:\n  - { flow: web, worstOutage: { atMost: 1s }, after: cut }\n`,
)
const endless = written('endless.yaml', `${bare}until: 2000h\n${held}`)
const invalid = written('invalid.yaml', 'version: 1\ntitel: x\n')

function written(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

async function ran(
  files: readonly string[],
  options: RunOptions = {},
  terminal: RecordingTerminal = recordingTerminal(),
): Promise<RecordingTerminal['said'] & { readonly code: ExitCode }> {
  const code = await run(files, options, program, terminal)
  return { ...terminal.said, code }
}

test('run exits with 0 where every expectation held, and says so', async (t) => {
  const { code, out, talk } = await ran([holds])
  t.is(code, 0)
  t.true(out.includes('1 passed (1)'), out)
  t.is(talk, '')
})

test('run exits with 1 where one failed, and says what, where and how to see it again', async (t) => {
  const { code, out } = await ran([expectTooMuch])
  t.is(code, 1)
  t.regex(out, /✗ .*\n(.*\n)*? +expected .*\n +at +.*fails\.yaml:\d+:\d+/)
  t.true(out.includes(`vmsee run ${expectTooMuch} --seed 1\n`), out)
})

test('run exits with 2 where a file is not valid, tells why on stderr, and runs the others', async (t) => {
  const { code, out, talk } = await ran([invalid, holds])
  t.is(code, 2)
  t.true(talk.includes('unknown key "titel"'), talk)
  t.true(out.includes('1 invalid, 1 passed (2)'), out)
})

test('run exits with 3 where nothing is expected, unless that is meant', async (t) => {
  t.is((await ran([expectNothing])).code, 3)
  t.is((await ran([expectNothing], { passWithNoExpectations: true })).code, 0)
})

test('run exits with 3 where no file matches, and its reports are well-formed all the same', async (t) => {
  const { code, out } = await ran([`${folder}/none*.yaml`], { json: true })
  t.is(code, 3)
  t.deepEqual(JSON.parse(out), { version: 1, program, verdict: 'inconclusive', scenarios: [] })
})

test('run exits with 124 where --timeout is reached, with what is known so far', async (t) => {
  const { code, out, talk } = await ran([holds], { timeout: 0.000001 })
  t.is(code, 124)
  t.true(talk.includes('1 of 1 scenario'), talk)
  t.true(out.includes('Scenarios  none'), out)
})

test('Ctrl-C ends the run that is under way with 130, and what has run is summed up', async (t) => {
  const terminal = recordingTerminal({ interruptedAfterMilliseconds: 100 })
  const { code, talk } = await ran([endless], {}, terminal)
  t.is(code, 130)
  t.true(talk.includes('interrupted: 1 of 1 scenario did not finish'), talk)
})

test('a run that was cut off has not passed, and its JSON says by what and which files are missing', async (t) => {
  const terminal = recordingTerminal({ interruptedAfterMilliseconds: 100 })
  const json = JSON.parse((await ran([invalid, endless, holds], { json: true }, terminal)).out)
  t.like(json, { verdict: 'invalid', interrupted: { by: 'signal', unfinished: [endless, holds] } })
  t.true(runJsonSchema.safeParse(json).success)
  const late = JSON.parse((await ran([holds], { json: true, timeout: 0.000001 })).out)
  t.like(late, { verdict: 'inconclusive', interrupted: { by: 'timeout', unfinished: [holds] } })
})

test('--json prints one value that the schema accepts, and nothing else on stdout', async (t) => {
  const { out } = await ran([holds, invalid], { json: true, routes: true, at: 5 })
  const parsed = runJsonSchema.safeParse(JSON.parse(out))
  t.true(parsed.success, parsed.error?.message)
})

test('beside JSON on stdout the list goes to stderr, and a reporter with a file to its file', async (t) => {
  const file = join(folder, 'reports', 'out.xml')
  const reporter = [
    { name: 'list', file: undefined },
    { name: 'json', file: undefined },
    { name: 'junit', file },
  ] as const
  const { out, talk } = await ran([holds], { reporter })
  t.is(JSON.parse(out).verdict, 'pass')
  t.true(talk.includes('1 passed (1)'))
  t.true(readFileSync(file, 'utf8').includes('<testsuites name="vmsee" tests="2" failures="0"'))
})

test('two kinds of data cannot share stdout, and a place that cannot be written to is no bug', async (t) => {
  const both = [
    { name: 'json', file: undefined },
    { name: 'junit', file: undefined },
  ] as const
  await t.throwsAsync(ran([holds], { reporter: both }), { instanceOf: UsageError })
  const nowhere = [{ name: 'junit', file: join(holds, 'out.xml') }] as const
  await t.throwsAsync(ran([holds], { reporter: nowhere }), { instanceOf: UsageError })
})

const toFile = (name: string): string => join(folder, name)

for (const { what, options, says } of [
  { what: '--at without --routes', options: { json: true, at: 5 }, says: /add --routes$/ },
  { what: '--routes without JSON', options: { routes: true }, says: /add --json, or --reporter json:FILE$/ },
  {
    what: '--at beyond the end',
    options: { json: true, routes: true, at: 356_400 },
    says: /holds\.yaml: the run ends at \d+(\.\d+)? s, before --at$/,
  },
  {
    what: 'one file for two reporters',
    options: {
      reporter: [
        { name: 'json', file: toFile('same') },
        { name: 'list', file: `${folder}/./same` },
      ],
    },
    says: /^two reporters cannot share the file .*same: give each its own$/,
  },
] as const) {
  test(`run refuses ${what}, and says what to do`, async (t) => {
    await t.throwsAsync(ran([holds], options), { instanceOf: UsageError, message: says })
  })
}

test('in CI the default is dots, and GitHub gets its summary', async (t) => {
  t.true((await ran([holds], {}, recordingTerminal({ environment: { CI: '1' } }))).out.startsWith('··\n\n'))
  const summary = join(folder, 'summary.md')
  const terminal = recordingTerminal({ environment: { GITHUB_STEP_SUMMARY: summary } })
  const { out } = await ran([expectTooMuch], { reporter: [{ name: 'github', file: undefined }] }, terminal)
  t.regex(out, /^::error file=.*fails\.yaml,line=\d+,col=\d+,title=/)
  t.true(readFileSync(summary, 'utf8').includes('| **fail** |'))
})

test('a seed given takes the place of the file’s, and the same seed gives the same result', async (t) => {
  const result = async (): Promise<unknown> => {
    const { scenarios } = JSON.parse((await ran([holds], { json: true, seed: 7, until: 100 })).out)
    return { ...scenarios[0], wallMilliseconds: 0 }
  }
  const first = await result()
  t.deepEqual(await result(), first)
  t.like(first, { seed: 7, simulatedSeconds: 100 })
})

test('check answers 0, 2 or 3, and its JSON satisfies the schema', (t) => {
  const checked = (files: readonly string[], options = {}): ExitCode =>
    check(files, options, recordingTerminal())
  t.is(checked([holds]), 0)
  t.is(checked([holds], { strict: true }), 3)
  t.is(checked([invalid, holds]), 2)
  t.is(checked([`${folder}/none*.yaml`]), 3)
  const terminal = recordingTerminal()
  t.is(check([invalid], { json: true }, terminal), 2)
  t.true(checkJsonSchema.safeParse(JSON.parse(terminal.said.out)).success)
  t.is(terminal.said.talk, '')
})

test('show prints the tables of one router at one instant', (t) => {
  const shown = (words: readonly string[], options = {}): string => {
    const terminal = recordingTerminal()
    t.is(show(holds, words, { router: 'ce1', ...options }, terminal), 0)
    return terminal.said.out
  }
  t.regex(shown(['bgp summary'], { at: 5 }), /^172\.16\.0\.2 +4 +12076 .* 00:00:04 +1 +1 er\.msee1$/m)
  t.regex(shown(['bgp'], { at: 200 }), /^ \*> {2}10\.1\.0\.0\/16 +0\.0\.0\.0 +32768 i$/m)
  t.false(shown(['bgp'], { at: 200 }).includes('10.200.0.0/16'))
  t.regex(shown(['bgp 10.200.1.1'], { at: 5 }), /best \(First path received\)/)
  t.regex(shown(['route'], { at: 5 }), /^B>\* 10\.200\.0\.0\/16 via 172\.16\.0\.2, er\.msee1$/m)
  t.like(JSON.parse(shown(['bgp summary'], { json: true })), { version: 1, router: 'ce1', asn: 65010 })
})

test('show without a router, or with one that is not there, says which there are', (t) => {
  const shown = (router: object): ExitCode => show(holds, ['bgp'], router, recordingTerminal())
  t.throws(() => shown({}), { instanceOf: UsageError, message: /ce1, ce2/ })
  t.throws(() => shown({ router: 'vnetgw0' }), {
    instanceOf: UsageError,
    message: /did you mean "vnet\.gw0"\?/,
  })
})

test('trace filters by node and kind, and prints JSON lines', (t) => {
  const terminal = recordingTerminal()
  t.is(trace(holds, { format: 'jsonl', node: ['ce1'], kind: ['session-state'] }, program, terminal), 0)
  const [header, ...records] = terminal.said.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  t.like(header, { format: 'vmsee-trace-1', seed: 1 })
  t.true(records.length > 3)
  t.true(records.every(({ node, kind }) => node === 'ce1' && kind === 'session-state'))
})

test('trace refuses a node or a kind that is not there', (t) => {
  const traced = (filter: object): ExitCode =>
    trace(holds, { format: 'text', ...filter }, program, recordingTerminal())
  t.throws(() => traced({ node: ['vnetgw0'] }), {
    instanceOf: UsageError,
    message: /did you mean "vnet\.gw0"\?/,
  })
  t.throws(() => traced({ kind: ['fibs'] }), { instanceOf: UsageError, message: /did you mean "fib"\?/ })
  t.throws(() => traced({ kind: ['foo'] }), { message: /^no kind foo; known: session-state, .*, mark$/ })
})

test('a file that is not valid stops show and trace with 2', (t) => {
  t.is(show(invalid, ['bgp'], { router: 'ce1' }, recordingTerminal()), 2)
  t.is(trace(invalid, { format: 'text' }, program, recordingTerminal()), 2)
})

test('explain tells a rule of either kind, lists all, and suggests', (t) => {
  const explained = (topic: string | undefined): string => {
    const terminal = recordingTerminal()
    t.is(explain(topic, terminal), 0)
    return terminal.said.out
  }
  t.regex(
    explained('a4'),
    /^A4 {2}The subnets[\s\S]*\n {2}Fix {5}Give each link[\s\S]*\n {2}Source {2}Microsoft/,
  )
  t.regex(explained('B5'), /^ {2}Shown +by redundancy\/one-session-without-sla: vmsee init /m)
  t.notRegex(explained('A4'), /Shown/)
  t.regex(explained('schema/unknown-key'), /^schema\/unknown-key {2}/)
  t.regex(explained(undefined), /^A1 +An IPv4[\s\S]*^schema\/unknown-key /m)
  t.throws(() => explained('b88'), { instanceOf: UsageError })
  t.throws(() => explained('schema/unknown-keys'), { instanceOf: UsageError, message: /unknown-key"\?/ })
})

test('explain of a file shows what was inferred from it', (t) => {
  const terminal = recordingTerminal()
  t.is(explain(holds, terminal), 0)
  t.regex(terminal.said.out, /er\.msee1/)
  t.is(explain(invalid, recordingTerminal()), 2)
})

test('init writes a scenario that is valid and that the editor completes, and overwrites nothing', (t) => {
  const file = join(folder, 'new', 'mine.yaml')
  t.is(init(file, {}, recordingTerminal()), 0)
  t.is(check([file], {}, recordingTerminal()), 0)
  const [first] = readFileSync(file, 'utf8').split('\n')
  t.regex(first ?? '', /^# yaml-language-server: \$schema=file:\/\/.*\/schema\/scenario\.schema\.json$/)
  t.throws(() => init(file, {}, recordingTerminal()), { instanceOf: UsageError, message: /exists/ })
  t.throws(() => init(join(file, 'below.yaml'), {}, recordingTerminal()), {
    instanceOf: UsageError,
    message: /below\.yaml cannot be written: /,
  })
  t.throws(() => init(join(folder, 'x'), { template: 'nope' }, recordingTerminal()), {
    instanceOf: UsageError,
  })
  t.false(existsSync(join(folder, 'x')))
})

test('init --list names every scenario of the package with its title', (t) => {
  const terminal = recordingTerminal()
  init('unused', { list: true }, terminal)
  t.regex(terminal.said.out, /^failover\/primary-silent-cut +The primary link is cut silently$/m)
})

test('the schema is found by a relative path where the package lies below the folder of work', (t) => {
  t.is(
    schemaReference('deep/a.yaml', 'node_modules/vmsee'),
    '../node_modules/vmsee/schema/scenario.schema.json',
  )
  t.is(schemaReference('a.yaml', packageFolder), './schema/scenario.schema.json')
})
