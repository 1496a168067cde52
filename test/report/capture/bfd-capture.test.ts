import test from 'ava'
import { decodeControlPacket } from '../../../src/bfd/control-packet.ts'
import { BfdCapture } from '../../../src/report/capture/bfd-capture.ts'
import { cablesOf } from '../../../src/report/capture/capture-surroundings.ts'
import { internetChecksum } from '../../../src/report/capture/checksum.ts'
import type { Packet } from '../../../src/report/capture/pcap.ts'
import { parseScenario } from '../../../src/scenario/parse.ts'
import { runScenario } from '../../../src/scenario/run-scenario.ts'
import { buildTopology } from '../../../src/scenario/topology.ts'
import { scenario } from '../../support/scenario-text.ts'

const watched = parseScenario(
  scenario('timeline: [{ at: 20s, cut: er.primary, silently: true }]\nuntil: 40s').source.replace(
    'peerAsn: 65010',
    'peerAsn: 65010\n        bfd: true',
  ),
)

function captured(): readonly Packet[] {
  const packets: Packet[] = []
  const topology = buildTopology(watched)
  const capture = new BfdCapture(cablesOf(topology), topology, (packet) => packets.push(packet))
  runScenario(watched, { onDatagram: (datagram) => capture.see(datagram) })
  return packets
}

const packets = captured()
const ipAt = 18

function isIpv4({ frame }: Packet): boolean {
  return frame[12] === 0x81 && frame[16] === 0x08
}

test('every packet is a frame in the VLAN of its peering, with UDP to port 3784 and a hop limit of 255 (RFC 5881)', (t) => {
  t.true(packets.length > 400)
  for (const packet of packets.filter(isIpv4)) {
    const view = new DataView(packet.frame.buffer, packet.frame.byteOffset)
    t.is(view.getUint16(14), 100)
    t.is(view.getUint8(ipAt + 8), 255)
    t.is(view.getUint8(ipAt + 9), 17)
    t.is(view.getUint16(ipAt + 22), 3784)
    t.true(view.getUint16(ipAt + 20) >= 49152)
  }
  for (const packet of packets.filter((one) => !isIpv4(one))) {
    const view = new DataView(packet.frame.buffer, packet.frame.byteOffset)
    t.is(view.getUint16(16), 0x86dd)
    t.deepEqual([view.getUint8(ipAt + 6), view.getUint8(ipAt + 7)], [17, 255])
  }
})

test('its checksums are right: a sum over what it covers, itself among it, is zero', (t) => {
  for (const { frame } of packets.filter(isIpv4)) {
    const header = frame.subarray(ipAt, ipAt + 20)
    t.is(internetChecksum(header), 0)
    const datagram = frame.subarray(ipAt + 20)
    const pseudo = Uint8Array.from([...header.subarray(12, 20), 0, 17, 0, datagram.length])
    t.is(internetChecksum(pseudo, datagram), 0)
  }
})

test('what it carries is a Control packet; the last ones of a cut link say that the Detection Time expired', (t) => {
  const read = packets.filter(isIpv4).map(({ frame }) => decodeControlPacket(frame.subarray(ipAt + 28)))
  t.true(read.every(({ kind }) => kind === 'packet'))
  const told = read.flatMap((one) =>
    one.kind === 'packet' ? [`${one.packet.state} ${one.packet.diagnostic}`] : [],
  )
  t.true(told.includes('Up No Diagnostic'))
  t.true(told.includes('Down Control Detection Time Expired'))
})

test('looking on changes nothing of the run', (t) => {
  const plain = runScenario(watched)
  const seen = runScenario(watched, { onDatagram: () => undefined })
  t.deepEqual({ ...seen, events: 0, routers: seen.routers }, { ...plain, events: 0, routers: plain.routers })
})
