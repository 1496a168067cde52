import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { type FailuresOptions, failures } from '../../../src/cli/analysis/failures.ts'
import { merge } from '../../../src/cli/analysis/merge.ts'
import type { SweepOptions } from '../../../src/cli/analysis/tell-sweep.ts'
import { threadsFor } from '../../../src/cli/pieces/run-pieces.ts'
import { afterTurns, type RecordingTerminal, recordingTerminal } from '../../support/recording-terminal.ts'
import { scenario } from '../../support/scenario-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'vmsee-failures-'))
test.after.always(() => rmSync(folder, { recursive: true }))

const file = written('sound.yaml', scenario('').source)

function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const program = { name: 'vmsee', version: '0.1.0', node: '20' }

type Said = RecordingTerminal['said'] & { readonly code: number }

async function said(
  options: Partial<FailuresOptions> = {},
  named = file,
  terminal = recordingTerminal(),
): Promise<Said> {
  const code = await failures(named, { k: 1, ...options }, program, terminal)
  return { ...terminal.said, code }
}

function merged(parts: readonly string[], options: SweepOptions = {}): Said {
  const terminal = recordingTerminal()
  const code = merge(parts, options, terminal)
  return { ...terminal.said, code }
}

test('without an assertion a network is told of, whatever becomes of it', async (t) => {
  const { out, code } = await said()
  t.is(code, 0)
  t.regex(out, /what fails +web → +web ←$/m)
})

test('an assertion that does not hold is exit code 1, and names the cases, the worst first', async (t) => {
  const second = 1_000_000
  const { talk, code } = await said({ assert: second })
  t.is(code, 1)
  t.regex(talk, /^asserted otherwise: er\.primary: out for 1\d\d/m)
  t.is((await said({ assert: 181 * second })).code, 0)
  t.regex(
    (await said({ k: 2, assert: second })).talk,
    /^\d+ runs in .*\nasserted otherwise: \S+ \+ \S+: traffic is lost for good/,
  )
})

test('as JSON it has every case with every flow', async (t) => {
  const json: unknown = JSON.parse((await said({ json: true })).out)
  t.like(json, { version: 1, file, runs: 8 })
  t.regex(JSON.stringify(json), /"fails":\["er\.primary"\],"verdict":"broken","settledAfterSeconds":1\d\d/)
})

test('the worst case is written as a scenario, and an existing file is left alone', async (t) => {
  const worst = join(folder, 'worst.yaml')
  t.regex((await said({ write: worst })).talk, /vmsee run .*worst\.yaml --story/)
  t.regex(readFileSync(worst, 'utf8'), /at: steady \+ 10s, label: failure, cut: er\.\w+, silently: true/)
  await t.throwsAsync(said({ write: worst }), { message: /exists and is left as it is/ })
})

test('a file whose timeline cannot be replaced is told of, and nothing is left behind', async (t) => {
  const flow = written('flow.yaml', `{ version: 1, title: One, flows: {}, timeline: [] }\n`)
  await t.throwsAsync(said({}, flow), { message: /no flows/ })
  t.false(existsSync(join(folder, 'none.yaml')))
})

test('a network without anything of the kind, and a file that is not valid', async (t) => {
  await t.throwsAsync(said({}, written('empty.yaml', 'version: 1\ntitle: None\n')), { message: /no flows/ })
  t.is((await said({}, written('bad.yaml', 'version: 2\n'))).code, 2)
})

/** What every division of the work must say. */
const whole = { k: 2, workers: 1 } as const

test('one thread, two threads and eight shards say the same, byte for byte, as text and as JSON', async (t) => {
  const parts: string[] = []
  for (let number = 8; number >= 1; number--) {
    const { out, code } = await said({ ...whole, shard: { number, of: 8 } })
    t.is(code, 0)
    parts.push(written(`${number}.part`, out))
  }
  for (const options of [{}, { json: true }, { all: true }] as const) {
    const alone = await said({ ...whole, ...options })
    t.true(alone.out.length > 1000)
    t.is((await said({ ...whole, ...options, workers: 2 })).out, alone.out)
    t.is(merged(parts, options).out, alone.out)
  }
  t.throws(() => merged(parts.slice(1)), { message: /these are not one whole: part 8\/8 is missing/ })
  t.throws(() => merged([file]), { message: /sound\.yaml is no part, as --shard and --resume write them/ })
})

