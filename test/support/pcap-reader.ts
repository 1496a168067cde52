/** A second opinion on captures: reads them by the header formats of the RFCs, and sums checksums in its own way. */
export interface SeenPacket {
  readonly atMicros: number
  readonly hardware: { readonly source: string; readonly destination: string }
  readonly vlanId: number | undefined
  readonly source: string
  readonly destination: string
  readonly sequence: number
  readonly acknowledgement: number | undefined
  readonly flags: readonly string[]
  readonly window: number
  /** Kind and content of each, padding left out. */
  readonly options: readonly { readonly kind: number; readonly data: readonly number[] }[]
  readonly payload: Uint8Array
  /** For the signature of RFC 2385: the pseudo-header, and the header of TCP. */
  readonly pseudoHeader: Uint8Array
  readonly tcpHeader: Uint8Array
  /** What contradicts a header: lengths and checksums. */
  readonly faults: readonly string[]
}

/** The packets of TCP; others, such as BFD's, are passed over. */
export function readCapture(file: Uint8Array): readonly SeenPacket[] {
  const view = viewOf(file)
  const head = [view.getUint32(0), view.getUint16(4), view.getUint16(6), view.getUint32(20)]
  if (head.join() !== [0xa1b2c3d4, 2, 4, 1].join()) throw new Error(`no capture of Ethernet: ${head}`)
  const packets: SeenPacket[] = []
  for (let at = 24; at < file.length; ) {
    const [captured, whole] = [view.getUint32(at + 8), view.getUint32(at + 12)]
    if (captured !== whole) throw new Error('a packet was cut off')
    const atMicros = view.getUint32(at) * 1_000_000 + view.getUint32(at + 4)
    const frame = file.subarray(at + 16, at + 16 + whole)
    if (isTcp(frame)) packets.push(readFrame(frame, atMicros))
    at += 16 + whole
  }
  return packets
}

function isTcp(frame: Uint8Array): boolean {
  const view = viewOf(frame)
  const typeAt = view.getUint16(12) === 0x8100 ? 16 : 12
  const protocolAt = view.getUint16(typeAt) === 0x0800 ? 9 : 6
  return view.getUint8(typeAt + 2 + protocolAt) === 6
}

function readFrame(frame: Uint8Array, atMicros: number): SeenPacket {
  const view = viewOf(frame)
  const isTagged = view.getUint16(12) === 0x8100
  const typeAt = isTagged ? 16 : 12
  const ip = readIp(frame.subarray(typeAt + 2), view.getUint16(typeAt))
  const tcp = viewOf(ip.segment)
  const headerOctets = (tcp.getUint8(12) >> 4) * 4
  const bits = tcp.getUint8(13)
  const names = ['FIN', 'SYN', 'RST', 'PSH', 'ACK']
  const flags = names.filter((_, index) => (bits & (1 << index)) !== 0)
  const isSound = sum16([ip.pseudoHeader, ip.segment]) === 0xffffn
  return {
    atMicros,
    hardware: { source: hex(frame.subarray(6, 12)), destination: hex(frame.subarray(0, 6)) },
    vlanId: isTagged ? view.getUint16(14) & 0xfff : undefined,
    source: `${ip.source} ${tcp.getUint16(0)}`,
    destination: `${ip.destination} ${tcp.getUint16(2)}`,
    sequence: tcp.getUint32(4),
    acknowledgement: flags.includes('ACK') ? tcp.getUint32(8) : undefined,
    flags,
    window: tcp.getUint16(14),
    options: readOptions(ip.segment.subarray(20, headerOctets)),
    payload: ip.segment.subarray(headerOctets),
    pseudoHeader: ip.pseudoHeader,
    tcpHeader: ip.segment.subarray(0, headerOctets),
    faults: [...ip.faults, ...(isSound ? [] : ['the checksum of TCP is wrong'])],
  }
}

interface ReadIp {
  readonly source: string
  readonly destination: string
  readonly segment: Uint8Array
  readonly pseudoHeader: Uint8Array
  readonly faults: readonly string[]
}

function readIp(packet: Uint8Array, etherType: number): ReadIp {
  if (etherType === 0x0800) return readIpv4(packet)
  if (etherType === 0x86dd) return readIpv6(packet)
  throw new Error(`Ethernet type ${etherType}`)
}

function readIpv4(packet: Uint8Array): ReadIp {
  const [source, destination, segment] = [
    packet.subarray(12, 16),
    packet.subarray(16, 20),
    packet.subarray(20),
  ]
  const length = [segment.length >> 8, segment.length & 0xff]
  const said = [packet[0], packet[9], viewOf(packet).getUint16(2)]
  const isSound = sum16([packet.subarray(0, 20)]) === 0xffffn
  return {
    ...{ source: hex(source), destination: hex(destination), segment },
    pseudoHeader: Uint8Array.from([...source, ...destination, 0, 6, ...length]),
    faults: [
      ...(said.join() === [0x45, 6, packet.length].join() ? [] : [`IPv4 says ${said}`]),
      ...(isSound ? [] : ['the checksum of IPv4 is wrong']),
    ],
  }
}

function readIpv6(packet: Uint8Array): ReadIp {
  const [source, destination, segment] = [
    packet.subarray(8, 24),
    packet.subarray(24, 40),
    packet.subarray(40),
  ]
  const length = [0, 0, segment.length >> 8, segment.length & 0xff]
  const said = [(packet[0] ?? 0) >> 4, packet[6], viewOf(packet).getUint16(4)]
  return {
    ...{ source: hex(source), destination: hex(destination), segment },
    pseudoHeader: Uint8Array.from([...source, ...destination, ...length, 0, 0, 0, 6]),
    faults: said.join() === [6, 6, segment.length].join() ? [] : [`IPv6 says ${said}`],
  }
}

function readOptions(octets: Uint8Array): SeenPacket['options'] {
  const options: { kind: number; data: readonly number[] }[] = []
  for (let at = 0; at < octets.length; ) {
    const [kind = 0, length = 0] = octets.subarray(at, at + 2)
    if (kind === 1) at += 1
    else {
      options.push({ kind, data: [...octets.subarray(at + 2, at + length)] })
      at += length
    }
  }
  return options
}

/** As one long number, whose digits in base 65536 are added up. */
function sum16(parts: readonly Uint8Array[]): bigint {
  let sum = 0n
  for (const part of parts) {
    const padded = part.length % 2 === 0 ? part : Uint8Array.from([...part, 0])
    sum += BigInt(`0x${hex(padded)}`) % 65535n
  }
  return sum % 65535n === 0n ? 0xffffn : sum % 65535n
}

function hex(octets: Uint8Array): string {
  return Buffer.from(octets).toString('hex')
}

function viewOf(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.length)
}
