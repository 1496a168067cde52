import test from 'ava'
import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import { keepalive, type UpdateMessage } from '../../src/bgp/message.ts'
import { noOptionalAttributes } from '../../src/bgp/path-attributes.ts'
import type { Ends } from '../../src/live/socket-ends.ts'
import { Translation } from '../../src/live/translation.ts'
import { formatAddress, parseAddress } from '../../src/net/address-text.ts'
import { emptyPrefixes, packPrefixes } from '../../src/net/packed-prefixes.ts'
import { parsePrefix } from '../../src/net/prefix-text.ts'

const interner = new AttributeInterner()
const planned = ends('172.16.0.2', '172.16.0.1')

function ends(local: string, remote: string): Ends {
  return { local: parseAddress(local), remote: parseAddress(remote) }
}

function update(nextHop: string): UpdateMessage {
  return {
    kind: 'UPDATE',
    family: 'ipv4',
    withdrawn: emptyPrefixes('ipv4'),
    announced: packPrefixes('ipv4', [parsePrefix('10.0.0.0/8')]),
    attributes: interner.intern({
      ...noOptionalAttributes,
      origin: 'IGP',
      asPath: [],
      nextHop: parseAddress(nextHop),
    }),
  }
}

function nextHop(message: ReturnType<Translation['inward']>): string {
  if (message.kind !== 'UPDATE' || message.attributes === undefined) throw new Error('an announcement')
  return formatAddress(message.attributes.nextHop)
}

const elsewhere = new Translation(interner, planned, ends('192.0.2.2', '192.0.2.1'))
const loopback = new Translation(interner, planned, ends('127.0.0.1', '127.0.0.1'))

const cases = [
  { what: "the far end's own address", from: elsewhere.inward(update('192.0.2.1')), is: '172.16.0.1' },
  { what: 'our address, sent back', from: elsewhere.inward(update('192.0.2.2')), is: '172.16.0.2' },
  { what: 'a third address', from: elsewhere.inward(update('192.0.2.3')), is: '192.0.2.3' },
  { what: 'our own address', from: elsewhere.outward(update('172.16.0.2')), is: '192.0.2.2' },
  { what: "the far end's address", from: elsewhere.outward(update('172.16.0.1')), is: '192.0.2.1' },
  { what: 'on a loopback, our own', from: loopback.outward(update('172.16.0.2')), is: '172.16.0.2' },
  { what: "on a loopback, the far end's own", from: loopback.inward(update('172.16.0.1')), is: '172.16.0.1' },
]

for (const { what, from, is } of cases) {
  test(`a NEXT_HOP that is ${what} becomes ${is}`, (t) => {
    t.is(nextHop(from), is)
  })
}

test('what has no NEXT_HOP goes through as it is', (t) => {
  t.is(elsewhere.inward(keepalive), keepalive)
  const gone = { ...update('192.0.2.1'), attributes: undefined }
  t.is(elsewhere.outward(gone), gone)
})
