import test from 'ava'
import { AttributeInterner } from '../../../src/bgp/attribute-interner.ts'
import { keepalive } from '../../../src/bgp/message.ts'
import { heldPrefixes } from '../../../src/bgp/mrt/held-prefixes.ts'
import { readMrt } from '../../../src/bgp/mrt/read-mrt.ts'
import { type WritableRecord, writeMrt } from '../../../src/bgp/mrt/write-mrt.ts'
import { noOptionalAttributes } from '../../../src/bgp/path-attributes.ts'
import { decodeMessage } from '../../../src/bgp/wire/decode.ts'
import { encodeMessage } from '../../../src/bgp/wire/encode.ts'
import { beforeOpen } from '../../../src/bgp/wire/wire-session.ts'
import { families } from '../../../src/net/address.ts'
import { parseAddress } from '../../../src/net/address-text.ts'
import { packPrefixes, unpackPrefixes } from '../../../src/net/packed-prefixes.ts'
import { formatPrefix, parsePrefix } from '../../../src/net/prefix-text.ts'
import { mrtFilesBeside, mrtFolder, mrtSample } from '../../support/mrt-samples.ts'

const everybody = (): boolean => true

const samples: readonly { file: string; prefixes: readonly [number, number]; peers: readonly string[] }[] = [
  { file: 'quagga_bgp', prefixes: [3, 3], peers: ['192.168.0.10 65000', 'fd02::10 65000'] },
  { file: 'bird-mrtdump_bgp', prefixes: [3, 0], peers: ['192.168.0.10 65000'] },
  { file: 'bird-mrtdump_rib', prefixes: [6, 0], peers: ['0.0.0.0 0', '192.168.0.10 65000'] },
  {
    file: 'openbgpd_rib_table-v2',
    prefixes: [11, 10],
    peers: ['192.168.1.10 65000', '2001:db8:0:1::10 65000'],
  },
]

for (const { file, prefixes, peers } of samples) {
  test(`${file} gives the prefixes that its peers hold`, (t) => {
    const held = heldPrefixes(mrtSample(file), everybody)
    t.deepEqual(held.issues, [])
    t.deepEqual(
      families.map((family) => held.tables[family].count),
      prefixes,
    )
    t.deepEqual(
      held.peers.map(({ address, asn }) => `${address} ${asn}`),
      peers,
    )
  })
}

const octets = [
  message('192.0.2.1', ['10.0.0.0/8', '10.2.0.0/16'], []),
  message('192.0.2.2', ['10.1.0.0/16', '9.0.0.0/8'], []),
  message('192.0.2.1', [], ['10.0.0.0/8']),
  message('192.0.2.2', [], ['10.2.0.0/16']),
]

test('what is withdrawn by who announced it is not held, and the rest is in address order', (t) => {
  t.deepEqual(ipv4(Buffer.concat(octets), everybody), ['9.0.0.0/8', '10.1.0.0/16', '10.2.0.0/16'])
})

test('one peer can be chosen, and the others are still named', (t) => {
  const held = heldPrefixes(Buffer.concat(octets), ({ address }) => address === '192.0.2.1')
  t.deepEqual(unpackPrefixes(held.tables.ipv4).map(formatPrefix), ['10.2.0.0/16'])
  t.is(held.peers.length, 2)
})

test('a message that is none and a path from nobody are told of with their place', (t) => {
  const broken = message('192.0.2.1', ['10.0.0.0/8'], []).fill(0, 36, 40)
  const rib: WritableRecord = {
    ...{ seconds: 0, micros: undefined, kind: 'rib', multicast: false, addPath: false, sequence: 0 },
    prefix: parsePrefix('10.0.0.0/8'),
    entries: [
      { peerIndex: 3, originatedSeconds: 0, pathIdentifier: undefined, attributes: new Uint8Array(0) },
    ],
  }
  const { issues } = heldPrefixes(Buffer.concat([broken, writeMrt(rib)]), everybody)
  t.deepEqual(issues, [
    { offset: 0, problem: 'a message with a Message Header Error, Connection Not Synchronized' },
    { offset: broken.length, problem: 'a path from peer 3, which the peer index table does not have' },
  ])
})

test('the updates of RIS count as its readers count them', (t) => {
  const file = mrtFilesBeside()?.find(({ name }) => name === 'updates.20100227.1600.gz')
  if (file === undefined) t.log(`skipped: there is no ${mrtFolder}`)
  else t.deepEqual(counts(file.octets), { updates: 6546, announced: 52_468, withdrawn: 1318, changes: 20 })
  t.pass()
})

function counts(file: Uint8Array): Readonly<Record<string, number>> {
  const total = { updates: 0, announced: 0, withdrawn: 0, changes: 0 }
  for (const { record } of readMrt(file)) {
    if (record?.kind === 'state-change') total.changes++
    if (record?.kind !== 'message' || record.octets[18] !== 2) continue
    total.updates++
    const session = { ...beforeOpen, fourOctetAs: record.asnOctets === 4 }
    const decoded = decodeMessage(record.octets, session, new AttributeInterner())
    if (decoded.kind === 'error') throw new Error('an UPDATE of RIS is malformed')
    for (const update of decoded.messages) {
      if (update.kind !== 'UPDATE') continue
      total.announced += update.announced.count
      total.withdrawn += update.withdrawn.count
    }
  }
  return total
}

function ipv4(file: Uint8Array, isWanted: Parameters<typeof heldPrefixes>[1]): readonly string[] {
  const { tables, issues } = heldPrefixes(file, isWanted)
  if (issues.length > 0) throw new Error(JSON.stringify(issues))
  return unpackPrefixes(tables.ipv4).map(formatPrefix)
}

function message(peer: string, announced: readonly string[], withdrawn: readonly string[]): Uint8Array {
  const attributes = new AttributeInterner().intern({
    ...noOptionalAttributes,
    origin: 'IGP',
    asPath: [{ kind: 'AS_SEQUENCE', asns: [65010] }],
    nextHop: parseAddress(peer),
  })
  const packed = (texts: readonly string[]) => packPrefixes('ipv4', texts.map(parsePrefix))
  const update = {
    kind: 'UPDATE',
    family: 'ipv4',
    withdrawn: packed(withdrawn),
    announced: packed(announced),
    attributes: announced.length === 0 ? undefined : attributes,
  } as const
  const session = { ...beforeOpen, fourOctetAs: true }
  return writeMrt({
    ...{ seconds: 0, micros: 0, kind: 'message', sentBy: 'peer', addPath: false },
    ...{ asnOctets: 4, peerAsn: 65010, localAsn: 12076, interfaceIndex: 0 },
    peer: parseAddress(peer),
    local: parseAddress('192.0.2.9'),
    octets: encodeMessage(announced.length + withdrawn.length === 0 ? keepalive : update, session),
  })
}
