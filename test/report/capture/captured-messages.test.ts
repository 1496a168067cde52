import test from 'ava'
import { AttributeInterner } from '../../../src/bgp/attribute-interner.ts'
import { decodeMessage } from '../../../src/bgp/wire/decode.ts'
import { beforeOpen } from '../../../src/bgp/wire/wire-session.ts'
import { messageWords } from '../../../src/report/trace/message-text.ts'
import { capturedMessages } from '../../support/captured-messages.ts'
import { runCaptured } from '../../support/captured-run.ts'
import { readCapture, type SeenPacket } from '../../support/pcap-reader.ts'
import { scenario } from '../../support/scenario-text.ts'

const { capture, records } = runCaptured(
  scenario(
    'timeline:\n  - { at: 5s, clear: ce1-er.msee1 private ipv4 }\n  - { at: 9s, crash: er.msee2 }\nuntil: 20s\n',
  ),
)
const inCapture = messagesIn(readCapture(capture))

test('what a trace says was sent stands in the capture, message by message', (t) => {
  t.deepEqual(inCapture.toSorted(), wordsOf('message-sent').toSorted())
})

test('there is a message of each kind that a session has', (t) => {
  const kinds = inCapture.map((words) => words.split(' ')[0] ?? '')
  t.deepEqual([...new Set(kinds)].toSorted(), ['KEEPALIVE', 'NOTIFICATION', 'OPEN', 'UPDATE'])
})

function wordsOf(kind: 'message-sent'): readonly string[] {
  return records.flatMap((record) => (record.kind === kind ? [messageWords(record.message)] : []))
}

function messagesIn(packets: readonly SeenPacket[]): readonly string[] {
  const session = { ...beforeOpen, fourOctetAs: true }
  return capturedMessages(packets).flatMap((octets) => {
    const decoded = decodeMessage(octets, session, new AttributeInterner())
    if (decoded.kind === 'error') throw new Error('a message of the capture is malformed')
    return decoded.messages.map(messageWords)
  })
}
