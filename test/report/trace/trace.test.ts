import { readFileSync } from 'node:fs'
import test from 'ava'
import { type InternedAttributes, noOptionalAttributes } from '../../../src/bgp/path-attributes.ts'
import { parseAddress } from '../../../src/net/address-text.ts'
import { type PackedPrefixes, packPrefixes } from '../../../src/net/packed-prefixes.ts'
import { parsePrefix } from '../../../src/net/prefix-text.ts'
import { formatTraceHeader, formatTraceRecord } from '../../../src/report/trace/trace-jsonl.ts'
import { formatTraceText } from '../../../src/report/trace/trace-text.ts'
import type { TraceDetail, TraceRecord } from '../../../src/sim/trace.ts'

const none = packPrefixes('ipv4', [])

function prefixes(...texts: readonly string[]): PackedPrefixes {
  return packPrefixes('ipv4', texts.map(parsePrefix))
}

function thousands(count: number): PackedPrefixes {
  return packPrefixes(
    'ipv4',
    Array.from({ length: count }, (_, index) => parsePrefix(`10.${index >> 8}.${index & 255}.0/24`)),
  )
}

const attributes: InternedAttributes = {
  ...noOptionalAttributes,
  id: 3,
  asPathLength: 2,
  origin: 'INCOMPLETE',
  asPath: [{ kind: 'AS_SEQUENCE', asns: [65001, 65002] }],
  nextHop: parseAddress('10.0.0.1'),
  multiExitDisc: 0,
  communities: [12076 * 65536 + 51006],
}

const view = { from: 'ce1', nextHop: parseAddress('172.16.0.1'), asPath: '65010', paths: 1 }
const session = { session: 'ce1-msee1 private ipv4', peer: 'ce1' } as const

function record(detail: TraceDetail, seq: number = 1): TraceRecord {
  return { at: 12_345_678, seq, node: 'msee1', cause: undefined, ...detail }
}

const update = {
  kind: 'UPDATE',
  family: 'ipv4',
  withdrawn: none,
  announced: none,
  attributes: undefined,
} as const
const notification = { kind: 'NOTIFICATION', code: 6, subcode: 1, data: [0, 1] } as const

const updateJson = { type: 'UPDATE', family: 'ipv4', withdrawn: [], announced: [], attributes: null }
const fall = {
  from: 'Established',
  to: 'Idle',
  event: 'HoldTimer_Expires',
  eventNumber: 10,
  reason: 'hold timer expired',
  sentBy: 'local',
} as const
const silence = { reason: 'nothing came for 900 ms', silenceMicros: 900_000 } as const
const silent = { ...session, ...silence, from: 'Up', to: 'Down' } as const
const deleted = { ...session, family: 'ipv6', present: false, prefixCount: 1, reason: 'End-of-RIB' } as const
const way = { flow: 'web', direction: 'return', tuples: 30, outcome: 'NO_ROUTE', hops: ['a', 'b'] } as const
const lane = { trunk: 'er.primary', from: 'ce1', capacity: 3e8 }
const voice = { name: 'Voice', arriving: 1e8, carried: 1e8 }

