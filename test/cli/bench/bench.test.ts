import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import test from 'ava'
import { type BenchOptions, bench } from '../../../src/cli/bench/bench.ts'
import { UsageError } from '../../../src/cli/usage-error.ts'
import { type BenchJson, readBenchJson } from '../../../src/report/bench/bench-json.ts'
import { recordingTerminal } from '../../support/recording-terminal.ts'

const program = { name: 'vmsee', version: '0.1.0', node: '20.20.2' }
const folder = mkdtempSync(join(tmpdir(), 'vmsee-bench-test-'))
/** Milliseconds that a run may take where the machine has other work; it takes one or two seconds by itself. */
const patience = 120_000

test.after.always(() => rmSync(folder, { recursive: true }))

function written(name: string, content: string | Buffer): string {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

const quick = { prefixes: [8], family: 'ipv4', seed: 1, rounds: 1, sample: 0.1 } as const

function benched(difference: Partial<BenchOptions>): { code: number; out: string; talk: string } {
  const terminal = recordingTerminal()
  const code = bench({ ...quick, ...difference }, program, terminal)
  return { code, ...terminal.said }
}

const usual = benched({ json: true })

function jsonOf(text: string): BenchJson {
  const read = readBenchJson(text)
  if (typeof read === 'string') throw new Error(read)
  return read
}

test.serial('a table for each family and size, on stdout, and nothing on stderr off a terminal', (t) => {
  t.timeout(patience)
  const { code, out, talk } = benched({ prefixes: [8, 16] })
  t.is(code, 0)
  t.is(talk, '')
  for (const title of ['IPv4, 8 prefixes, R = 5', 'IPv4, 16 prefixes, R = 5', 'IPv4, how cost grows']) {
    t.true(out.split('\n').includes(title), title)
  }
  for (const row of ['build, shuffled', 'longest match, dependent', 'churn', 'octets a prefix']) {
    t.regex(out, new RegExp(`^${row} +[\\d.]+`, 'm'))
  }
  t.deepEqual(
    out.split('\n').filter((line) => line.length > 100),
    [],
  )
})

test.serial(
  '--json is what a baseline is read from; a loss that shows again and again gives exit code 1',
  (t) => {
    t.timeout(patience)
    const { code, out } = usual
    t.is(code, 0)
    const { sections, seed } = jsonOf(out)
    t.is(seed, 1)
    t.deepEqual(
      sections.map(({ depth }) => depth),
      [5],
    )
    t.deepEqual(
      sections.map(({ family, prefixes }) => [family, prefixes]),
      [['ipv4', 8]],
    )
    const lost = benched({ baseline: written('quick.json', withOurs(out, 0.001)) })
    t.is(lost.code, 1)
    t.regex(lost.talk, /^loss +IPv4 8 +churn +vmsee +x \d+/m)
  },
)

test.serial('the first step of a look-up takes as many bits as --depth says', (t) => {
  t.timeout(patience)
  const { out } = benched({ depth: 15, json: true })
  const [{ depth, memory } = { depth: 0, memory: [] }] = jsonOf(out).sections
  t.is(depth, 15)
  const octets = memory.find(({ contender }) => contender === 'vmsee')?.octetsPerPrefix ?? 0
  t.true(octets > (4 * 2 ** 15) / 8)
})

test.serial('gains against the baseline, and noise, give exit code 0', (t) => {
  t.timeout(patience)
  const { code, talk } = benched({ baseline: written('slow.json', withOurs(usual.out, 1000)) })
  t.is(code, 0)
  t.regex(talk, /^against the baseline: 0 losses, \d+ gains?, \d+ within the noise$/m)
})

test('a baseline of another seed is of other tables, which is told before anything is measured', (t) => {
  const terminal = recordingTerminal()
  const baseline = written('same.json', usual.out)
  t.throws(() => bench({ ...quick, seed: 2, baseline }, program, terminal), {
    instanceOf: UsageError,
    message: /of another seed/,
  })
  t.is(terminal.said.out, '')
})

test.serial('a baseline of other tables is told once they are measured', (t) => {
  t.timeout(patience)
  t.throws(() => benched({ prefixes: [9], baseline: written('tables.json', usual.out) }), {
    instanceOf: UsageError,
    message: /of other tables/,
  })
})

/** The run with all times of ours so many times as long. */
function withOurs(json: string, times: number): string {
  const run = jsonOf(json)
  const sections = run.sections.map((section) => ({
    ...section,
    measurements: section.measurements.map((measurement) => {
      if (measurement.kind !== 'ours') return measurement
      const scaled = Object.entries(measurement.nanoseconds).map(([name, value]) => [name, times * value])
      return { ...measurement, nanoseconds: Object.fromEntries(scaled) }
    }),
  }))
  return JSON.stringify({ ...run, sections })
}

test.serial('a table and a day of updates are read from files, gzip or not', (t) => {
  t.timeout(patience)
  const rib = ['10.0.0.0/8', '10.1.0.0/16', '2001:db8::/32', '10.1.0.0/16'].join('\r\n')
  const table = [written('rib.txt.gz', gzipSync(rib))]
  const updates = [written('day.txt', 'A 10.1.0.0/16\nW 10.0.0.0/8\nA 10.0.0.0/8\n')]
  const terminal = recordingTerminal()
  t.is(bench({ table, updates, json: true, seed: 1, rounds: 1, sample: 0.1 }, program, terminal), 0)
  const { sections } = jsonOf(terminal.said.out)
  t.deepEqual(
    sections.map(({ family, prefixes }) => [family, prefixes]),
    [
      ['ipv4', 2],
      ['ipv6', 1],
    ],
  )
  const days = sections.map(({ measurements }) =>
    measurements.some(({ contest }) => contest === 'day of updates'),
  )
  t.deepEqual(days, [true, false])
  t.is(terminal.said.talk, '1 line with a prefix that an earlier line has\n')
})

test.serial('a bad line gives exit code 2 with its file and number, and nothing is measured', (t) => {
  const table = [written('bad.txt', `10.0.0.0/8\n10.0.0.1/8\n${'x\n'.repeat(20)}`)]
  const { code, out, talk } = benched({ table })
  t.is(code, 2)
  t.is(out, '')
  const lines = talk.trimEnd().split('\n')
  t.is(lines[0], `${table[0]}:2  10.0.0.1/8 has host bits set`)
  t.is(lines.length, 11)
  t.is(lines.at(-1), 'and 11 other lines like these')
})

const unusable = [
  {
    why: 'a table that is not there',
    options: { table: ['gone.txt'] },
    message: /^no such file: gone\.txt$/,
  },
  { why: 'a table of nothing', options: { table: [written('empty.txt', '\n')] }, message: /^no prefix/ },
  { why: 'updates of no table', options: { updates: ['day.txt'] }, message: /^--updates needs/ },
  {
    why: 'a broken gzip file',
    options: { table: [written('broken.gz', Buffer.of(0x1f, 0x8b, 8, 0, 1))] },
    message: /broken gzip file/,
  },
  {
    why: 'a baseline of something else',
    options: { baseline: written('other.json', '{"version":2}') },
    message: /is no result of vmsee bench --json/,
  },
  {
    why: 'a baseline that is no JSON',
    options: { baseline: written('text.json', 'text') },
    message: /is no result of vmsee bench --json/,
  },
] as const

for (const { why, options, message } of unusable) {
  test.serial(`wrong usage: ${why}`, (t) => {
    t.throws(() => benched(options), { instanceOf: UsageError, message })
  })
}
