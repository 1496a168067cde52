import { createHash } from 'node:crypto'
import test from 'ava'
import { parseScenario } from '../../../src/scenario/parse.ts'
import { runCaptured } from '../../support/captured-run.ts'
import { readCapture, type SeenPacket } from '../../support/pcap-reader.ts'
import { scenario } from '../../support/scenario-text.ts'

/** Everything that can happen to a connection, on both address families. */
const eventful = scenario(
  `timeline:
  - { at: 10s, loss: { link: er.primary, share: 30% }, for: 100s }
  - { at: 150s, cut: er.primary, silently: true, for: 300s }
  - { at: 160s, crash: er.msee2, for: 30s }
  - { at: 500s, clear: ce1-er.msee1 private ipv4 }
  - { at: 520s, cut: er.secondary, for: 20s }
`,
  `, advertise: [{ generate: { within: 10.64.0.0/12, length: 24, count: 1000 } }]`,
)
const run = runCaptured(eventful)
const packets = readCapture(run.capture)
const directions = byDirection(packets)

test('lengths and checksums of every packet are right', (t) => {
  t.true(packets.length > 500)
  t.deepEqual(
    packets.flatMap(({ faults }) => faults),
    [],
  )
  t.is(new Set(packets.map(({ source }) => source.split(' ')[0]?.length)).size, 2)
})

test('packets are in the order of virtual time', (t) => {
  for (const [index, packet] of packets.entries())
    t.true(packet.atMicros >= (packets[index - 1]?.atMicros ?? 0))
})

test("a circuit's packets have the peering's VLAN, and those inside Microsoft's network have none", (t) => {
  const ends = (wanted: number | undefined): readonly string[] => [
    ...new Set(packets.filter(({ vlanId }) => vlanId === wanted).map(({ source }) => source.slice(0, 4))),
  ]
  // 172.16 and 2001, which are the peering's, and 198.18 and fd.. or the like, which are Microsoft's.
  t.deepEqual(ends(100).toSorted(), ['2001', 'ac10'])
  t.false(ends(undefined).includes('ac10'))
})

test('each port has a hardware address of its own, and answers by it', (t) => {
  const owners = new Map<string, string>()
  for (const { hardware, source, destination } of packets) {
    for (const [address, mac] of [
      [source.split(' ')[0] ?? '', hardware.source],
      [destination.split(' ')[0] ?? '', hardware.destination],
    ] as const) {
      t.is(owners.get(address) ?? mac, mac)
      owners.set(address, mac)
      t.true(mac.startsWith('02'))
    }
  }
})

test('a connection is made in three steps, before either end says anything', (t) => {
  for (const [key, sent] of directions) {
    const [first] = sent
    if (first?.acknowledgement !== undefined) continue
    const back = directions.get(reversed(key)) ?? []
    t.deepEqual(first?.flags, ['SYN'], key)
    const answers = back.filter(({ flags }) => !flags.includes('RST'))
    if (answers.length === 0) continue
    t.deepEqual(answers[0]?.flags, ['SYN', 'ACK'], key)
    t.is(answers[0]?.acknowledgement, next(first, 1), key)
    const rest = sent.filter(({ flags }) => !flags.includes('SYN'))
    if (rest.length > 0) t.is(rest[0]?.acknowledgement, next(answers[0], 1), key)
  }
})

test('every octet of a stream is sent in order, and sent again as it was', (t) => {
  let repeated = 0
  for (const [key, sent] of directions) {
    const carrying = sent.filter((packet) => !packet.flags.includes('RST') && lengthOf(packet) > 0)
    const seen = new Map<number, string>()
    let end = carrying[0]?.sequence ?? 0
    for (const packet of carrying) {
      const text = `${packet.flags} ${Buffer.from(packet.payload).toString('hex')}`
      const before = seen.get(packet.sequence)
      if (before === undefined) {
        t.is(packet.sequence, end, key)
        end = next(packet, lengthOf(packet))
        seen.set(packet.sequence, text)
      } else {
        t.is(before, text, key)
        repeated++
      }
    }
  }
  t.true(repeated > 50)
})

test('nobody acknowledges what was not sent, or takes an acknowledgement back', (t) => {
  const sentUpTo = new Map<string, number>()
  const acknowledged = new Map<string, number>()
  for (const packet of packets) {
    const { acknowledgement, flags } = packet
    const key = directionOf(packet)
    if (!flags.includes('RST')) {
      sentUpTo.set(key, later(sentUpTo.get(key), next(packet, lengthOf(packet))))
    }
    if (acknowledgement === undefined) continue
    const far = sentUpTo.get(reversed(key))
    t.is(later(far, acknowledgement), far ?? -1, key)
    t.is(later(acknowledged.get(key), acknowledgement), acknowledgement, key)
    acknowledged.set(key, acknowledgement)
  }
})

