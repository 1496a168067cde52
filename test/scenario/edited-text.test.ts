import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { parse } from 'yaml'
import { patchedText, withEntries } from '../../src/scenario/edited-text.ts'
import { mergePatch } from '../../src/scenario/merge-patch.ts'

const file = `# One circuit.
circuits:
  er: { bandwidth: 1 Gbps, sku: { tier: Standard } } # bought in May
  # The second one.
  er-two:
    bandwidth: 2 Gbps
    peerings: [private]

# What happens.
timeline:
  - { when: converged, label: steady } # at last
`

/** What is changed, what is found instead in the file, and what the file has by then. */
const changes = [
  [
    'a value of a line',
    { circuits: { er: { bandwidth: '5 Gbps' } } },
    'bandwidth: 1 Gbps',
    'bandwidth: 5 Gbps',
  ],
  ['a value that begins with a digit', { circuits: { er: { sku: '1x' } } }, '{ tier: Standard }', '1x'],
  ['a text that would be a number', { circuits: { er: { sku: '12' } } }, '{ tier: Standard }', '"12"'],
  ['a text with signs of YAML', { circuits: { er: { sku: 'a: b' } } }, '{ tier: Standard }', '"a: b"'],
  ['one more key on a line', { circuits: { er: { x: 1 } } }, 'Standard } }', 'Standard }, x: 1 }'],
  ['one more key in a block', { circuits: { 'er-two': { x: [] } } }, '[private]\n', '[private]\n    x: []\n'],
  ['a block by a line', { circuits: { 'er-two': [1] } }, /er-two:[\s\S]*private\]/, 'er-two: [1]'],
  [
    'a key that goes, with its comment',
    { circuits: { 'er-two': null } },
    /\n {2}# The second[\s\S]*private\]/,
    '',
  ],
  ['the first key that goes', { circuits: { er: null } }, / {2}er: [\s\S]*?one\.\n/, ''],
  ['the last key that goes', { circuits: { er: { sku: { tier: null } } } }, '{ tier: Standard }', '{}'],
  [
    'a list of entries',
    { timeline: [{ at: '1s' }, { at: '2s' }] },
    '- { when: converged, label: steady } # at last',
    '- { at: 1s }\n  - { at: 2s }',
  ],
] as const

for (const [what, patch, before, after] of changes) {
  test(`${what} is changed, and nothing else`, (t) => {
    const text = patchedText(file, patch)
    t.deepEqual(parse(text), mergePatch(parse(file), patch))
    t.is(text, file.replace(before, after))
  })
}

test('an entry comes to the end of a list, in the form that the list has', (t) => {
  const entry = { at: '5s', cut: 'er.primary', silently: true }
  t.is(withEntries(file, 'timeline', [entry]), `${file}  - { at: 5s, cut: er.primary, silently: true }\n`)
  t.is(
    withEntries('a: 1\ntimeline: [x] # one\n', 'timeline', [entry]),
    'a: 1\ntimeline: [x, { at: 5s, cut: er.primary, silently: true }] # one\n',
  )
  t.is(withEntries('a: 1', 'timeline', [{ at: '5s' }]), 'a: 1\n\ntimeline:\n  - { at: 5s }\n')
  t.is(withEntries('timeline:\na: 1\n', 'timeline', [{ at: '5s' }]), 'timeline:\n  - { at: 5s }\na: 1\n')
})

test('where an alias stands for what is changed, the file is written anew', (t) => {
  t.is(patchedText('# Of two.\na: &x { b: 1 }\nc: *x\n', { a: { b: 2 } }), 'a: { b: 2 }\nc: { b: 1 }\n')
  t.is(patchedText('a: &x { b: 1 }\nc: *x\n', { a: null }), 'c: { b: 1 }\n')
})

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('true', '10.1.0.0/16', '1e3', '0x10', '~', '.5', '1s', ' a', '- a', '#b'),
)
const key = fc.oneof(
  fc.constantFrom('a', 'b', 'c'),
  text.filter((one) => one !== '__proto__'),
)
const leaf = fc.oneof(fc.integer(), fc.boolean(), text)
const { tree } = fc.letrec((tie) => ({
  tree: fc.dictionary(
    key,
    fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(leaf),
      fc.array(fc.dictionary(key, leaf, { noNullPrototype: true })),
      tie('tree'),
    ),
    { noNullPrototype: true },
  ),
}))

test('whatever is patched, and in whichever form it was written, it comes to what the standard says', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(tree, fc.array(tree, { maxLength: 3 }), (values, patches) => {
        const first = patchedText('a: 1\n', Object(values))
        const last = patches.reduce<string>((one, patch) => patchedText(one, Object(patch)), first)
        assert.deepEqual(
          parse(last, { stringKeys: true }),
          patches.reduce<unknown>(mergePatch, { a: 1, ...Object(mergePatch({ a: 1 }, values)) }),
        )
      }),
      { numRuns: 60 },
    ),
  )
})
