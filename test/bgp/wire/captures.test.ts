import { readdirSync, readFileSync } from 'node:fs'
import test from 'ava'
import { AttributeInterner } from '../../../src/bgp/attribute-interner.ts'
import type { Message } from '../../../src/bgp/message.ts'
import { decodeMessage } from '../../../src/bgp/wire/decode.ts'
import { encodeMessage } from '../../../src/bgp/wire/encode.ts'
import { Framer } from '../../../src/bgp/wire/framer.ts'
import { canonical } from '../../support/canonical-message.ts'
import { bgpStreams } from '../../support/pcap.ts'
import { factsOfMessage, factsOfTshark } from '../../support/tshark-facts.ts'
import { capturedMessages } from '../../support/vectors.ts'
import { hexOf, octetsOf } from '../../support/wire-octets.ts'
import { external } from '../../support/wire-sessions.ts'

const interner = new AttributeInterner()
const captured = capturedMessages()

function decoded(octets: Uint8Array): Message {
  const result = decodeMessage(octets, external, interner)
  if (result.kind === 'error') throw new Error(`refused with ${JSON.stringify(result.notification)}`)
  const [message, ...others] = result.messages
  if (message === undefined || others.length > 0 || result.faults.length > 0) {
    throw new Error(`${result.messages.length} messages, ${result.faults.length} faults`)
  }
  return message
}

for (const { id, type, pcap, hex, tshark } of captured) {
  test(`message ${id}, ${type} of ${pcap}, means what tshark says, and is written as it was`, (t) => {
    const octets = octetsOf(hex)
    const message = decoded(octets)
    t.is<string, string>(message.kind, type)
    t.deepEqual(factsOfMessage(message), factsOfTshark(tshark))
    const written = encodeMessage(message, external)
    t.is(hexOf(written), hexOf(canonical(octets).octets))
    t.deepEqual(decoded(written), message)
  })
}

test('who wrote a message otherwise than it is written here took a choice that the standard leaves', (t) => {
  const choices = new Map<string, number[]>()
  for (const { id, hex } of captured) {
    const { choices: taken } = canonical(octetsOf(hex))
    for (const choice of taken) choices.set(choice, [...(choices.get(choice) ?? []), id])
  }
  t.deepEqual([...choices].toSorted(), [
    // FRR gives AS_PATH and the attributes of RFC 4760 such a length always, BIRD MP_REACH_NLRI.
    [
      'a length of two octets for an attribute that fits one',
      [7, 8, 9, 10, 11, 12, 13, 14, 22, 26, 27, 28, 32, 44, 45, 46, 47, 79, 80, 87],
    ],
    // FRR's habit; RFC 5492 §4 allows for either.
    ['a parameter for each capability', [2, 25, 30, 43, 78, 83, 85]],
  ])
})

const directory = new URL('../../vectors/', import.meta.url)
const captures = readdirSync(directory).filter((file) => file.endsWith('.pcap'))

test('twelve captures are there', (t) => {
  t.is(captures.length, 12)
})

for (const file of captures) {
  test(`every message of ${file} is framed and read, and those taken from it are among them`, (t) => {
    const framed = bgpStreams(readFileSync(new URL(file, directory))).flatMap(({ octets }) =>
      messagesOf(octets),
    )
    for (const octets of framed) t.notThrows(() => decoded(octets))
    const found = new Set(framed.map(hexOf))
    const taken = captured.filter(({ pcap, also }) => [pcap, ...also].some((place) => place.startsWith(file)))
    t.true(taken.length > 0)
    t.deepEqual(
      taken.filter(({ hex }) => !found.has(hex)).map(({ id }) => id),
      [],
    )
  })
}

function messagesOf(stream: Uint8Array): readonly Uint8Array[] {
  const framer = new Framer()
  framer.push(stream)
  const messages: Uint8Array[] = []
  for (let next = framer.next(external); next.kind !== 'incomplete'; next = framer.next(external)) {
    if (next.kind === 'error') throw new Error(`refused with ${JSON.stringify(next.notification)}`)
    messages.push(next.octets)
  }
  return messages
}
