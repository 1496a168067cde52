import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { AttributeInterner } from '../../../src/bgp/attribute-interner.ts'
import type { Message } from '../../../src/bgp/message.ts'
import { updateOctets } from '../../../src/bgp/update/message-size.ts'
import { decodeMessage } from '../../../src/bgp/wire/decode.ts'
import { encodeMessage } from '../../../src/bgp/wire/encode.ts'
import { Framer } from '../../../src/bgp/wire/framer.ts'
import { beforeOpen, type WireSession } from '../../../src/bgp/wire/wire-session.ts'
import { anyPlainMessage, anySession, updateFor } from '../../support/arbitrary-message.ts'

const interner = new AttributeInterner()

test('what is no UPDATE is read as it was written, in every kind of session', (t) => {
  const law = fc.property(anySession, anyPlainMessage, (session, message) => {
    const decoded = decodeMessage(encodeMessage(message, session), session, interner)
    assert.deepEqual(decoded, { kind: 'messages', messages: [message], pathIds: new Map(), faults: [] })
  })
  t.notThrows(() => fc.assert(law, { numRuns: 1000 }))
})

const sessionAndUpdate = anySession.chain((session) =>
  updateFor(session, interner).map((update) => ({ session, ...update })),
)

test('an UPDATE is read as it was written, in every kind of session, and has the octets that were computed', (t) => {
  const law = fc.property(sessionAndUpdate, ({ session, message, pathIds }) => {
    const octets = encodeMessage(message, session, pathIds)
    assert.equal(octets.length, updateOctets(message, session))
    const decoded = decodeMessage(octets, session, interner)
    assert.ok(decoded.kind === 'messages')
    assert.deepEqual(decoded.faults, [])
    assert.deepEqual(decoded.messages, [message])
    assert.deepEqual([...decoded.pathIds.values()], pathIds === undefined ? [] : [pathIds])
  })
  t.notThrows(() => fc.assert(law, { numRuns: 1000 }))
})

test('however a stream is cut into chunks, the same messages come out of it', (t) => {
  const stream = fc.array(anyPlainMessage, { minLength: 1, maxLength: 6 })
  const law = fc.property(
    stream,
    fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
    (sent, sizes) => {
      const octets = Buffer.concat(sent.map((message) => encodeMessage(message, beforeOpen)))
      assert.deepEqual(framed(octets, sizes), sent)
    },
  )
  t.notThrows(() => fc.assert(law, { numRuns: 300 }))
})

/** Pushes chunks of the sizes, over and over, and takes what is whole after each. */
function framed(octets: Uint8Array, sizes: readonly number[]): readonly Message[] {
  const framer = new Framer()
  const messages: Message[] = []
  let at = 0
  for (let turn = 0; at < octets.length; turn++) {
    const end = at + (sizes[turn % sizes.length] ?? 1)
    framer.push(octets.subarray(at, end))
    messages.push(...whole(framer, beforeOpen))
    at = end
  }
  return messages
}

function whole(framer: Framer, session: WireSession): readonly Message[] {
  const messages: Message[] = []
  for (let next = framer.next(session); next.kind === 'message'; next = framer.next(session)) {
    const decoded = decodeMessage(next.octets, session, interner)
    assert.ok(decoded.kind === 'messages')
    messages.push(...decoded.messages)
  }
  return messages
}
