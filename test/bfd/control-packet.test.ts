import test from 'ava'
import fc from 'fast-check'
import {
  type ControlPacket,
  controlPacket,
  decodeControlPacket,
  encodeControlPacket,
} from '../../src/bfd/control-packet.ts'
import { bfdStates, diagnostics, newBfdSession } from '../../src/bfd/session.ts'
import { octetsOf } from '../support/wire-octets.ts'

const configuration = { desiredMinTxMicros: 300_000, requiredMinRxMicros: 300_000, detectMultiplier: 3 }

// RFC 5880 section 4.1, written out: version 1 and diagnostic 0, Down with the C bit, Detect Mult 3, Length 24.
const first = octetsOf('20 48 03 18  00 00 00 09  00 00 00 00  00 0f 42 40  00 04 93 e0  00 00 00 00')

test('the first packet of a session is what section 4.1 draws', (t) => {
  t.deepEqual(encodeControlPacket(controlPacket(newBfdSession(configuration, 9))), first)
})

test('what section 4.1 draws is read', (t) => {
  const packet = controlPacket(newBfdSession(configuration, 9))
  t.deepEqual(decodeControlPacket(first), { kind: 'packet', packet })
})

const uint32 = fc.nat({ max: 0xffff_ffff })

const packets: fc.Arbitrary<ControlPacket> = fc.record({
  state: fc.constantFrom(...bfdStates),
  diagnostic: fc.constantFrom(...diagnostics),
  poll: fc.boolean(),
  final: fc.boolean(),
  controlPlaneIndependent: fc.boolean(),
  demand: fc.boolean(),
  detectMultiplier: fc.integer({ min: 1, max: 255 }),
  myDiscriminator: fc.integer({ min: 1, max: 0xffff_ffff }),
  yourDiscriminator: fc.integer({ min: 1, max: 0xffff_ffff }),
  desiredMinTxMicros: uint32,
  requiredMinRxMicros: uint32,
  requiredMinEchoRxMicros: uint32,
})

test('every packet is read as it was written', (t) => {
  fc.assert(
    fc.property(packets, (packet) => {
      t.deepEqual(decodeControlPacket(encodeControlPacket(packet)), { kind: 'packet', packet })
    }),
  )
  t.pass()
})

/** Section 6.8.6, in its order: an octet of a good packet is another, and the packet is discarded. */
const discards: readonly (readonly [string, number, number])[] = [
  ['version 2', 0, 0x40],
  ['Length 23', 3, 23],
  ['Length 25', 3, 25],
  ['Detect Mult is 0', 2, 0],
  ['the Multipoint bit is set', 1, 0x49],
  ['My Discriminator is 0', 7, 0],
  ['Your Discriminator is 0 in Init or Up', 1, 0xc8],
  ['no authentication is in use', 1, 0x4c],
]

for (const [because, offset, octet] of discards) {
  test(`6.8.6: it is discarded: ${because}`, (t) => {
    const octets = first.slice()
    octets[offset] = octet
    t.deepEqual(decodeControlPacket(octets), { kind: 'discarded', because })
  })
}

test('6.8.6: what is shorter than the fields is discarded', (t) => {
  t.deepEqual(decodeControlPacket(first.subarray(0, 23)), {
    kind: 'discarded',
    because: '23 octets are no packet',
  })
})

test('a reserved diagnostic is none that the RFC knows', (t) => {
  const octets = first.slice()
  octets[0] = 0x3f
  t.like(decodeControlPacket(octets), { packet: { diagnostic: 'No Diagnostic' } })
})