test('what stays unanswered for an instant is acknowledged in it', (t) => {
  const bare = packets.filter((packet) => packet.flags.join() === 'ACK' && packet.payload.length === 0)
  t.true(bare.length > 100)
})

test('a message larger than a segment goes in several, each full but the last, which is pushed', (t) => {
  const [full] = packets.filter(({ payload }) => payload.length === 1460)
  t.not(full, undefined)
  t.true(packets.every(({ payload }) => payload.length <= 1460))
  t.true(packets.every(({ source, payload }) => source.length < 20 || payload.length <= 1440))
  const sizes = packets
    .filter(({ options }) => options.length > 0)
    .map(({ source, options }) => {
      const [size] = options.filter(({ kind }) => kind === 2)
      return [source.split(' ')[0]?.length, ...(size?.data ?? [])].join()
    })
  t.deepEqual([...new Set(sizes)].toSorted(), ['32,5,160', '8,5,180'])
})

test('a FIN is acknowledged, unless the cable is cut or the far end knows nothing any more', (t) => {
  const closing = packets.filter(({ flags }) => flags.includes('FIN'))
  t.true(closing.length > 4)
  for (const fin of closing) {
    const back = directions.get(reversed(directionOf(fin))) ?? []
    const isAnswered = back.some(
      ({ acknowledgement, flags }) => acknowledgement === next(fin, lengthOf(fin)) || flags.includes('RST'),
    )
    const isCut = fin.atMicros >= 150e6 && fin.atMicros < 450e6
    t.true(isAnswered || isCut, `${directionOf(fin)} at ${fin.atMicros}`)
  }
})

test('the key of a session signs every one of its packets', (t) => {
  const key = 'opensesame'
  const text = scenario('until: 5s\n').source.replace(
    'peerAsn: 65010',
    `peerAsn: 65010\n        sharedKey: ${key}`,
  )
  const signed = readCapture(runCaptured(parseScenario(text)).capture).filter(({ vlanId }) => vlanId === 100)
  t.true(signed.length > 10)
  for (const { options, pseudoHeader, tcpHeader, payload } of signed) {
    const [signature] = options.filter(({ kind }) => kind === 19)
    const header = Buffer.from(tcpHeader.subarray(0, 20))
    header.writeUInt16BE(0, 16)
    const digest = createHash('md5').update(pseudoHeader).update(header).update(payload).update(key).digest()
    t.deepEqual(signature?.data, [...digest])
  }
})

function byDirection(seen: readonly SeenPacket[]): ReadonlyMap<string, readonly SeenPacket[]> {
  const found = new Map<string, SeenPacket[]>()
  for (const packet of seen) {
    const key = directionOf(packet)
    const same = found.get(key)
    if (same === undefined) found.set(key, [packet])
    else same.push(packet)
  }
  return found
}

function directionOf({ source, destination }: SeenPacket): string {
  return `${source} > ${destination}`
}

function reversed(key: string): string {
  return key.split(' > ').reverse().join(' > ')
}

function lengthOf({ payload, flags }: SeenPacket): number {
  return payload.length + (flags.includes('SYN') ? 1 : 0) + (flags.includes('FIN') ? 1 : 0)
}

function next(packet: SeenPacket | undefined, octets: number): number {
  return ((packet?.sequence ?? 0) + octets) % 2 ** 32
}

/** Of two sequence numbers the one that comes later, as numbers that wrap are compared. */
function later(a: number | undefined, b: number): number {
  return a === undefined || (b - a) >>> 0 < 2 ** 31 ? b : a
}

test('an end that reads nothing tells a window of zero from the first message that it has no room for, until it reads again', (t) => {
  const session = 'ce1-er.msee1 private ipv4'
  const { capture } = runCaptured(
    scenario(`timeline: [{ at: 100s, zeroWindow: "${session}", router: er.msee1, for: 200s }]`),
  )
  const told = readCapture(capture).filter(({ source }) => source.startsWith('ac100002 '))
  const isZero = ({ tcpHeader }: SeenPacket): boolean => tcpHeader[14] === 0 && tcpHeader[15] === 0
  const zeroes = told.filter(isZero).map(({ atMicros }) => atMicros / 1e6)
  const [first = 0, last = 0] = [zeroes[0], zeroes.at(-1)]
  t.true(first > 100 && first < 180 && last < 300)
  t.true(zeroes.length > 6, 'each probe is answered')
  const within = told.filter(({ atMicros }) => atMicros / 1e6 >= first && atMicros / 1e6 < 300)
  t.true(within.every(isZero), 'its KEEPALIVEs tell so too')
})