test('there are no more threads than runs, and one where there is little to do', (t) => {
  t.is(threadsFor(3, 9999), 3)
  t.is(threadsFor(0, 4), 1)
  t.is(threadsFor(5, undefined), 1)
  t.is(threadsFor(100_000, undefined), availableParallelism())
})

test('what is about the whole is not asked of a part', async (t) => {
  const shard = { number: 1, of: 2 }
  await t.throwsAsync(said({ shard, json: true }), {
    message: /--json is about the whole: give it to vmsee merge/,
  })
})

test('Ctrl-C keeps what was done, and says how to go on; the rest is done then', async (t) => {
  const terminal = { ...recordingTerminal(), onInterrupt: afterTurns(9) }
  const kept = join(folder, 'kept.part')
  const { out, talk, code } = await said({ ...whole, resume: kept }, file, terminal)
  t.is(code, 130)
  t.is(out, '')
  const [, done] =
    /^interrupted: (\d+) of 32 runs are done and kept in .*kept\.part\n\n {2}vmsee failures .*sound\.yaml --k 2 --workers 1 --resume .*kept\.part\n$/.exec(
      talk,
    ) ?? []
  t.true(Number(done) > 3 && Number(done) < 32, talk)
  t.is(readFileSync(kept, 'utf8').trim().split('\n').length, 1 + Number(done))
  t.throws(() => merged([kept]), { message: /is not finished/ })
  // As if it had been killed while it wrote a line.
  writeFileSync(kept, `${readFileSync(kept, 'utf8')}{"piece":3`)
  const rest = await said({ ...whole, resume: kept })
  t.regex(rest.talk, new RegExp(`^${32 - Number(done)} runs in `))
  t.is(rest.out, (await said(whole)).out)
  t.is((await said({ ...whole, resume: kept })).out, rest.out)
  t.is(merged([kept]).out, rest.out)
})

test('how to go on says everything that was asked for', async (t) => {
  const kept = join(folder, 'going on.part')
  const options = { ...whole, of: ['links', 'nodes'], seed: 7, assert: 1_500_000, all: true } as const
  const told = { workers: 1, html: join(folder, 'a page.html'), json: true, resume: kept } as const
  const terminal = { ...recordingTerminal(), onInterrupt: afterTurns(2) }
  const { talk } = await said({ ...options, ...told }, file, terminal)
  t.is(
    talk.split('\n').at(-2)?.replaceAll(folder, ''),
    "  vmsee failures /sound.yaml --k 2 --of links,nodes --seed 7 --workers 1 --assert 'outage <= 1.5s' --all --html '/a page.html' --json --resume '/going on.part'",
  )
})

test('a place that cannot be written to is refused before anything runs', async (t) => {
  const [html, svg] = [join(file, 'below', 'a.html'), join(folder, 'made', 'b.svg')]
  await t.throwsAsync(said({ html }), { message: /a\.html cannot be written: \w/ })
  await said({ svg })
  t.true(existsSync(svg))
})

test('a part of something else is not gone on with', async (t) => {
  const kept = join(folder, 'other.part')
  await said({ resume: kept })
  await t.throwsAsync(said({ resume: kept, k: 2 }), {
    message: /cannot go on: .*other\.part and what is asked for are of different options/,
  })
  await t.throwsAsync(said({ resume: kept, seed: 5 }), {
    message: /other\.part is of seed 1, and what is asked for of seed 5/,
  })
  await t.throwsAsync(said({ resume: kept, shard: { number: 1, of: 2 } }), {
    message: /other\.part is part 1\/1, and what is asked for is part 1\/2/,
  })
  await t.throwsAsync(said({ resume: file }), { message: /sound\.yaml cannot be used: it is no part/ })
})

test('as a page it has every pair and every case, and asks nobody for anything', async (t) => {
  const page = join(folder, 'page.html')
  await said({ k: 2, html: page })
  const html = readFileSync(page, 'utf8')
  t.regex(
    html,
    /<th scope="row">2 er\.secondary<\/th><td class="lost" title="er\.primary \+ er\.secondary: lost">✗<\/td>/,
  )
  t.is(html.split('<td class="lost" title=').length - 1, 10)
  t.notRegex(html, /<script|https?:|src=|@import|url\(/)
})

test('in a terminal every pair is a sign, with the single failures in the diagonal', async (t) => {
  const { out } = await said({ k: 2 })
  t.regex(out, /^ {21}1 2 3 4 5 6 7 8$/m)
  t.regex(out, /^ {5}2 {2}er\.secondary ✗ ~$/m)
  t.true(out.split('\n').every((line) => line.length <= 80))
})