const cases: readonly { readonly detail: TraceDetail; readonly words: string; readonly json: object }[] = [
  {
    detail: {
      kind: 'message-received',
      ...session,
      message: { ...update, announced: prefixes('10.1.0.0/16'), attributes },
    },
    words:
      '←  ce1  UPDATE +10.1.0.0/16 path 65001 65002 nh 10.0.0.1 med 0 community 12076:51006 origin INCOMPLETE',
    json: {
      ...session,
      type: 'UPDATE',
      family: 'ipv4',
      withdrawn: [],
      announced: ['10.1.0.0/16'],
      attributes: {
        origin: 'INCOMPLETE',
        asPath: '65001 65002',
        nextHop: '10.0.0.1',
        multiExitDisc: 0,
        localPref: null,
        atomicAggregate: false,
        aggregator: null,
        communities: ['12076:51006'],
      },
    },
  },
  {
    detail: {
      kind: 'message-sent',
      ...session,
      message: { ...update, withdrawn: prefixes('10.1.0.0/16', '10.2.0.0/16') },
    },
    words: '→  ce1  UPDATE -10.1.0.0/16 10.2.0.0/16',
    json: { ...session, ...updateJson, withdrawn: ['10.1.0.0/16', '10.2.0.0/16'] },
  },
  {
    detail: { kind: 'message-sent', ...session, message: update },
    words: '→  ce1  UPDATE End-of-RIB ipv4',
    json: { ...session, ...updateJson },
  },
  {
    detail: {
      kind: 'message-sent',
      ...session,
      message: {
        kind: 'OPEN',
        version: 4,
        asn: 23456,
        holdTimeSeconds: 180,
        bgpIdentifier: 0x0a000001,
        capabilities: [
          { kind: 'multiprotocol', afi: 1, safi: 1 },
          { kind: 'route-refresh' },
          { kind: 'four-octet-as', asn: 4200000001 },
        ],
      },
    },
    words: '→  ce1  OPEN AS 4200000001 hold 180 s id 10.0.0.1 ipv4',
    json: {
      ...session,
      type: 'OPEN',
      version: 4,
      asn: 23456,
      holdTimeSeconds: 180,
      bgpIdentifier: '10.0.0.1',
      capabilities: [
        { kind: 'multiprotocol', family: 'ipv4' },
        { kind: 'route-refresh' },
        { kind: 'four-octet-as', asn: 4200000001 },
      ],
    },
  },
  {
    detail: { kind: 'message-received', ...session, message: notification },
    words: '←  ce1  NOTIFICATION 6/1 (Cease, Maximum Number of Prefixes Reached), data 0001',
    json: {
      ...session,
      type: 'NOTIFICATION',
      code: 6,
      subcode: 1,
      name: 'Cease, Maximum Number of Prefixes Reached',
      data: [0, 1],
      meaning: 'data 0001',
    },
  },
  {
    detail: {
      kind: 'update-fault',
      ...session,
      handling: 'attribute-discard',
      attribute: 7,
      section: 'RFC 7606 §7.7',
      problem: 'AGGREGATOR has 6 octets',
      octets: Uint8Array.of(0, 255),
    },
    words: '   ce1  UPDATE fault, attribute-discard by RFC 7606 §7.7: AGGREGATOR has 6 octets',
    json: {
      ...session,
      handling: 'attribute-discard',
      attribute: 7,
      section: 'RFC 7606 §7.7',
      problem: 'AGGREGATOR has 6 octets',
      octets: '00ff',
    },
  },
  {
    detail: { kind: 'message-received', ...session, message: { kind: 'KEEPALIVE' } },
    words: '←  ce1  KEEPALIVE',
    json: { ...session, type: 'KEEPALIVE' },
  },
  {
    detail: {
      kind: 'session-state',
      ...session,
      ...fall,
      notification: { kind: 'NOTIFICATION', code: 4, subcode: 0, data: [] },
    },
    words:
      '   ce1  Established > Idle by HoldTimer_Expires (event 10): hold timer expired; sends NOTIFICATION 4/0 (Hold Timer Expired)',
    json: {
      ...session,
      ...fall,
      notification: { code: 4, subcode: 0, name: 'Hold Timer Expired', data: [] },
    },
  },
  {
    detail: { kind: 'timer', ...session, timer: 'HoldTimer' },
    words: '   ce1  HoldTimer expires',
    json: { ...session, timer: 'HoldTimer' },
  },
  {
    detail: {
      kind: 'best-route',
      prefixes: prefixes('10.1.0.0/16'),
      old: view,
      new: undefined,
      decidedBy: undefined,
    },
    words: '        best 10.1.0.0/16: 65010 via 172.16.0.1 from ce1 > none',
    json: {
      prefixes: ['10.1.0.0/16'],
      old: { from: 'ce1', nextHop: '172.16.0.1', asPath: '65010', paths: 1 },
      new: null,
      decidedBy: null,
    },
  },
  {
    detail: {
      kind: 'best-route',
      prefixes: prefixes('10.1.0.0/16'),
      old: undefined,
      new: { ...view, paths: 2 },
      decidedBy: 'shortest AS_PATH',
    },
    words: '        best 10.1.0.0/16: 65010 via 172.16.0.1 from ce1 and 1 equal path (shortest AS_PATH)',
    json: {
      prefixes: ['10.1.0.0/16'],
      old: null,
      new: { from: 'ce1', nextHop: '172.16.0.1', asPath: '65010', paths: 2 },
      decidedBy: 'shortest AS_PATH',
    },
  },
  {
    detail: { kind: 'fib', prefixes: prefixes('10.1.0.0/16'), via: [] },
    words: '        forward 10.1.0.0/16 nowhere',
    json: { prefixes: ['10.1.0.0/16'], via: [] },
  },
  {
    detail: { kind: 'bfd', ...silent },
    words: '   ce1  BFD Up > Down: nothing came for 900 ms',
    json: silent,
  },
  {
    detail: { kind: 'bfd', ...silent, reason: 'port down', silenceMicros: undefined },
    words: '   ce1  BFD Up > Down: port down',
    json: { ...silent, reason: 'port down', silenceMicros: null },
  },
  {
    detail: { kind: 'bfd-pending', ...session, subState: 'BfdPending' },
    words: '   ce1  the OPENs agree, BFD is waited for: BfdPending',
    json: { ...session, subState: 'BfdPending' },
  },
  {
    detail: { kind: 'link', link: 'er.primary', up: false },
    words: '        link er.primary down',
    json: { link: 'er.primary', up: false },
  },
  {
    detail: { kind: 'limit', ...session, level: 'exceeded', prefixCount: 4001, limit: 4000 },
    words: '   ce1  prefix limit exceeded: 4,001 of 4,000',
    json: { ...session, level: 'exceeded', prefixCount: 4001, limit: 4000 },
  },
  {
    detail: {
      ...{ kind: 'stale', ...session, family: 'ipv4', present: true, prefixCount: 4000 },
      reason: 'kept over the end of the session',
    },
    words: '   ce1  stale 4,000 ipv4 routes: kept over the end of the session',
    json: {
      ...{ ...session, family: 'ipv4', present: true, prefixCount: 4000 },
      reason: 'kept over the end of the session',
    },
  },
  {
    detail: { kind: 'stale', ...deleted },
    words: '   ce1  stale 1 ipv6 route deleted: End-of-RIB',
    json: deleted,
  },
  {
    detail: { kind: 'too-large', ...session, prefixCount: 2 },
    words: '   ce1  not announced, attributes fill an UPDATE: 2 prefixes',
    json: { ...session, prefixCount: 2 },
  },
  {
    detail: { kind: 'flow-path', ...way },
    words: '        flow web return: 30 five-tuples NO_ROUTE a > b',
    json: way,
  },
  {
    detail: { kind: 'loop', prefixes: prefixes('10.1.0.0/16'), nodes: ['a', 'b'], present: true },
    words: '        loop appears: 10.1.0.0/16 at a > b',
    json: { prefixes: ['10.1.0.0/16'], nodes: ['a', 'b'], present: true },
  },
  {
    detail: { kind: 'overload', ...lane, classes: [voice, { name: 'Default', arriving: 5e8, carried: 2e8 }] },
    words:
      '        er.primary is full: it carries 300 Mbps of the 600 Mbps from ce1, and drops 300 Mbps of Default',
    json: { ...lane, classes: [voice, { name: 'Default', arriving: 5e8, carried: 2e8 }] },
  },
  {
    detail: { kind: 'overload', ...lane, classes: [voice] },
    words: '        er.primary: nothing from ce1 is dropped any more',
    json: { ...lane, classes: [voice] },
  },
  {
    detail: { kind: 'operator', action: 'clear ce1', deed: { kind: 'clear', session: 'ce1' } },
    words: '        operator: clear ce1',
    json: { action: 'clear ce1' },
  },
  { detail: { kind: 'mark', label: 'cut' }, words: '        mark cut', json: { label: 'cut' } },
]

