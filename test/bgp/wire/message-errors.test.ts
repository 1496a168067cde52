import test from 'ava'
import { AttributeInterner } from '../../../src/bgp/attribute-interner.ts'
import type { Message } from '../../../src/bgp/message.ts'
import { decodeMessage } from '../../../src/bgp/wire/decode.ts'
import { encodeMessage } from '../../../src/bgp/wire/encode.ts'
import { Framer } from '../../../src/bgp/wire/framer.ts'
import { type MessageCase, messageCases } from '../../support/wire-cases.ts'
import { hexOf, octetsOf } from '../../support/wire-octets.ts'
import { wireSessionNamed } from '../../support/wire-sessions.ts'

const interner = new AttributeInterner()
const ones = 'ff'.repeat(16)

const markers: ReadonlyMap<string, string> = new Map([
  ['marker:00', `00${ones.slice(2)}`],
  ['marker:fe', `${ones.slice(2)}fe`],
])

/** The octets of a case; where its length says more than it writes out, zeros follow. */
function octetsIn({ body }: MessageCase): Uint8Array {
  const [first = '', ...rest] = body.split(' ')
  const marker = markers.get(first)
  return octetsOf(marker === undefined ? `${ones}${body}` : `${marker}${rest.join('')}`)
}

/** What a message is: its kind, or for an UPDATE of nothing its name. */
function nameOf(message: Message): string {
  if (message.kind !== 'UPDATE' || message.withdrawn.count + message.announced.count > 0) return message.kind
  return 'End-of-RIB'
}

function answerOf(octets: Uint8Array, session: string): string {
  const decoded = decodeMessage(octets, wireSessionNamed(session), interner)
  if (decoded.kind === 'error') {
    const { code, subcode, data } = decoded.notification
    return `${decoded.event} ${code}/${subcode} ${hexOf(data)}`
  }
  return decoded.messages.length === 0 ? 'ignored' : decoded.messages.map(nameOf).join(' and ')
}

function expectedOf(row: MessageCase, octets: Uint8Array): string {
  if (row.error === '') return row.answer
  const data = row.data === 'message' ? hexOf(octets) : row.data.replace('-', '')
  return `${row.answer} ${row.error} ${data}`
}

for (const row of messageCases()) {
  test(`${row.what}: ${row.answer} ${row.error} (${row.section})`, (t) => {
    const octets = octetsIn(row)
    t.is(answerOf(octets, row.session), expectedOf(row, octets))
  })
}

// What is wrong with a header is known before the rest has come.
const headers = messageCases().filter(
  ({ answer, body }) => answer === 'BGPHeaderErr' && !body.startsWith('0018 05'),
)

for (const row of headers) {
  test(`the framer refuses the header alone: ${row.what}`, (t) => {
    const framer = new Framer()
    const session = wireSessionNamed(row.session)
    const octets = octetsIn(row)
    framer.push(octets.subarray(0, 18))
    t.deepEqual(framer.next(session), { kind: 'incomplete' })
    framer.push(octets.subarray(18, 19))
    const framed = framer.next(session)
    const { code, subcode, data } =
      framed.kind === 'error' ? framed.notification : { code: 0, subcode: 0, data: [] }
    t.is(`BGPHeaderErr ${code}/${subcode} ${hexOf(data)}`, expectedOf(row, octets))
    framer.push(encodeMessage({ kind: 'KEEPALIVE' }, session))
    t.is(framer.next(session), framed)
  })
}

test('octets that are no message, or more than one, are refused', (t) => {
  const keepalive = encodeMessage({ kind: 'KEEPALIVE' }, wireSessionNamed('ebgp'))
  t.is(answerOf(keepalive.subarray(0, 5), 'ebgp'), 'BGPHeaderErr 1/2 0005')
  t.is(answerOf(Uint8Array.from([...keepalive, ...keepalive]), 'ebgp'), 'BGPHeaderErr 1/2 0013')
})
