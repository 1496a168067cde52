import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import { keepalive, type Message } from '../../src/bgp/message.ts'
import { maximumPrefixes } from '../../src/bgp/notification.ts'
import { noOptionalAttributes, type PathAttributes } from '../../src/bgp/path-attributes.ts'
import { encodeMessage } from '../../src/bgp/wire/encode.ts'
import type { WireSession } from '../../src/bgp/wire/wire-session.ts'
import type { Family } from '../../src/net/address.ts'
import { parseAddress } from '../../src/net/address-text.ts'
import { packPrefixes } from '../../src/net/packed-prefixes.ts'
import { parsePrefix } from '../../src/net/prefix-text.ts'
import { dissect } from '../../src/report/dissection/dissect.ts'
import { formatDissection } from '../../src/report/dissection/dissection-text.ts'
import type { Field } from '../../src/report/dissection/field.ts'
import { anyPlainMessage, anySession, updateFor } from '../support/arbitrary-message.ts'
import { external } from '../support/wire-sessions.ts'

const open: Message = {
  kind: 'OPEN',
  version: 4,
  asn: 65010,
  holdTimeSeconds: 180,
  bgpIdentifier: 0x0a000001,
  capabilities: [
    { kind: 'multiprotocol', afi: 1, safi: 1 },
    { kind: 'graceful-restart', restarting: true, notification: false, restartSeconds: 120, families: [] },
    { kind: 'add-path', families: [{ afi: 2, safi: 1, mode: 3 }] },
    { kind: 'unknown', code: 200, data: [1, 2] },
  ],
}

/** The fields that say something, a line each: `0013 Version: 4 (RFC 4271 §4.2)`. */
const cases: readonly { what: string; message: Message; session?: WireSession; says: readonly string[] }[] = [
  {
    what: 'a KEEPALIVE',
    message: keepalive,
    says: ['0010 Length: 19 (RFC 4271 §4.1)', '0012 Type: 4 KEEPALIVE (RFC 4271 §4.1)'],
  },
  {
    what: 'an OPEN',
    message: open,
    says: [
      '0014 My Autonomous System: 65010 (RFC 4271 §4.2)',
      '0018 BGP Identifier: 10.0.0.1 (RFC 4271 §4.2)',
      '0021 Value: IPv4 unicast (RFC 4760 §8)',
      '0027 Value: 120 s, restarting (RFC 4724 §3)',
      '002b Value: IPv6 unicast sent and received (RFC 7911 §4)',
      '002f Code: 200 unknown (RFC 5492 §4)',
    ],
  },
  {
    what: 'a NOTIFICATION',
    message: maximumPrefixes('ipv4', 4000),
    says: [
      '0013 Error code: 6 Cease (RFC 4271 §4.5)',
      '0014 Error subcode: 1 Cease, Maximum Number of Prefixes Reached (RFC 4271 §4.5)',
    ],
  },
  {
    what: 'a ROUTE-REFRESH',
    message: { kind: 'ROUTE-REFRESH', family: 'ipv6', subtype: 'BoRR' },
    says: ['0015 Subtype: 1 BoRR (RFC 7313 §3.2)', '0016 SAFI: IPv6 unicast (RFC 2918 §3)'],
  },
  {
    what: 'an UPDATE of IPv4',
    message: update('ipv4', ['10.1.0.0/16'], ['10.2.0.0/24'], {
      communities: [0x2f14c73e],
      multiExitDisc: 7,
    }),
    says: [
      '0015 Prefix: 10.2.0.0/24 (RFC 4271 §4.3)',
      '001e Value: IGP (RFC 4271 §5.1.1)',
      '0022 Value: 65010 (RFC 4271 §5.1.2)',
      '002b Value: 192.0.2.1 (RFC 4271 §5.1.3)',
      '0032 Value: 7 (RFC 4271 §5.1.4)',
      '0036 Flags: optional, transitive (RFC 4271 §4.3)',
      '0039 Value: 12052:51006 (RFC 1997)',
      '003d Prefix: 10.1.0.0/16 (RFC 4271 §4.3)',
    ],
  },
  {
    what: 'an UPDATE of IPv6 with Path Identifiers',
    message: update('ipv6', ['2001:db8::/32'], []),
    session: { ...external, addPath: { send: ['ipv6'], receive: ['ipv6'] } },
    says: [
      '001c SAFI: 1: IPv6 unicast (RFC 4760 §3)',
      '001e Next Hop: 2001:db8::1 (RFC 4760 §3)',
      '002f Path Identifier: 1 (RFC 7911 §3)',
      '0033 Prefix: 2001:db8::/32 (RFC 4271 §4.3)',
    ],
  },
]

