import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { parse } from 'yaml'
import { mergePatch } from '../../src/scenario/merge-patch.ts'
import { parseScenario, readScenario } from '../../src/scenario/parse.ts'
import { roundText } from '../../src/scenario/round-text.ts'
import { isSameDeed } from '../../src/scenario/same-deed.ts'
import { scenario } from '../support/scenario-text.ts'

const lesson = `
lesson:
  aim: One knows what is asked.
  rounds:
    - tell: First the file itself.
      ask: Is there a loop?
      choices:
        - { text: No, if: { loops: none } }
        - { text: Yes, if: { flow: web, outcome: LOOP } }
      explain: No.
    - tell: Then something is done to it.
      change: { circuits: { er: { peerings: { private: { bfd: true } } } } }
      do:
        - { cut: er.primary, label: cut }
        - { at: cut + 5s, cut: er.secondary }
      ask: For how long?
      choices: &choices
        - { text: Not at all, if: { flow: web, worstOutage: 0s, after: cut }, remark: Both are cut. }
        - { text: For good, if: { flow: web, worstOutage: { atLeast: 100s }, after: cut } }
      explain: For good.
    - tell: And looked at again.
      ask: For how long?
      choices: *choices
      explain: For good.
    - tell: What was changed stays, and what was done does not.
      change: { seed: 2, flows: { web: { count: null } } }
      ask: Is there a loop?
      choices:
        - { text: No, if: { loops: none } }
        - { text: Yes, if: { flow: web, outcome: LOOP } }
      explain: No.
`

test('a lesson is read with its rounds, and each knows in whose run it goes on', (t) => {
  const { lesson: read } = scenario(lesson)
  t.is(read?.aim, 'One knows what is asked.')
  t.deepEqual(
    read?.rounds.map(({ runOf }) => runOf),
    [0, 1, 1, 3],
  )
  t.deepEqual(
    read?.rounds[1]?.choices.map(({ text, remark, if: { check } }) => [text, remark, check.kind]),
    [
      ['Not at all', 'Both are cut.', 'flow-measures'],
      ['For good', undefined, 'flow-measures'],
    ],
  )
})

test('a choice that YAML reads as no text is refused', (t) => {
  const { issues } = readScenario(
    `version: 1\ntitle: T\n${lesson.replace('text: Not at all', 'text: 7')}`,
    'f',
  )
  t.true(issues.some(({ message }) => message === 'text must be a text (got 7)'))
})

test('the text of a round has its changes, what it does, and nothing of the lesson', (t) => {
  const file = scenario(`# Why there is a flow.\n${lesson}`)
  if (file.lesson === undefined) throw new Error('no lesson')
  const done = parseScenario(roundText(file.source, file.lesson, 2, { deeds: 'done' }))
  t.is(done.lesson, undefined)
  t.deepEqual(
    done.timeline.map(({ label, action }) => [label, action.kind]),
    [
      ['settled', 'mark'],
      ['cut', 'cut'],
      [undefined, 'cut'],
    ],
  )
  t.deepEqual(done.timeline[1]?.when, { kind: 'at', instant: { label: 'settled', offsetMicros: 10_000_000 } })
  t.not(done.design.circuits.get('er')?.peerings.get('private')?.bfd, undefined)
  t.is(parseScenario(roundText(file.source, file.lesson, 2, { deeds: 'to-do' })).timeline.length, 0)
  t.is(parseScenario(roundText(file.source, file.lesson, 3, { deeds: 'done' })).timeline.length, 0)
})

test('the text of a round expects what is right, and keeps the comments of the file', (t) => {
  const file = scenario(`\n# Two links, so that one may fail.\nuntil: 10m\n${lesson}`)
  if (file.lesson === undefined) throw new Error('no lesson')
  const right = file.lesson.rounds[1]?.choices[1]
  const text = roundText(file.source, file.lesson, 1, { deeds: 'done', right })
  t.true(text.includes('# Two links, so that one may fail.\nuntil: 10m\n'))
  t.true(text.includes('- { title: For good, flow: web, worstOutage: { atLeast: 100s }, after: cut }'), text)
  t.deepEqual(
    parseScenario(text).expectations.map((one) => one.text),
    ['For good'],
  )
})

test('the label that a round counts from is another than those of the file', (t) => {
  const file = scenario(`timeline: [{ when: converged, label: settled }]\n${lesson}`)
  if (file.lesson === undefined) throw new Error('no lesson')
  const { timeline } = parseScenario(roundText(file.source, file.lesson, 1, { deeds: 'done' }))
  t.deepEqual(
    timeline.map(({ label }) => label),
    ['settled', 'settled-2', 'cut', undefined],
  )
})

