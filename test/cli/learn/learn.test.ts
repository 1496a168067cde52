import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { course } from '../../../src/analysis/lesson/course.ts'
import { type LearnOptions, learn } from '../../../src/cli/learn/learn.ts'
import { UsageError } from '../../../src/cli/usage-error.ts'
import { parseScenario } from '../../../src/scenario/parse.ts'
import { runScenario } from '../../../src/scenario/run-scenario.ts'
import { recordingTerminal } from '../../support/recording-terminal.ts'
import { scenario } from '../../support/scenario-text.ts'

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

type Difference = Parameters<typeof recordingTerminal>[0]

async function said(
  words: readonly string[],
  options: LearnOptions,
  difference: Difference = {},
): Promise<{ out: string; talk: string; code: number }> {
  const terminal = recordingTerminal(difference)
  const code = await learn(words, options, terminal)
  return { out: terminal.said.out, talk: terminal.said.talk, code }
}

test('a lesson is sound, not sound, or no scenario, and the exit code says which', async (t) => {
  t.deepEqual(await said([sound], { check: true }), { out: `${sound}  sound  1 round\n`, talk: '', code: 0 })
  const both = await said([sound, unsound], { check: true })
  t.is(both.code, 1)
  t.regex(both.out, /unsound\.yaml:\d+:\d+ {2}unsound {2}round 1: more than one choice is right: loops none/)
  const none = await said([sound, invalid], { check: true })
  t.is(none.code, 2)
  t.regex(none.talk, /the key "title" is missing/)
})

test('lessons are checked by folder and by pattern too', async (t) => {
  const own = join(folder, 'course')
  mkdirSync(own)
  for (const name of ['a', 'b']) writeFileSync(join(own, `${name}.yaml`), readFileSync(sound))
  const byFolder = await said([own], { check: true })
  t.is(byFolder.out, `${own}/a.yaml  sound  1 round\n${own}/b.yaml  sound  1 round\n`)
  t.deepEqual(await said([`${own}/*.yaml`], { check: true }), byFolder)
})

test('a teacher sees what is right, and what was measured for every choice', async (t) => {
  const { out, code } = await said([sound], { answers: true })
  t.is(code, 0)
  t.regex(
    out,
    /^1 {2}What comes of that\?\n {3}✓ a\) Nothing +none\n {5}b\) Something +0 of 128 five-tuples end so$/m,
  )
})

test('a sheet has no answer, unless they are asked for', async (t) => {
  const { out } = await said([sound], { sheet: true })
  t.is(
    out,
    '# Test\n\n## 1\n\nNothing happens.\n\n**What comes of that?**\n\n- [ ] a) Nothing\n- [ ] b) Something\n\nWhy?\n\n&nbsp;\n',
  )
  const answers = await said([sound], { sheet: true, answers: true })
  t.regex(answers.out, /^Answer: a\) Nothing \(none\)\n\nNothing comes of nothing\.$/m)
})

test('as JSON a lesson has what is right, and null where nothing single is', async (t) => {
  const { out, code } = await said([sound, unsound], { json: true })
  t.is(code, 1)
  const { version, lessons }: { version: unknown; lessons: readonly unknown[] } = JSON.parse(out)
  t.is(version, 1)
  t.like(lessons[0], { file: sound, sound: true, rounds: [{ right: 'a', unsound: null }] })
  t.like(lessons[1], { file: unsound, sound: false, rounds: [{ right: null }] })
})

test('a lesson of the program goes by its name or number, and one that there is not has a way out', async (t) => {
  const byName = await said(['silent-cut'], { check: true })
  t.regex(byName.out, /silent-cut\.yaml {2}sound {2}4 rounds\n$/)
  t.deepEqual(await said([String(course.indexOf('silent-cut') + 1)], { check: true }), byName)
  await t.throwsAsync(said(['silent-cat'], {}), {
    instanceOf: UsageError,
    message: /did you mean "silent-cut"/,
  })
  await t.throwsAsync(said(['99'], {}), {
    instanceOf: UsageError,
    message: /^no lesson 99; 1 to \d\d, or a name: vmsee learn lists them$/,
  })
  await t.throwsAsync(said([quiet], {}), {
    instanceOf: UsageError,
    message: /has no lesson: to run it, vmsee run /,
  })
})

test('wishes that do not go together are refused', async (t) => {
  const refused: readonly (readonly [readonly string[], LearnOptions, RegExp])[] = [
    [[sound, unsound], {}, /one lesson at a time/],
    [[sound], { sheet: true, json: true }, /--sheet is for paper/],
    [[sound], { round: 1, check: true }, /leave --check out/],
    [[], { round: 1 }, /name it/],
    [[sound], { round: 2 }, /has 1 round/],
    [[sound], { quiz: true }, /--quiz takes --seed and nothing else/],
    [[], { quiz: true, check: true }, /--quiz takes --seed and nothing else/],
    [[sound], { seed: 7 }, /--seed is of --quiz/],
    [[unsound], { round: 1 }, /round 1 is not sound: more than one choice is right/],
  ]
  for (const [words, options, message] of refused) {
    await t.throwsAsync(said(words, options), { instanceOf: UsageError, message })
  }
})

