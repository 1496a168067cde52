import test from 'ava'
import { parseAddress } from '../../../src/net/address-text.ts'
import { pcapHeader, pcapPacket } from '../../../src/report/capture/pcap.ts'
import { StreamCapture, type StreamPackets } from '../../../src/report/capture/stream-capture.ts'
import { readCapture, type SeenPacket } from '../../support/pcap-reader.ts'

const ends = {
  ipv4: { local: parseAddress('172.16.0.1'), remote: parseAddress('172.16.0.2') },
  ipv6: { local: parseAddress('fd00:16::1'), remote: parseAddress('fd00:16::2') },
}

/** A connection that ce1 opened to msee1, and what became of it. */
function captured(act: (packets: StreamPackets) => void, family: 'ipv4' | 'ipv6' = 'ipv4') {
  const parts = [pcapHeader()]
  const cables = {
    farNode: () => 'msee1',
    hardwareAddress: (node: string) => [2, 0, 0, 0, 0, node === 'ce1' ? 1 : 2],
    vlanId: () => 100,
  }
  const capture = new StreamCapture(
    cables,
    () => 1_700_000_000_000_001,
    (packet) => parts.push(pcapPacket(packet)),
  )
  act(capture.open({ caller: 'ce1', link: 'er1.primary', ...ends[family] }))
  return readCapture(Buffer.concat(parts))
}

/** Who said what: flags, and where in the two streams. */
function story(packets: readonly SeenPacket[]): readonly string[] {
  const start = new Map<string, number>()
  return packets.map(({ source, destination, flags, sequence, acknowledgement, payload }) => {
    if (flags.includes('SYN')) start.set(source, sequence)
    const at = (sequence - (start.get(source) ?? 0)) >>> 0
    const taken = acknowledgement === undefined ? '' : (acknowledgement - (start.get(destination) ?? 0)) >>> 0
    const who = source.endsWith(' 179') ? 'msee1' : 'ce1'
    return `${who} ${flags.join(' ')} ${at} ${taken} ${payload.length}`
  })
}

test('octets of both directions are numbered and acknowledged from handshake to close', (t) => {
  const packets = captured(({ send, finish }) => {
    send('ce1', new Uint8Array(29))
    send('msee1', new Uint8Array(3000))
    finish('msee1')
    send('ce1', new Uint8Array(19))
    finish('ce1')
  })
  t.deepEqual(story(packets), [
    'ce1 SYN 0  0',
    'msee1 SYN ACK 0 1 0',
    'ce1 ACK 1 1 0',
    'ce1 PSH ACK 1 1 29',
    'msee1 ACK 1 30 0',
    'msee1 ACK 1 30 1460',
    'ce1 ACK 30 1461 0',
    'msee1 ACK 1461 30 1460',
    'ce1 ACK 30 2921 0',
    'msee1 PSH ACK 2921 30 80',
    'ce1 ACK 30 3001 0',
    'msee1 FIN ACK 3001 30 0',
    'ce1 ACK 30 3002 0',
    'ce1 PSH ACK 30 3002 19',
    'msee1 ACK 3002 49 0',
    'ce1 FIN ACK 49 3002 0',
    'msee1 ACK 3002 50 0',
  ])
})

test('after a reset, and after both ends have closed, there are no packets', (t) => {
  const reset = captured(({ send, finish, reset }) => {
    reset('msee1')
    send('ce1', new Uint8Array(19))
    finish('ce1')
    reset('ce1')
  })
  t.deepEqual(story(reset).slice(3), ['msee1 RST ACK 1 1 0'])
  const closed = captured(({ finish, reset }) => {
    finish('ce1')
    finish('msee1')
    finish('ce1')
    reset('ce1')
  })
  t.is(closed.length, 3 + 4)
})

test('whoever closed first can still be reset by an end that did not', (t) => {
  const packets = captured(({ finish, reset }) => {
    finish('ce1')
    reset('msee1')
  })
  t.deepEqual(story(packets).slice(3), ['ce1 FIN ACK 1 1 0', 'msee1 ACK 1 2 0', 'msee1 RST ACK 1 2 0'])
})

for (const family of ['ipv4', 'ipv6'] as const) {
  test(`packets of ${family} have sound checksums, the time of the clock and the tag of the link`, (t) => {
    const packets = captured(({ send }) => send('ce1', Uint8Array.from([1, 2, 3])), family)
    t.deepEqual([...new Set(packets.flatMap(({ faults }) => faults))], [])
    t.deepEqual([...new Set(packets.map(({ atMicros }) => atMicros))], [1_700_000_000_000_001])
    t.deepEqual([...new Set(packets.map(({ vlanId }) => vlanId))], [100])
  })
}
