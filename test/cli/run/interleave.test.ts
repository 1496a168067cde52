import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { parse } from 'yaml'
import { type RunOptions, run } from '../../../src/cli/run/run.ts'
import { afterTurns, type RecordingTerminal, recordingTerminal } from '../../support/recording-terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'vmsee-interleave-'))
test.after.always(() => rmSync(folder, { recursive: true }))

const program = { name: 'vmsee', version: '0.1.0', node: '20' }

/** Two routes that are alike, so that the older one wins at a router that looks at their age. */
function network(profile: string): string {
  return `version: 1
title: Who comes first
routers:
  a: { asn: 65001, advertise: [10.9.0.0/24] }
  b: { asn: 65002, advertise: [10.9.0.0/24] }
  c: { asn: 65003, profile: ${profile} }
sessions:
  - { between: [a, c] }
  - { between: [b, c] }
expect:
  - { route: { at: c, prefix: 10.9.0.0/24 }, via: a, at: 10s }
  - { sessions: all, are: Established, at: 10s }
`
}

function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const byAge = written('by-age.yaml', network('frr'))
const byIdentifier = written('by-identifier.yaml', network('rfc'))

async function said(
  files: readonly string[],
  options: RunOptions = { interleave: 9 },
): Promise<RecordingTerminal['said'] & { readonly code: number }> {
  const terminal = recordingTerminal()
  return { code: await run(files, options, program, terminal), ...terminal.said }
}

test('where something else than the order decides, every order has the same verdicts', async (t) => {
  const { out, code } = await said([byIdentifier])
  t.is(code, 0)
  t.regex(out, /by-identifier\.yaml {2}9 orders, the same 2 verdicts in each\n$/)
})

test('where the older route wins, the order decides: it is told, and shown by a scenario', async (t) => {
  const order = join(folder, 'order.yaml')
  const { out, talk, code } = await said([byIdentifier, byAge], { interleave: 9, write: order })
  t.is(code, 1)
  t.regex(
    out,
    /by-age\.yaml {2}9 orders, \d of them with other verdicts\n {3}order \d: pass becomes fail: route at c .*\(via b/,
  )
  t.regex(talk, /order\.yaml: order \d\n\n {2}vmsee run .*order\.yaml\n$/)
  t.is((await said([byAge], {})).code, 0)
  const shown = await said([order], {})
  t.is(shown.code, 1)
  t.regex(shown.out, /via b/)
})

test('Ctrl-C tells of the orders that were run', async (t) => {
  const terminal = { ...recordingTerminal(), onInterrupt: afterTurns(4) }
  const code = await run([byIdentifier, byAge], { interleave: 9 }, program, terminal)
  t.is(code, 130)
  t.regex(terminal.said.out, /^ .*by-identifier\.yaml {2}\d orders?, the same 2 verdicts in each\n$/)
  t.regex(terminal.said.talk, /^interrupted: \d of 9 orders were run\n$/)
})

test('the same orders give the same answer, on as many threads as there are', async (t) => {
  const { out } = await said([byAge], { interleave: 26 })
  t.is((await said([byAge], { interleave: 26 })).out, out)
})

test('wrong input is told', async (t) => {
  await t.throwsAsync(said([byAge], { interleave: 2, json: true }), {
    message: /--json does not go with --interleave/,
  })
  await t.throwsAsync(said([byAge], { interleave: 2, passWithNoExpectations: true }), {
    message: /--pass-with-no-expectations does not go/,
  })
  await t.throwsAsync(said([byAge], { write: join(folder, 'x.yaml') }), { message: /add --interleave/ })
  await t.throwsAsync(said([byAge], { interleave: 2, write: byAge }), {
    message: /exists and is left as it is/,
  })
  t.is((await said([written('bad.yaml', 'version: 2\n')])).code, 2)
  t.is((await said([written('nothing.yaml', 'version: 1\ntitle: None\n')])).code, 3)
  // In braces the version has no line of its own, after which the order could stand.
  const braces = written('braces.yaml', JSON.stringify(parse(network('frr'))))
  const order = join(folder, 'unwritten.yaml')
  await t.throwsAsync(said([braces], { interleave: 9, write: order }), {
    message: /order \d of .*braces\.yaml cannot be written to .*: add "interleave: \d" to the scenario/,
  })
  t.false(existsSync(order))
})