test('what stands for something else is changed where the round changes it, and nowhere else', (t) => {
  const source = 'a: &x { b: 1 }\nc: *x\nd: [*x]\n'
  const change = { a: { b: 2 } }
  const lessonOf = { aim: '', rounds: [{ ...emptyRound, change }] }
  t.deepEqual(parse(roundText(source, lessonOf, 0, { deeds: 'done' })), {
    a: { b: 2 },
    c: { b: 1 },
    d: [{ b: 1 }],
  })
})

const emptyRound = {
  place: { line: 1, column: 1, path: [] },
  tell: '',
  ask: '',
  explain: '',
  deeds: [{ cut: 'er.primary', at: '1s' }].slice(1),
  choices: [],
  runOf: 0,
}

const plainly = { noNullPrototype: true }
const key = fc.constantFrom('a', 'b', 'c')
const { tree } = fc.letrec((tie) => ({
  tree: fc.dictionary(
    key,
    fc.oneof({ maxDepth: 3 }, fc.integer(), fc.array(fc.integer()), tie('tree')),
    plainly,
  ),
}))
const { patch } = fc.letrec((tie) => ({
  patch: fc.dictionary(
    key,
    fc.oneof({ maxDepth: 3 }, fc.constant(null), fc.integer(), fc.array(fc.integer()), tie('patch')),
    plainly,
  ),
}))

test('the text of a round has the values that its patches come to', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(tree, fc.array(patch, { minLength: 1, maxLength: 3 }), (values, changes) => {
        const source = JSON.stringify({ version: 1, ...Object(values) })
        const rounds = changes.map((change) => ({ ...emptyRound, change: Object(change) }))
        const text = roundText(source, { aim: '', rounds }, rounds.length - 1, { deeds: 'done' })
        assert.deepEqual(parse(text), changes.reduce(mergePatch, { version: 1, ...Object(values) }))
      }),
    ),
  )
})

/** Two entries, and whether they do the same. */
const deeds = [
  [{ cut: 'er.primary' }, { cut: 'er.primary', at: '7s', label: 'cut-1' }, true],
  [{ cut: 'er.primary', silently: true, when: 'converged' }, { cut: 'er.primary', silently: true }, true],
  [{ cut: 'er.primary' }, { silently: false, cut: 'er.primary' }, true],
  [{ cut: 'er.primary' }, { cut: 'er.primary', silently: true }, false],
  [{ cut: 'er.primary' }, { cut: 'er.secondary' }, false],
  [{ cut: 'er.primary', for: '60s' }, { cut: 'er.primary', for: '1m' }, true],
  [{ cut: 'er.primary', for: '60s' }, { cut: 'er.primary' }, false],
  [{ crash: 'ce1' }, { freeze: 'ce1' }, false],
  [{ nothing: 'known' }, { nothing: 'known' }, false],
] as const

test('two deeds are the same whenever they are done, and however they are written', (t) => {
  for (const [a, b, same] of deeds) t.is(isSameDeed(a, b), same, JSON.stringify([a, b]))
})

const wild = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.string(),
  fc.constant([]),
  fc.constant({}),
)
const sections = fc.constantFrom(
  'circuits',
  'routers',
  'sites',
  'virtualNetworks',
  'flows',
  'timeline',
  'era',
  'seed',
)
const names = fc.constantFrom('er', 'ce1', 'ce2', 'office', 'vnet', 'web', 'new')
const keys = fc.constantFrom(
  'peerings',
  'connect',
  'prefixes',
  'behind',
  'connections',
  'asn',
  'from',
  'count',
)
const changes = fc.oneof(
  fc.dictionary(sections, wild, { ...plainly, minKeys: 1, maxKeys: 2 }),
  fc.dictionary(sections, fc.dictionary(names, wild, plainly), { ...plainly, minKeys: 1, maxKeys: 2 }),
  fc.dictionary(sections, fc.dictionary(names, fc.dictionary(keys, wild, plainly), plainly), {
    ...plainly,
    minKeys: 1,
  }),
)

test('whatever a round changes, it is refused at its place or is a valid file as text', (t) => {
  const { source } = scenario('')
  const round = `rounds: [{ tell: T, ask: A, explain: E, choices: [{ text: N, if: { loops: none } }, { text: B, if: { blackHoles: none } }]`
  t.notThrows(() =>
    fc.assert(
      fc.property(changes, (change) => {
        const file = `${source}\nlesson: { aim: O, ${round}, change: ${JSON.stringify(change)} }] }\n`
        const { scenario: read, issues } = readScenario(file, 'f')
        const text = roundText(file, { aim: '', rounds: [{ ...emptyRound, change }] }, 0, { deeds: 'done' })
        assert.equal(read === undefined, readScenario(text, 'f').scenario === undefined, text)
        const last = file.split('\n').length - 1
        for (const { level, line } of issues) if (level === 'error') assert.equal(line, last)
      }),
      { numRuns: 150 },
    ),
  )
})
