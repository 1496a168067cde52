import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { exitCodes } from '../../../src/cli/exit-code.ts'
import { conform } from '../../../src/cli/live/conform.ts'
import { randomMatches } from '../../../src/cli/live/random-matches.ts'
import { UsageError } from '../../../src/cli/usage-error.ts'
import { bird } from '../../../src/live/daemons/bird/bird.ts'
import { frr } from '../../../src/live/daemons/frr/frr.ts'
import { loadScenario } from '../../../src/scenario/load.ts'
import { recordingTerminal } from '../../support/recording-terminal.ts'

const program = { name: 'vmsee', version: '0.0.0', node: process.version }

const misuses: readonly {
  readonly what: string
  readonly files: readonly string[]
  readonly options: object
}[] = [
  { what: 'files beside scenarios that are made up', files: ['a.yaml'], options: { random: 3 } },
  { what: 'a seed without scenarios that are made up', files: ['a.yaml'], options: { seed: 3 } },
  { what: 'a folder without scenarios that are made up', files: ['a.yaml'], options: { out: 'made-up' } },
]

for (const { what, files, options } of misuses) {
  test(`refused: ${what}`, async (t) => {
    const answer = conform(files, { on: ['bird'], ...options }, program, recordingTerminal())
    await t.throwsAsync(answer, { instanceOf: UsageError, message: /--random/ })
  })
}

test('a daemon that nobody knows is told with those that there are', async (t) => {
  const answer = conform([], { on: ['brid'] }, program, recordingTerminal())
  await t.throwsAsync(answer, { instanceOf: UsageError, message: /bird/ })
})

test('without a file nothing is compared, and that is told', async (t) => {
  const terminal = recordingTerminal()
  t.is(await conform([], { on: ['bird'] }, program, terminal), exitCodes.unchecked)
  t.regex(terminal.said.talk, /no scenario file found/)
})

test('so many are made up as were asked for, on every daemon; those that the protocol does not decide are told', (t) => {
  const matches = randomMatches({ count: 2, seed: 8, out: undefined }, [bird, frr])
  t.is(matches.count, 4)
  t.is([...matches.all].length, 4)
  t.deepEqual(matches.remarks(), ['left out, since the protocol does not decide them: seeds 8'])
  t.is([...randomMatches({ count: 2, seed: 8, out: undefined }, []).all].length, 0)
})

test('what is made up is written where it is wanted, as files that can be loaded', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vmsee-made-up-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const out = join(folder, 'of', 'it')
  t.is([...randomMatches({ count: 2, seed: 9, out }, [bird]).all].length, 2)
  t.deepEqual(readdirSync(out), ['seed-10.yaml', 'seed-9.yaml'])
  t.deepEqual(loadScenario(join(out, 'seed-9.yaml')).issues, [])
})