for (const { detail, words, json } of cases) {
  test(`the text trace says: ${words.trim()}`, (t) => {
    const text = formatTraceText([record({ kind: 'timer', ...session, timer: 'x' }), record(detail)])
    t.is(text.split('\n')[1], `+12.345678s  msee1  ${words}`)
  })

  test(`a line of JSON holds the whole of ${words.trim()}`, (t) => {
    const line = formatTraceRecord(record(detail, 7))
    t.true(/^[^\n]+\n$/.test(line))
    t.deepEqual(JSON.parse(line), {
      at: 12345678,
      seq: 7,
      node: 'msee1',
      kind: detail.kind,
      cause: null,
      ...json,
    })
  })
}

test('thousands of prefixes are one line, with their number, the first and the last', (t) => {
  const text = formatTraceText([record({ kind: 'fib', prefixes: thousands(4000), via: ['ce1', 'ce2'] })])
  t.is(text, '+12.345678s  msee1       forward 4,000 prefixes 10.0.0.0/24 .. 10.15.159.0/24 via ce1, ce2\n')
})

test('columns are as wide as their widest entry', (t) => {
  const records: readonly TraceRecord[] = [
    {
      at: 0,
      seq: 1,
      node: 'ce1',
      cause: undefined,
      kind: 'timer',
      session: 's',
      peer: 'er-amsterdam.msee1',
      timer: 'HoldTimer',
    },
    {
      at: 191_604_113,
      seq: 2,
      node: 'er-amsterdam.msee1',
      cause: 1,
      kind: 'message-sent',
      session: 's',
      peer: 'ce1',
      message: { kind: 'KEEPALIVE' },
    },
  ]
  t.deepEqual(formatTraceText(records).split('\n'), [
    '  +0.000000s  ce1                    er-amsterdam.msee1  HoldTimer expires',
    '+191.604113s  er-amsterdam.msee1  →  ce1                 KEEPALIVE',
    '',
  ])
})

