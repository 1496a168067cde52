import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { readMrt } from '../../src/bgp/mrt/read-mrt.ts'
import { importPrefixes, type MrtOptions } from '../../src/cli/import/import-mrt.ts'
import { type ShowOptions, show } from '../../src/cli/show.ts'
import { type TraceOptions, trace } from '../../src/cli/trace.ts'
import { UsageError } from '../../src/cli/usage-error.ts'
import { readTableText } from '../../src/net/table-text.ts'
import { readCapture } from '../support/pcap-reader.ts'
import { type RecordingTerminal, recordingTerminal } from '../support/recording-terminal.ts'
import { scenario } from '../support/scenario-text.ts'

const program = { name: 'vmsee', version: '0.1.0', node: '20.20.2' }
const folder = mkdtempSync(join(tmpdir(), 'vmsee-captures-'))
test.after.always(() => rmSync(folder, { recursive: true }))

const file = join(folder, 'circuit.yaml')
writeFileSync(file, scenario('until: 20s\n').source)

function traced(options: TraceOptions): RecordingTerminal['said'] {
  const terminal = recordingTerminal()
  if (trace(file, options, program, terminal) !== 0) throw new Error(terminal.said.talk)
  return terminal.said
}

test('trace --format pcap writes packets, and with --node those of its links alone', (t) => {
  const all = readCapture(traced({ format: 'pcap' }).octets)
  const some = readCapture(traced({ format: 'pcap', node: ['ce1'] }).octets)
  t.true(some.length > 20)
  t.true(some.length < all.length)
  t.deepEqual([...new Set(some.map(({ vlanId }) => vlanId))], [100])
  t.deepEqual(
    some,
    all.filter(({ source, destination }) => `${source} ${destination}`.match(/ac10000[12]|0000000[12] /)),
  )
})

test('trace --format mrt writes what a router hears; --rib what it holds at an instant', (t) => {
  const heard = [...readMrt(traced({ format: 'mrt', node: ['ce1'] }).octets)]
  t.true(heard.some(({ record }) => record?.kind === 'message'))
  const kinds = (at: number): readonly string[] => {
    const { octets } = traced({ format: 'mrt', node: ['ce1'], rib: true, at })
    return [...readMrt(octets)].map(({ record, problem }) => record?.kind ?? problem ?? '')
  }
  t.deepEqual(kinds(0), ['peer-index-table'])
  t.deepEqual(kinds(20), ['peer-index-table', 'rib'])
})

test('trace --format bgpdump prints a line for each route and state', (t) => {
  t.regex(
    traced({ format: 'bgpdump', node: ['ce1'] }).out,
    /^BGP4MP_ET\|0\.000000\|STATE\|172\.16\.0\.2\|12076\|1\|2\n/,
  )
  t.is(
    traced({ format: 'bgpdump', node: ['ce1'], rib: true }).out,
    'TABLE_DUMP2|20|B|172.16.0.2|12076|10.200.0.0/16|12076|IGP|172.16.0.2|0|0||NAG||\n',
  )
})

const refused: readonly { what: string; options: TraceOptions; message: RegExp }[] = [
  {
    what: 'a kind of record in a capture',
    options: { format: 'pcap', kind: ['fib'] },
    message: /--kind is for/,
  },
  { what: '--rib for packets', options: { format: 'pcap', rib: true }, message: /--rib is for --format mrt/ },
  { what: '--rib for text', options: { format: 'text', rib: true }, message: /--rib is for --format mrt/ },
  { what: '--at without --rib', options: { format: 'mrt', at: 3 }, message: /--at is the instant/ },
  {
    what: '--at after the end',
    options: { format: 'mrt', rib: true, at: 99 },
    message: /ends at 20 s, before/,
  },
  {
    what: 'a router that is not there',
    options: { format: 'mrt', node: ['ce3'] },
    message: /no router ce3; known: ce1, ce2,/,
  },
]

for (const { what, options, message } of refused) {
  test(`trace refuses ${what}`, (t) => {
    t.throws(() => traced(options), { instanceOf: UsageError, message })
  })
}

