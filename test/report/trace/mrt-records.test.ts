import test from 'ava'
import { AttributeInterner } from '../../../src/bgp/attribute-interner.ts'
import { readMrt } from '../../../src/bgp/mrt/read-mrt.ts'
import { writeMrt } from '../../../src/bgp/mrt/write-mrt.ts'
import { noOptionalAttributes } from '../../../src/bgp/path-attributes.ts'
import { decodeMessage } from '../../../src/bgp/wire/decode.ts'
import { beforeOpen } from '../../../src/bgp/wire/wire-session.ts'
import { formatAddress, parseAddress } from '../../../src/net/address-text.ts'
import { formatPrefix, parsePrefix } from '../../../src/net/prefix-text.ts'
import { bgpdumpLines, bgpdumpTable } from '../../../src/report/trace/bgpdump-text.ts'
import { messageWords } from '../../../src/report/trace/message-text.ts'
import { mrtRecord, mrtTable } from '../../../src/report/trace/mrt-records.ts'
import { PeerTables } from '../../../src/report/trace/peer-table.ts'
import { SessionOctets } from '../../../src/report/trace/session-octets.ts'
import { runScenario } from '../../../src/scenario/run-scenario.ts'
import { buildTopology } from '../../../src/scenario/topology.ts'
import type { TraceRecord } from '../../../src/sim/trace.ts'
import { scenario } from '../../support/scenario-text.ts'

const subject = scenario('timeline:\n  - { at: 5s, clear: ce1-er.msee1 private ipv4 }\nuntil: 30s\n')
const { plan } = buildTopology(subject)
const octets = new SessionOctets(plan)
const tables = new PeerTables(plan)
const records: TraceRecord[] = []
const lines: string[] = []
const written: Uint8Array[] = []
const result = runScenario(subject, {
  onRecord: (record) => {
    octets.note(record)
    tables.note(record)
    records.push(record)
    lines.push(bgpdumpLines(record, octets))
    const made = mrtRecord(record, octets)
    if (made !== undefined) written.push(writeMrt(made))
  },
})

test('every message that a router received and every change of state is in the MRT, in order', (t) => {
  const expected = records.flatMap((record) => {
    if (record.kind === 'message-received') return [`${record.at} ${messageWords(record.message)}`]
    return record.kind === 'session-state' ? [`${record.at} ${record.from} > ${record.to}`] : []
  })
  t.deepEqual([...readMrt(Buffer.concat(written))].map(wordsOf), expected)
})

test('a record names the two ends as its router sees them', (t) => {
  const [first] = [...readMrt(Buffer.concat(written))]
  if (first?.record?.kind !== 'state-change') return t.fail('the first record is no change of state')
  const { peer, local, peerAsn, localAsn } = first.record
  t.deepEqual([formatAddress(peer), peerAsn], ['172.16.0.2', 12076])
  t.deepEqual([formatAddress(local), localAsn], ['172.16.0.1', 65010])
})

test('the lines of bgpdump have a state as a number, and a route with what it lacks as zeros', (t) => {
  t.deepEqual(lines.filter((line) => line.includes('|STATE|')).slice(0, 1), [
    'BGP4MP_ET|0.000000|STATE|172.16.0.2|12076|1|2\n',
  ])
  t.deepEqual(lines.filter((line) => line.includes('|A|172.16.0.1|')).slice(-1), [
    `BGP4MP_ET|${timeOfLast('ce1')}|A|172.16.0.1|65010|10.1.0.0/16|65010|IGP|172.16.0.1|0|0||NAG||\n`,
  ])
})

test('communities have the names that bgpdump gives them, and numbers where it has none', (t) => {
  const communities = [0x2f14c73e, 0xffff0000, 0xffff029a, 0xffffff01, 0xffffff02, 0xffffff03]
  const nextHop = parseAddress('192.0.2.1')
  const attributes = { ...noOptionalAttributes, origin: 'IGP', asPath: [], nextHop, communities } as const
  const path = { peerIndex: 0, since: 0, attributes }
  const text = bgpdumpTable({
    ...{ router: 'r', bgpIdentifier: 1, at: 0 },
    peers: [{ bgpIdentifier: 2, address: nextHop, asn: 65001 }],
    routes: [{ prefix: parsePrefix('10.0.0.0/8'), paths: [path] }],
  })
  t.is(text.split('|')[11], '12052:51006 65535:0 65535:666 no-export no-advertise local-AS')
})

test("a router's table has its peers, and each prefix once with every path", (t) => {
  const router = result.routers.find(({ name }) => name === 'er.msee1')
  if (router === undefined) return t.fail('no er.msee1')
  const table = tables.table(router)
  const [index, ...ribs] = [...readMrt(Buffer.concat(mrtTable(table).map(writeMrt)))].map(
    ({ record }) => record,
  )
  if (index?.kind !== 'peer-index-table') return t.fail('no peer index table')
  t.is(index.viewName, 'er.msee1')
  t.deepEqual(
    index.peers.map(({ address, asn }) => `${formatAddress(address)} ${asn}`),
    router.neighbors.map(({ address, asn }) => `${address} ${asn}`),
  )
  const paths = ribs.flatMap((rib) =>
    rib?.kind === 'rib' ? rib.entries.map((entry) => `${formatPrefix(rib.prefix)} ${entry.peerIndex}`) : [],
  )
  t.deepEqual(paths.length, router.routes.filter(({ peer }) => peer !== undefined).length)
  t.is(bgpdumpTable(table).split('\n').length - 1, paths.length)
  t.true(paths.includes('10.200.0.0/16 2'))
})

function wordsOf({
  record,
}: ReturnType<typeof readMrt> extends Iterable<infer Reading> ? Reading : never): string {
  if (record === undefined) return 'unreadable'
  const at = record.seconds * 1_000_000 + (record.micros ?? 0)
  if (record.kind === 'state-change') return `${at} ${states[record.oldState]} > ${states[record.newState]}`
  if (record.kind !== 'message') return record.kind
  const session = { ...beforeOpen, fourOctetAs: record.asnOctets === 4 }
  const decoded = decodeMessage(record.octets, session, new AttributeInterner())
  return `${at} ${decoded.kind === 'messages' ? decoded.messages.map(messageWords).join() : 'malformed'}`
}

const states = ['', 'Idle', 'Connect', 'Active', 'OpenSent', 'OpenConfirm', 'Established']

/** When the MSEE last heard of the office's network from the router. */
function timeOfLast(peer: string): string {
  const heard = records.findLast(
    (record) =>
      record.kind === 'message-received' &&
      record.peer === peer &&
      record.message.kind === 'UPDATE' &&
      messageWords(record.message).includes('+10.1.0.0/16'),
  )
  return ((heard?.at ?? 0) / 1e6).toFixed(6)
}