test('where two nodes have a session for each family, the session is named', (t) => {
  const keepalive = { kind: 'message-sent', peer: 'ce1', message: { kind: 'KEEPALIVE' } } as const
  const lines = formatTraceText([
    record({ ...keepalive, session: 'a ipv4' }),
    record({ ...keepalive, session: 'a ipv6' }),
  ]).split('\n')
  t.deepEqual(lines, [
    '+12.345678s  msee1  →  a ipv4  KEEPALIVE',
    '+12.345678s  msee1  →  a ipv6  KEEPALIVE',
    '',
  ])
})

test('the header names the format, the program, the file by its hash, and the seed', (t) => {
  const program = { name: 'vmsee', version: '0.1.0', node: '20.20.2' }
  t.deepEqual(JSON.parse(formatTraceHeader({ program, sha256: 'ab', seed: 1 })), {
    format: 'vmsee-trace-1',
    program: { name: 'vmsee', version: '0.1.0' },
    sha256: 'ab',
    seed: 1,
  })
})

test('docs/trace.md has every kind of record, with everything that its line says', (t) => {
  const page = readFileSync(new URL('../../../docs/trace.md', import.meta.url), 'utf8')
  const rows = page.split('\n').filter((row) => row.startsWith('| `'))
  for (const { detail, json } of cases) {
    const row = rows.find((text) => text.split('|')[1]?.includes(`\`${detail.kind}\``))
    t.not(row, undefined, detail.kind)
    if ('message' in detail) continue
    for (const key of Object.keys(json)) t.true(row?.includes(`\`${key}\``), `${detail.kind} ${key}`)
  }
})
