import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import test from 'ava'
import { patternBase, patternExpression } from '../../src/cli/file-pattern.ts'
import { scenarioFiles } from '../../src/cli/scenario-files.ts'
import { UsageError } from '../../src/cli/usage-error.ts'

const folder = mkdtempSync(join(tmpdir(), 'vmsee-test-')).replaceAll(sep, '/')
for (const path of [
  'b.yaml',
  'a.yml',
  'notes.txt',
  'deep/c.yaml',
  'deep/.hidden/d.yaml',
  'node_modules/e.yaml',
]) {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), '')
}
test.after.always(() => rmSync(folder, { recursive: true }))

const cases: readonly (readonly [string, readonly string[]])[] = [
  ['', ['a.yml', 'b.yaml', 'deep/c.yaml']],
  ['/', ['a.yml', 'b.yaml', 'deep/c.yaml']],
  ['/b.yaml', ['b.yaml']],
  ['/notes.txt', ['notes.txt']],
  ['/*.yaml', ['b.yaml']],
  ['/**/*.yaml', ['b.yaml', 'deep/c.yaml']],
  ['/{a,b}.y*ml', ['a.yml', 'b.yaml']],
  ['/[!b].y*', ['a.yml']],
  ['/nothing/*.yaml', []],
]

for (const [given, expected] of cases) {
  test(`the files of FOLDER${given} are ${expected.join(' ') || 'none'}`, (t) => {
    t.deepEqual(
      scenarioFiles([folder + given]),
      expected.map((name) => `${folder}/${name}`),
    )
  })
}

test('a file that is not there is named, with what was meant', (t) => {
  const error = t.throws(() => scenarioFiles([`${folder}/notes.tx`]), { instanceOf: UsageError })
  t.is(error.message, `no such file: ${folder}/notes.tx; did you mean "notes.txt"?`)
})

test('each file is run once, and - stands for standard input', (t) => {
  t.deepEqual(scenarioFiles(['-', `${folder}/b.yaml`, `${folder}/*.yaml`]), ['-', `${folder}/b.yaml`])
})

const patterns: readonly (readonly [string, string, boolean])[] = [
  ['a/**/b.yaml', 'a/b.yaml', true],
  ['a/**/b.yaml', 'a/x/y/b.yaml', true],
  ['a/*/b.yaml', 'a/x/y/b.yaml', false],
  ['a.yaml', 'abyaml', false],
  ['a?.yaml', 'ab.yaml', true],
  ['a?.yaml', 'a/.yaml', false],
  ['(x)+.yaml', '(x)+.yaml', true],
]

for (const [pattern, path, matches] of patterns) {
  test(`${pattern} ${matches ? 'matches' : 'does not match'} ${path}`, (t) => {
    t.is(patternExpression(pattern).test(path), matches)
  })
}

test('a pattern is looked for below its first special character', (t) => {
  t.deepEqual(['*.yaml', 'a/b/*.yaml', '/tmp/**', '/*'].map(patternBase), ['.', 'a/b', '/tmp', '/'])
})
