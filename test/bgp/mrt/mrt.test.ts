import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { readMrt } from '../../../src/bgp/mrt/read-mrt.ts'
import type { MrtDetail, MrtRecord, MrtSession } from '../../../src/bgp/mrt/record.ts'
import { type WritableRecord, writeMrt } from '../../../src/bgp/mrt/write-mrt.ts'
import { type Family, families } from '../../../src/net/address.ts'
import { formatAddress } from '../../../src/net/address-text.ts'
import { formatPrefix } from '../../../src/net/prefix-text.ts'
import { anyAddress, anyPrefix } from '../../support/arbitrary-prefix.ts'
import { mrtFilesBeside, mrtFolder, mrtSample } from '../../support/mrt-samples.ts'

const samples: readonly { file: string; kinds: Readonly<Partial<Record<MrtDetail['kind'], number>>> }[] = [
  { file: 'quagga_bgp', kinds: { 'state-change': 20, message: 47 } },
  { file: 'bird-mrtdump_bgp', kinds: { 'state-change': 12, message: 15 } },
  { file: 'bird-mrtdump_rib', kinds: { 'peer-index-table': 2, rib: 12 } },
  { file: 'openbgpd_rib_table-v2', kinds: { 'peer-index-table': 1, rib: 21, other: 2 } },
]

for (const { file, kinds } of samples) {
  test(`${file} reads whole`, (t) => {
    t.deepEqual(countKinds(records(mrtSample(file))), kinds)
  })

  test(`${file} is written again octet by octet`, (t) => {
    const written = records(mrtSample(file)).map((record) => writeMrt(writable(record)))
    t.deepEqual(Buffer.concat(written), Buffer.from(mrtSample(file)))
  })

  test(`${file} cut off anywhere is read up to there, and the cut is told of`, (t) => {
    const whole = mrtSample(file)
    const offsets = new Set([...readMrt(whole)].map(({ offset }) => offset))
    for (let end = 0; end < whole.length; end++) {
      const problems = [...readMrt(whole.subarray(0, end))].flatMap(({ problem }) => problem ?? [])
      t.deepEqual(problems, offsets.has(end) ? [] : ['the file ends inside a record'], `cut at ${end}`)
    }
  })
}

test('a peer index table says who the peers are', (t) => {
  const table = records(mrtSample('openbgpd_rib_table-v2')).find(({ kind }) => kind === 'peer-index-table')
  if (table?.kind !== 'peer-index-table') return t.fail('no peer index table')
  t.deepEqual(
    table.peers.map(
      ({ address, asn, asnOctets }) => `${formatAddress(address)} AS ${asn}, ${asnOctets} octets`,
    ),
    ['192.168.1.10 AS 65000, 4 octets', '2001:db8:0:1::10 AS 65000, 4 octets', '0.0.0.0 AS 65000, 2 octets'],
  )
})

test('a RIB entry with ADD-PATH has its path identifier', (t) => {
  const rib = records(mrtSample('bird-mrtdump_rib')).find(
    (record) => record.kind === 'rib' && formatPrefix(record.prefix) === '172.17.0.0/24',
  )
  if (rib?.kind !== 'rib') return t.fail('no such prefix')
  t.true(rib.addPath)
  t.deepEqual(
    rib.entries.map(({ pathIdentifier }) => pathIdentifier),
    [2, 1],
  )
})

test('a message of a session with AS numbers of two octets and ADD-PATH is told from others', (t) => {
  const forms = records(mrtSample('bird-mrtdump_bgp')).flatMap((record) =>
    record.kind === 'message' ? [`${record.asnOctets} ${record.sentBy} ${record.addPath}`] : [],
  )
  t.deepEqual([...new Set(forms)].sort(), ['2 peer false', '4 peer true'])
})

// RFC 6396 §2 and §4.2, octet by octet.
const tableDump = [
  ...[0x4b, 0x89, 0x44, 0x00, 0, 12, 0, 1, 0, 0, 0, 26],
  ...[0, 7, 0, 9, 10, 1, 0, 0, 16, 1, 0x4b, 0x89, 0x43, 0xff, 192, 0, 2, 1, 0xfd, 0xe9, 0, 4, 0x40, 1, 1, 0],
]

test('a path of the older form of a table is read', (t) => {
  const [record, ...others] = records(Uint8Array.from(tableDump))
  if (record?.kind !== 'table-dump') return t.fail('no table dump')
  t.is(others.length, 0)
  t.is(record.seconds, 0x4b894400)
  t.is(formatPrefix(record.prefix), '10.1.0.0/16')
  t.is(formatAddress(record.peer), '192.0.2.1')
  t.like(record, { view: 7, sequence: 9, originatedSeconds: 0x4b8943ff, peerAsn: 65001 })
  t.deepEqual([...record.attributes], [0x40, 1, 1, 0])
})