test('whoever commits to a choice sees the run, what was right, and why', async (t) => {
  const { out, code } = await said(['silent-cut'], {}, { answers: ['b', 'c)', '?', 'A'] })
  t.is(code, 0)
  t.regex(
    out,
    /You said b\) About half a minute, it was a\) Less than a second: outage 0\.001 s \(return\)\nNothing has/,
  )
  t.regex(
    out,
    /\+180\.012 s {2}web → all 64 five-tuples arrive over er-amsterdam\.msee2\n\nRight: c\) Up to three minutes/,
  )
  t.regex(out, /> \?\n\nIt was b\) About half: affected 50 % \(forward\)\n/)
  t.regex(out, /^ {2}circuits\.er-amsterdam\.peerings\.private\.bfd: true$/m)
  t.regex(out, /\nYou knew 2 of 4\.\n$/)
})

test('of a long story the beginning and the end are told', async (t) => {
  const { out } = await said(['prefix-limit'], {}, { answers: ['c'] })
  t.regex(out, /branches announces 4000 prefixes\n(?:.*\n)+ {3}… \d+ lines …\n(?:.*\n){4,8}\nRight: c\)/)
})

test('what is changed is said as a file would have it', async (t) => {
  const file = sound.replace('sound', 'changed')
  const change =
    '{ routers: { ce1: { export: [{ match: { asPath: ^1$ }, reject: true }] }, ce2: { import: null } } }'
  writeFileSync(
    file,
    readFileSync(sound, 'utf8').replace(
      '- tell: Nothing happens.',
      `- tell: A filter.\n      change: ${change}`,
    ),
  )
  const { out } = await said([file], {}, { answers: [] })
  t.regex(out, /^ {2}routers\.ce1\.export: \[\{ match: \{ asPath: \^1\$ \}, reject: true \}\]$/m)
  t.regex(out, /^ {2}routers\.ce2\.import: none$/m)
})

test('nothing of the run is shown before a choice', async (t) => {
  const { out } = await said(['silent-cut'], {}, { answers: [] })
  t.regex(out, /\?\) I am not sure\n$/)
  t.notRegex(out, /\+10\.012/)
})

test('what is no choice is asked for again, and the end of the input or Ctrl-C ends it', async (t) => {
  const again = await said(['silent-cut'], {}, { answers: ['e', '', 'q'] })
  t.is(again.talk, `${'answer with one of a, b, c, or with ?\n'.repeat(2)}\n`)
  t.is(again.code, 0)
  const interrupted = await said(
    ['silent-cut'],
    {},
    { answers: ['a'], isPerson: true, endsByInterrupt: true },
  )
  t.is(interrupted.code, 130)
})

test('without a lesson those of the program are listed, and a person may choose one', async (t) => {
  const listed = await said([], {}, { answers: ['1'] })
  t.is(listed.code, 0)
  for (const [index, name] of course.entries()) {
    t.regex(listed.out, new RegExp(`^ *${index + 1} {2}${name} +\\S.*\\n +One knows `, 'm'))
  }
  t.notRegex(listed.out, /Round 1/)
  const chosen = await said([], {}, { isPerson: true, answers: ['99', 'two-links', 'q'] })
  t.regex(chosen.out, /Round 1 of \d+\n/)
})

test('the file of a round runs, and holds', async (t) => {
  const { out } = await said(['silent-cut'], { round: 4 })
  t.is(runScenario(parseScenario(out)).verdict, 'pass')
})

test('a round that is not sound says so to whoever walks through it', async (t) => {
  const { out } = await said([unsound], {}, { answers: ['a'] })
  t.regex(out, /^This round is not sound: more than one choice is right: /m)
})

test('the quiz asks until one stops, says why each time, and begins alike for one seed', async (t) => {
  const { out, code } = await said([], { quiz: true, seed: 7 }, { answers: ['a', '?'] })
  t.is(code, 0)
  t.deepEqual(
    [1, 2, 3].map((number) => out.split(`Question ${number}\n`).length),
    [2, 2, 2],
  )
  t.regex(
    out,
    /\n> a\n\n(?: {2}\S.*\n)+\n(?:Right: a\)|You said a\), it was [b-d]\)): the route from [a-d] won at “/,
  )
  t.regex(out, /\n> \?\n\n(?: {2}\S.*\n)+\nIt was [a-d]\): the route from/)
  t.regex(out, /\nYou knew [01] of 2 questions, of seed 7\.\n$/)
  t.is((await said([], { quiz: true, seed: 7 }, { answers: ['a', '?'] })).out, out)
  const [, first] = (await said([], { quiz: true })).out.split('Question 1\n')
  t.not(first, out.split('Question 1\n')[1])
})