for (const { what, message, session = external, says } of cases) {
  test(`${what} says field by field what it means and where that is written`, (t) => {
    const lines = leaves(dissect(encodeMessage(message, session), session)).map(
      ({ offset, name, meaning, section }) =>
        `${offset.toString(16).padStart(4, '0')} ${name}: ${meaning} (${section})`,
    )
    t.deepEqual(
      says.filter((line) => !lines.includes(line)),
      [],
      lines.join('\n'),
    )
  })
}

test('the fields of every message cover each octet once, in order, and none is left undecoded', (t) => {
  const anyEncoded = anySession.chain((session) =>
    fc.oneof(
      anyPlainMessage.map((message) => ({ octets: encodeMessage(message, session), session })),
      updateFor(session, new AttributeInterner()).map(({ message, pathIds }) => ({
        octets: encodeMessage(message, session, pathIds),
        session,
      })),
    ),
  )
  t.notThrows(() =>
    fc.assert(
      fc.property(anyEncoded, ({ octets, session }) => {
        const mirrored = { ...session, addPath: { send: [], receive: session.addPath.send } }
        const fields = leaves(dissect(octets, mirrored))
        assertCovered(fields, octets.length)
        assert.deepEqual(
          fields.filter(({ name, meaning }) => name === 'Undecoded' || meaning === 'cut off'),
          [],
        )
      }),
    ),
  )
})

test('octets that are no message are covered too', (t) => {
  const valid = cases.map(({ message, session = external }) => encodeMessage(message, session))
  const changed = fc
    .tuple(fc.constantFrom(...valid), fc.nat(), fc.integer({ min: 0, max: 255 }), fc.nat())
    .map(([octets, at, octet, end]) =>
      octets.with(at % octets.length, octet).slice(0, (end % octets.length) + 1),
    )
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.oneof(changed, fc.uint8Array({ maxLength: 80 })), (octets) => {
        assertCovered(leaves(dissect(octets, external)), octets.length)
      }),
      { numRuns: 1000 },
    ),
  )
})

test('octets stand on the left, eight a row, and what they are beside the first of them', (t) => {
  const octets = encodeMessage(keepalive, external)
  t.is(
    formatDissection(octets, dissect(octets, external)),
    `0000  ff ff ff ff ff ff ff ff  Marker  RFC 4271 §4.1  all ones
0008  ff ff ff ff ff ff ff ff
0010  00 13                    Length  RFC 4271 §4.1  19
0012  04                       Type    RFC 4271 §4.1  4 KEEPALIVE
`,
  )
})

function assertCovered(fields: readonly Field[], octets: number): void {
  let at = 0
  for (const field of fields) {
    assert.equal(field.offset, at)
    assert.ok(field.octets > 0)
    at += field.octets
  }
  assert.equal(at, octets)
}

function leaves(fields: readonly Field[]): readonly Field[] {
  return fields.flatMap((field) => (field.parts.length === 0 ? [field] : leaves(field.parts)))
}

function update(
  family: Family,
  announced: readonly string[],
  withdrawn: readonly string[],
  more: Partial<PathAttributes> = {},
): Message {
  const attributes = new AttributeInterner().intern({
    ...noOptionalAttributes,
    origin: 'IGP',
    asPath: [{ kind: 'AS_SEQUENCE', asns: [65010] }],
    nextHop: parseAddress(family === 'ipv4' ? '192.0.2.1' : '2001:db8::1'),
    ...more,
  })
  const packed = (texts: readonly string[]) => packPrefixes(family, texts.map(parsePrefix))
  return { kind: 'UPDATE', family, withdrawn: packed(withdrawn), announced: packed(announced), attributes }
}
