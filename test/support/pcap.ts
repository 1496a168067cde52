/** The TCP payload that one end of a connection sent, in the order of its sequence numbers. */
export interface TcpStream {
  /** `address port > address port`, in hexadecimal. */
  readonly name: string
  readonly octets: Uint8Array
}

interface Segment {
  readonly name: string
  readonly sequence: number
  readonly payload: Uint8Array
}

const etherTypes = { ipv4: 0x0800, ipv6: 0x86dd }
const tcp = 6
const bgpPort = 179

/** The streams of BGP in a capture of Ethernet frames, one for each direction of each connection. */
export function bgpStreams(file: Uint8Array): readonly TcpStream[] {
  const byName = new Map<string, Segment[]>()
  for (const frame of framesOf(file)) {
    const segment = segmentOf(frame)
    if (segment === undefined) continue
    const known = byName.get(segment.name)
    if (known === undefined) byName.set(segment.name, [segment])
    else known.push(segment)
  }
  return [...byName].map(([name, segments]) => ({ name, octets: joined(segments) }))
}

function framesOf(file: Uint8Array): readonly DataView[] {
  const view = new DataView(file.buffer, file.byteOffset, file.length)
  if (view.getUint32(0, true) !== 0xa1b2c3d4) throw new Error('no pcap file of this byte order')
  if (view.getUint32(20, true) !== 1) throw new Error('no capture of Ethernet')
  const frames: DataView[] = []
  for (let at = 24; at < view.byteLength; ) {
    const octets = view.getUint32(at + 8, true)
    frames.push(new DataView(file.buffer, file.byteOffset + at + 16, octets))
    at += 16 + octets
  }
  return frames
}

function segmentOf(frame: DataView): Segment | undefined {
  const etherType = frame.getUint16(12)
  if (etherType === etherTypes.ipv4 && frame.getUint8(14 + 9) === tcp) {
    const header = 4 * (frame.getUint8(14) & 0xf)
    return tcpSegment(frame, 14 + 12, 4, 14 + header, 14 + frame.getUint16(16))
  }
  if (etherType === etherTypes.ipv6 && frame.getUint8(14 + 6) === tcp) {
    return tcpSegment(frame, 14 + 8, 16, 14 + 40, 14 + 40 + frame.getUint16(18))
  }
  return undefined
}

function tcpSegment(
  frame: DataView,
  source: number,
  addressOctets: number,
  at: number,
  end: number,
): Segment | undefined {
  const ports = [frame.getUint16(at), frame.getUint16(at + 2)]
  if (!ports.includes(bgpPort)) return undefined
  const addresses = [source, source + addressOctets].map((from) =>
    Buffer.from(frame.buffer, frame.byteOffset + from, addressOctets).toString('hex'),
  )
  const start = at + 4 * (frame.getUint8(at + 12) >>> 4)
  return {
    name: `${addresses[0]} ${ports[0]} > ${addresses[1]} ${ports[1]}`,
    sequence: frame.getUint32(at + 4),
    payload: new Uint8Array(frame.buffer, frame.byteOffset + start, end - start),
  }
}

/** What was sent again counts once. Captures this short do not wrap around. */
function joined(segments: readonly Segment[]): Uint8Array {
  const parts: Uint8Array[] = []
  let next: number | undefined
  for (const { sequence, payload } of segments.toSorted((a, b) => a.sequence - b.sequence)) {
    const fresh = payload.subarray(Math.max(0, (next ?? sequence) - sequence))
    if (fresh.length === 0) continue
    parts.push(fresh)
    next = sequence + payload.length
  }
  return Buffer.concat(parts)
}
