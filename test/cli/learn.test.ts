import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { type LearnOptions, learn } from '../../src/cli/learn.ts'
import { UsageError } from '../../src/cli/usage-error.ts'
import { recordingTerminal } from '../support/recording-terminal.ts'
import { scenario } from '../support/scenario-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'vmsee-learn-'))
test.after.always(() => rmSync(folder, { recursive: true }))

function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

/** A lesson of one round, whose choices ask these. */
function lessonOf(first: string, second: string): string {
  return scenario(`lesson:
  aim: One knows.
  rounds:
    - tell: Nothing happens.
      ask: What comes of that?
      choices:
        - { text: Nothing, if: ${first} }
        - { text: Something, if: ${second} }
      explain: Nothing comes of nothing.
`).source
}

const sound = written('sound.yaml', lessonOf('{ loops: none }', '{ flow: web, outcome: LOOP }'))
const unsound = written('unsound.yaml', lessonOf('{ loops: none }', '{ blackHoles: none, at: 1m }'))
const quiet = written('quiet.yaml', scenario('').source)
const invalid = written('invalid.yaml', 'version: 1\n')

function said(words: readonly string[], options: LearnOptions): { out: string; talk: string; code: number } {
  const terminal = recordingTerminal()
  const code = learn(words, options, terminal)
  return { ...terminal.said, code }
}

test('a lesson is sound, not sound, or no scenario, and the exit code says which', (t) => {
  t.deepEqual(said([sound], { check: true }), { ...nothing, out: `${sound}  sound  1 round\n`, code: 0 })
  const both = said([sound, unsound], { check: true })
  t.is(both.code, 1)
  t.regex(both.out, /unsound\.yaml:\d+:\d+ {2}unsound {2}round 1: more than one choice is right: loops none/)
  const none = said([sound, invalid], { check: true })
  t.is(none.code, 2)
  t.regex(none.talk, /the key "title" is missing/)
})

const nothing = { out: '', talk: '', octets: new Uint8Array(0) }

test('a teacher sees what is right, and what was measured for every choice', (t) => {
  const { out, code } = said([sound], { answers: true })
  t.is(code, 0)
  t.regex(
    out,
    /^1 {2}What comes of that\?\n {3}✓ a\) Nothing +none\n {5}b\) Something +0 of 128 five-tuples end so$/m,
  )
})

test('a lesson of the program goes by its name or number, and one that there is not has a way out', (t) => {
  const byName = said(['silent-cut'], { check: true })
  t.regex(byName.out, /silent-cut\.yaml {2}sound {2}4 rounds\n$/)
  t.deepEqual(said(['2'], { check: true }), byName)
  t.throws(() => said(['silent-cat'], {}), { instanceOf: UsageError, message: /did you mean "silent-cut"/ })
  t.throws(() => said([quiet], {}), {
    instanceOf: UsageError,
    message: /has no lesson: to run it, vmsee run /,
  })
})