const contradictions: readonly { what: string; octets: readonly number[]; problem: string }[] = [
  {
    what: 'a prefix longer than its family allows',
    octets: [...tableDump.slice(0, 20), 33, ...tableDump.slice(21)],
    problem: 'an ipv4 prefix of 33 bits',
  },
  {
    what: 'a field that goes beyond its record',
    octets: [...tableDump.slice(0, 33), 5, ...tableDump.slice(34)],
    problem: 'a record ends inside a field',
  },
  {
    what: 'octets after the last field',
    octets: [...tableDump.slice(0, 33), 3, ...tableDump.slice(34)],
    problem: '1 octets follow the last field of a record',
  },
  {
    what: 'addresses of another family',
    octets: [0, 0, 0, 0, 0, 16, 0, 1, 0, 0, 0, 10, 0, 1, 0, 2, 0, 0, 0, 9, 0, 0],
    problem: 'addresses of an unknown family (AFI 9)',
  },
]

for (const { what, octets, problem } of contradictions) {
  test(`a record with ${what} is told of, and the next one read`, (t) => {
    const readings = [...readMrt(Uint8Array.from([...octets, ...tableDump]))]
    t.deepEqual(
      readings.map((reading) => reading.problem ?? reading.record.kind),
      [problem, 'table-dump'],
    )
    t.is(readings[1]?.offset, octets.length)
  })
}

test('what is written is read again as it was', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(anyRecord()), (written) => {
        assert.deepEqual(
          records(Uint8Array.from(Buffer.concat(written.map(writeMrt)))),
          structuredClone(written),
        )
      }),
    ),
  )
})

test('any octets are read to an end without an error', (t) => {
  const anyOctets = fc.uint8Array({ maxLength: 200 })
  const changed = fc
    .tuple(anyRecord().map(writeMrt), fc.nat(), fc.integer({ min: 0, max: 255 }))
    .map(([octets, at, octet]) => octets.with(at % octets.length, octet))
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.oneof(anyOctets, changed), (octets) => {
        for (const { problem } of readMrt(octets)) assert.notEqual(problem, '')
      }),
    ),
  )
})

test(`every file of ${mrtFolder} reads whole`, (t) => {
  const files = mrtFilesBeside()
  if (files === undefined) t.log(`skipped: there is no ${mrtFolder}`)
  t.pass()
  for (const { name, octets } of files ?? []) {
    t.deepEqual(
      [...readMrt(octets)].flatMap(({ problem }) => problem ?? []),
      [],
      name,
    )
  }
})

function records(octets: Uint8Array): readonly MrtRecord[] {
  return [...readMrt(octets)].map(({ record, problem }) => {
    if (record === undefined) throw new Error(problem)
    return record
  })
}

function writable(record: MrtRecord): WritableRecord {
  if (record.kind === 'table-dump') throw new Error('the older form is only read')
  return record
}

function countKinds(read: readonly MrtRecord[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { kind } of read) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

function anyRecord(): fc.Arbitrary<WritableRecord> {
  return fc.oneof(anyBgp4mp(), anyPeerIndexTable(), anyRib())
}

const word = fc.integer({ min: 0, max: 0xffffffff })
const octets = fc.uint8Array({ maxLength: 40 })
const halfWord = fc.integer({ min: 0, max: 0xffff })

function anySession(family: Family): fc.Arbitrary<MrtSession> {
  return fc.constantFrom<2 | 4>(2, 4).chain((asnOctets) => {
    const asn = asnOctets === 2 ? halfWord : word
    return fc.record({
      asnOctets: fc.constant(asnOctets),
      peerAsn: asn,
      localAsn: asn,
      interfaceIndex: halfWord,
      peer: anyAddress(family),
      local: anyAddress(family),
    })
  })
}

function anyBgp4mp(): fc.Arbitrary<WritableRecord> {
  const time = fc.record({ seconds: word, micros: fc.option(word, { nil: undefined }) })
  const message = fc.record({
    kind: fc.constant('message'),
    sentBy: fc.constantFrom('peer', 'local'),
    addPath: fc.boolean(),
    octets,
  })
  const change = fc.record({ kind: fc.constant('state-change'), oldState: halfWord, newState: halfWord })
  return fc
    .tuple(time, fc.constantFrom(...families).chain(anySession), fc.oneof(message, change))
    .map(([when, session, detail]) => ({ ...when, ...session, ...detail }))
}

function anyPeerIndexTable(): fc.Arbitrary<WritableRecord> {
  const peer = fc
    .tuple(word, fc.constantFrom(...families).chain(anyAddress), fc.constantFrom<2 | 4>(2, 4), halfWord)
    .map(([bgpIdentifier, address, asnOctets, asn]) => ({ bgpIdentifier, address, asn, asnOctets }))
  return fc.record({
    seconds: word,
    micros: fc.constant(undefined),
    kind: fc.constant('peer-index-table'),
    collector: word,
    viewName: fc.string(),
    peers: fc.array(peer),
  })
}

function anyRib(): fc.Arbitrary<WritableRecord> {
  return fc.tuple(fc.constantFrom(...families).chain(anyPrefix), fc.boolean()).chain(([prefix, addPath]) =>
    fc.record({
      seconds: word,
      micros: fc.constant(undefined),
      kind: fc.constant('rib'),
      multicast: fc.boolean(),
      addPath: fc.constant(addPath),
      sequence: word,
      prefix: fc.constant(prefix),
      entries: fc.array(
        fc.record({
          peerIndex: halfWord,
          originatedSeconds: word,
          pathIdentifier: addPath ? word : fc.constant(undefined),
          attributes: octets,
        }),
      ),
    }),
  )
}
