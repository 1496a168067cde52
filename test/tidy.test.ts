import test from 'ava'
import type { Tree } from './support/module-graph.ts'
import { readProject } from './support/project-tree.ts'
import { readSource } from './support/source-text.ts'
import {
  cycleViolations,
  deadExportViolations,
  deadFileViolations,
  dependencyViolations,
  floorViolations,
  libraryViolations,
  packageViolations,
  type Violation,
} from './support/tidy-modules.ts'
import {
  codeViolations,
  commentViolations,
  lengthViolations,
  machineViolations,
  nameViolations,
  wordViolations,
} from './support/tidy-text.ts'

/** A check is proved by planted trees: one that breaks the rule, and where it could go too far, one that keeps it. */
interface Check {
  readonly rule: string
  readonly violations: (tree: Tree) => readonly Violation[]
  readonly breaks: readonly Planted[]
  readonly keeps: readonly Planted[]
}

type Planted = Readonly<Record<string, string>>

const project = readProject()

const checks: readonly Check[] = [
  {
    rule: 'a file imports from its own folder and from the floors below',
    violations: floorViolations,
    breaks: [
      { 'src/bgp/a.ts': "import { b } from '../sim/b.ts'\n", 'src/sim/b.ts': 'export const b = 1\n' },
      { 'src/bgp/a.ts': "import type { B } from '../bfd/b.ts'\n", 'src/bfd/b.ts': 'export type B = 1\n' },
      {
        'src/expressroute/a.ts': "import {\n  b,\n} from '../sim/b.ts'\n",
        'src/sim/b.ts': 'export const b = 1\n',
      },
      {
        'src/sim/a.ts': "const b = import('../expressroute/b.ts')\n",
        'src/expressroute/b.ts': 'export const b = 1\n',
      },
      { 'src/net/a.ts': "export { b } from '../bgp/b.ts'\n", 'src/bgp/b.ts': 'export const b = 1\n' },
      { 'src/bgp/a.ts': "import { b } from './b.ts'\n" },
      {
        'src/net/a.ts': "import { b } from '../../test/support/b.ts'\n",
        'test/support/b.ts': 'export const b = 1\n',
      },
      { 'src/attic/a.ts': 'export const a = 1\n' },
    ],
    keeps: [
      {
        'src/bgp/rib/a.ts': "import { b } from '../fsm/b.ts'\nimport { c } from '../../net/c.ts'\n",
        'src/bgp/fsm/b.ts': 'export const b = 1\n',
        'src/net/c.ts': 'export const c = 1\n',
      },
      { 'src/net/a.ts': "// import { b } from '../bgp/b.ts'\n" },
    ],
  },
  {
    rule: 'a package is known in its own place alone',
    violations: packageViolations,
    breaks: [
      { 'src/sim/a.ts': "import { EventEmitter } from 'eventemitter3'\n" },
      { 'src/net/prefix.ts': "import { Netmask } from 'netmask'\n" },
      { 'src/report/run/summary.ts': "import { readFileSync } from 'node:fs'\n" },
      { 'src/scenario/parse.ts': "import { hash } from '@noble/ciphers/aes'\n" },
      { 'src/bgp/a.ts': "import leftPad from 'left-pad'\n" },
    ],
    keeps: [
      { 'src/sim/tracer.ts': "import { EventEmitter } from 'eventemitter3'\n" },
      { 'src/sim/random.ts': "import { a } from 'pure-rand/generator/a'\n" },
      { 'src/scenario/load.ts': "import { openSync } from 'node:fs'\n" },
      { 'src/cli/main.ts': "import { join } from 'node:path'\n" },
    ],
  },
  {
    rule: 'every dependency is used, and every package used is a dependency',
    violations: dependencyViolations,
    breaks: [
      { 'package.json': '{ "dependencies": { "zod": "1" } }' },
      { 'package.json': '{ "dependencies": {} }', 'src/scenario/a.ts': "import * as z from 'zod'\n" },
    ],
    keeps: [
      {
        'package.json': '{ "dependencies": { "@noble/hashes": "1" } }',
        'src/scenario/parse.ts': "import { a } from '@noble/hashes/sha2'\nimport { b } from 'node:fs'\n",
      },
    ],
  },
  {
    rule: 'the library leads to nothing of Node',
    violations: libraryViolations,
    breaks: [
      {
        'src/index.ts': "export { a } from './scenario/a.ts'\n",
        'src/scenario/a.ts': "import { b } from './load.ts'\nexport const a = b\n",
        'src/scenario/load.ts': "import { openSync } from 'node:fs'\nexport const b = openSync\n",
      },
    ],
    keeps: [{ 'src/index.ts': '', 'src/scenario/load.ts': "import { openSync } from 'node:fs'\n" }],
  },
  {
    rule: 'no two files import each other, by however many steps',
    violations: cycleViolations,
    breaks: [
      {
        'src/net/a.ts': "import type { B } from './b.ts'\n",
        'src/net/b.ts': "import type { C } from './c.ts'\n",
        'src/net/c.ts': "import type { A } from './a.ts'\n",
      },
    ],
    keeps: [
      {
        'src/net/a.ts': "import { b } from './b.ts'\nimport { c } from './c.ts'\n",
        'src/net/b.ts': "import { c } from './c.ts'\n",
        'src/net/c.ts': '',
      },
    ],
  },
  {
    rule: 'every file of src is reached from an entry',
    violations: deadFileViolations,
    breaks: [
      { 'src/net/a.ts': 'export const a = 1\n', 'test/net/a.test.ts': "import '../../src/net/a.ts'\n" },
    ],
    keeps: [
      {
        'src/cli/main.ts': "const { a } = await import('./a.ts')\n",
        'src/cli/a.ts': 'export const a = 1\n',
        'src/report/b.ts': 'export const b = 1\n',
        'test/support/write-schema.ts': "import { b } from '../../src/report/b.ts'\n",
      },
    ],
  },
  {
    rule: 'what a file exports, somebody imports',
    violations: deadExportViolations,
    breaks: [
      { 'src/net/a.ts': 'export const a = 1\n' },
      { 'src/net/a.ts': 'export function a(): void {}\na()\n' },
      { 'src/net/a.ts': 'export interface A {}\n' },
      {
        'src/net/a.ts': 'export class A {}\n',
        'src/net/b.ts': "import { A } from './c.ts'\n",
        'src/net/c.ts': '',
      },
    ],
    keeps: [
      {
        'src/net/a.ts': 'export const a = 1\nexport const b = 2\n',
        'src/net/b.ts': "import { a } from './a.ts'\n",
        'test/net/a.test.ts': "import { b as c } from '../../src/net/a.ts'\n",
      },
      {
        'src/net/a.ts': 'export interface A {}\nexport function a(): A {\n  return {}\n}\n',
        'test/a.ts': "import { a } from '../src/net/a.ts'\n",
      },
      { 'src/index.ts': 'export const a = 1\n' },
    ],
  },
  {
    rule: 'the engine has no clock, no chance, no console, no locale, and lies to no compiler',
    violations: codeViolations,
    breaks: [
      ...[
        'const jitter = Math.random()',
        'const now = Date.now()',
        ['const text = `at $', '{new Date()}`'].join(''),
        'console.log(1)',
        'setTimeout(tick, 5)',
        'export async function a() {}',
        'names.sort((a, b) => a.localeCompare(b))',
        'const at = process.hrtime()',
        'const absent = null',
        'const a = f(b, c as Route)',
        'const a = <Value>(b as unknown[])',
        'function a(b: any) {}',
        'const a: Map<string, any> = b',
        'const a = b[0]!.c',
        'const a = f(b!)',
        "import './a.ts'",
        'let count = 0',
        'const known = new Map<string, number>()',
        'export class A extends B {}',
        'class RouteManager {}',
      ].map((code) => ({ 'src/bgp/a.ts': `${code}\n` })),
      { 'src/net/trie/a.ts': 'const a = b as Route\n' },
    ],
    keeps: [
      { 'src/net/trie/a.ts': 'const a = b[0] as number\n' },
      ...[
        '// Date and Math.random() belong to the driver of the decision process.',
        "const text = 'the console says null as TODO: any!'",
        ['const text = `null $', '{ok} Date`'].join(''),
        'const pattern = /null as any/',
        'const a = b as const',
        "import { a as b } from './c.ts'\nimport * as z from './z.ts'",
        'const known: ReadonlyMap<string, number> = new Map()',
        'function a() {\n  let count = 0\n  if (!count || a !== b) return !c\n}',
        'class ScenarioError extends Error {}',
      ].map((code) => ({ 'src/bgp/a.ts': `${code}\n` })),
      { 'src/cli/a.ts': 'export async function a() {\n  console.log(Date.now())\n}\n' },
    ],
  },
  {
    rule: 'comments stand on lines of their own, say why, and silence nobody',
    violations: commentViolations,
    breaks: [
      'const a = 1 // one',
      'const a = 1 /* one */',
      'f(\n  a, // the first\n)',
      '// @ts-ignore',
      '// biome-ignore lint/style/useConst',
      '// ---------- types ----------',
      '/* ===== */',
      '// now uses a trie',
      '// Step 1: initialise',
    ].map((code) => ({ 'src/bgp/a.ts': `${code}\n` })),
    keeps: [
      "const url = 'https://example.org/a' + `//b//`",
      'const pattern = /[/]\\/ \\/\\/x/',
      'const half = a / 2\nconst third = b / 3',
      '/** Why. */\nconst a = 1',
      '// biome-ignore lint/style/useConst: the reason',
    ].map((code) => ({ 'src/bgp/a.ts': `${code}\n` })),
  },
  {
    rule: 'nothing is praised, and nothing put off',
    violations: wordViolations,
    breaks: [
      { 'README.md': 'A robust simulator' },
      { 'src/net/a.ts': '// TODO later\n' },
      { 'docs/a.md': 'Done 🎉' },
    ],
    keeps: [{ 'src/report/a.ts': "const marks = ['✓', '✗']\n", 'README.md': 'The hackney coach' }],
  },
  {
    rule: 'no file names a place on one machine',
    violations: machineViolations,
    breaks: [
      { 'docs/a.md': 'See /home/ann/vmsee' },
      { 'test/a.test.ts': "read('/tmp/a.yaml')\n" },
      { 'README.md': 'C:\\vmsee' },
    ],
    keeps: [{ 'README.md': 'see https://example.org/home/a and ../tmp/a' }],
  },
  {
    rule: 'a file has a name that says what is in it',
    violations: nameViolations,
    breaks: [{ 'src/net/utils.ts': '' }, { 'src/helpers/a.ts': '' }, { 'test/support/types.ts': '' }],
    keeps: [{ 'src/net/address-text.ts': '', 'src/bgp/common-header.ts': '' }],
  },
  {
    rule: 'a file has at most 400 lines',
    violations: lengthViolations,
    breaks: [{ 'src/net/a.ts': 'a\n'.repeat(401) }],
    keeps: [{ 'src/net/a.ts': 'a\n'.repeat(400) }],
  },
]

for (const { rule, violations, breaks, keeps } of checks) {
  test(rule, (t) => {
    t.deepEqual(violations(project), [])
  })

  test(`it is noticed where this is broken: ${rule}`, (t) => {
    for (const tree of breaks) t.not(violations(planted(tree)).length, 0, JSON.stringify(tree))
    for (const tree of keeps) t.deepEqual(violations(planted(tree)), [], JSON.stringify(tree))
  })
}

test('every file is read to its end: what is no comment and no text has balanced brackets', (t) => {
  for (const [path, text] of project) {
    if (!/\.tsx?$/.test(path)) continue
    const { code } = readSource(text)
    for (const [open, close] of ['{}', '()', '[]']) {
      t.is(code.split(open ?? '').length, code.split(close ?? '').length, `${path} ${open}${close}`)
    }
  }
})

function planted(tree: Planted): Tree {
  return new Map(Object.entries(tree))
}