test('octets are not thrown at a terminal', (t) => {
  const terminal = { ...recordingTerminal(), outIsTerminal: true }
  t.throws(() => trace(file, { format: 'pcap' }, program, terminal), {
    instanceOf: UsageError,
    message: /send it into a file, as in > out\.pcap/,
  })
})

test('show opens the message of a record to its octets, and says so of a record that is none', (t) => {
  const records = traced({ format: 'jsonl', kind: ['message-received', 'fib'] })
    .out.trim()
    .split('\n')
    .slice(1)
  const [message, change] = ['message-received', 'fib'].map((kind) =>
    records.map((line) => JSON.parse(line)).find((record) => record.kind === kind),
  )
  const shown = (words: readonly string[], options: ShowOptions = {}): string => {
    const terminal = recordingTerminal()
    t.is(show(file, words, options, terminal), 0)
    return terminal.said.out
  }
  t.regex(shown([`message ${message.seq}`]), /^OPEN AS .*\n.*, received at .*, \d+ octets\n\n0000 {2}ff ff/)
  t.is(shown(['message', String(message.seq)]), shown(['show', 'message', String(message.seq)]))
  t.like(JSON.parse(shown([`message ${message.seq}`], { json: true })), { seq: message.seq, type: 'OPEN' })
  t.throws(() => shown([`message ${change.seq}`]), { instanceOf: UsageError, message: /is of kind fib/ })
  t.throws(() => shown(['message 99999999']), { message: /the records of the run go from 0 to/ })
  t.throws(() => shown(['message 1'], { router: 'ce1' }), { message: /leave --router and --at out/ })
})

test('import prints a list that reads back as one', (t) => {
  const { code, said } = imported({ mrt: sample('openbgpd_rib_table-v2') })
  t.is(code, 0)
  t.true(said.out.startsWith('# 11 IPv4 prefixes and 10 IPv6 prefixes of 2 peers\n192.168.0.0/16\n'))
  const { tables, issues } = readTableText([{ file: 'list', text: said.out }])
  t.deepEqual([tables.ipv4.count, tables.ipv6.count, issues.length], [11, 10, 0])
})

test('import takes one family and one peer, by address or AS', (t) => {
  const heads = [
    { family: 'ipv6' },
    { peer: ['192.168.1.10'] },
    { family: 'ipv4', peer: ['65000', '192.168.1.10'] },
  ] as const
  t.deepEqual(
    heads.map(
      (options) => imported({ mrt: sample('openbgpd_rib_table-v2'), ...options }).said.out.split('\n')[0],
    ),
    [
      '# 10 IPv6 prefixes of 2 peers',
      '# 11 IPv4 prefixes and 10 IPv6 prefixes of 192.168.1.10',
      '# 11 IPv4 prefixes of 65000, 192.168.1.10',
    ],
  )
})

test('import refuses a peer that told nothing, and a file that is not there', (t) => {
  t.throws(() => imported({ mrt: sample('quagga_bgp'), peer: ['192.168.0.11'] }), {
    instanceOf: UsageError,
    message: /nothing came from a peer 192\.168\.0\.11; did you mean "192\.168\.0\.10"\?/,
  })
  t.throws(() => imported({ mrt: join(folder, 'nowhere') }), {
    instanceOf: UsageError,
    message: /no such file/,
  })
})

test('import prints nothing of a file that is no capture, and says where it breaks', (t) => {
  const { code, said } = imported({ mrt: file })
  t.is(code, 2)
  t.is(said.out, '')
  t.regex(said.talk, /circuit\.yaml, octet 0 {2}the file ends inside a record\n/)
})

function imported(options: MrtOptions): {
  readonly code: number
  readonly said: RecordingTerminal['said']
} {
  const terminal = recordingTerminal()
  return { code: importPrefixes(options, terminal), said: terminal.said }
}

function sample(name: string): string {
  return `test/vectors/mrt/${name}`
}
