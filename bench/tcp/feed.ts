import { connect } from 'node:net'
import { generatedTable } from '../../src/bench/generated-table.ts'
import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import { keepalive, type OpenMessage } from '../../src/bgp/message.ts'
import { noOptionalAttributes } from '../../src/bgp/path-attributes.ts'
import { encodeMessage } from '../../src/bgp/wire/encode.ts'
import { Framer } from '../../src/bgp/wire/framer.ts'
import { beforeOpen, type WireSession } from '../../src/bgp/wire/wire-session.ts'
import type { Address } from '../../src/net/address.ts'
import { emptyPrefixes, prefixStride } from '../../src/net/packed-prefixes.ts'

/** Who feeds, and from where. Its port is the system's choice. */
export const feeder = { asn: 65001, address: '127.0.0.2' } as const

/** Prefixes of one UPDATE, and one attribute set for all of them: what facts of real tables come to. */
const prefixesOfUpdate = 15
const seed = 42

/** 169.254.0.1, the feeder's end of the link in the receiver's scenario: a next hop on a loopback is none. */
const nextHop: Address = { family: 'ipv4', words: [0xa9fe0001] }

const session: WireSession = { ...beforeOpen, fourOctetAs: true, peering: 'external' }

const open: OpenMessage = {
  kind: 'OPEN',
  version: 4,
  asn: feeder.asn,
  holdTimeSeconds: 180,
  bgpIdentifier: 0x7f000002,
  capabilities: [
    { kind: 'multiprotocol', afi: 1, safi: 1 },
    { kind: 'four-octet-as', asn: feeder.asn },
  ],
}

/** UPDATEs ready to be sent, so that whoever receives them is all that is measured. */
export function encodedTable(prefixes: number): Uint8Array {
  const interner = new AttributeInterner()
  const stride = prefixStride.ipv4
  const { data } = generatedTable('ipv4', prefixes, seed)
  const updates: Uint8Array[] = []
  for (let first = 0; first < prefixes; first += prefixesOfUpdate) {
    const own = data.slice(first * stride, (first + prefixesOfUpdate) * stride)
    const set = first / prefixesOfUpdate
    const attributes = interner.intern({
      ...noOptionalAttributes,
      origin: 'IGP',
      asPath: [{ kind: 'AS_SEQUENCE', asns: [feeder.asn, 100_000 + (set % 97), 200_000 + set] }],
      nextHop,
      multiExitDisc: set % 200,
      communities: [0xfde90000 + (set % 5000), 0xfdea0000 + (set % 7), 0xfdeb0001],
    })
    const announced = { family: 'ipv4', count: own.length / stride, data: own } as const
    const withdrawn = emptyPrefixes('ipv4')
    updates.push(encodeMessage({ kind: 'UPDATE', family: 'ipv4', withdrawn, announced, attributes }, session))
  }
  return Buffer.concat(updates)
}

/** Goes through the OPENs, waits until it is told to go on, and hands everything to the system. */
export function feed(
  port: number,
): Promise<{ readonly send: (octets: Uint8Array) => void; readonly end: () => void }> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, localAddress: feeder.address, noDelay: true })
    const framer = new Framer()
    let isUp = false
    socket.on('error', reject)
    socket.on('connect', () => socket.write(encodeMessage(open, session)))
    socket.on('data', (octets) => {
      framer.push(octets)
      for (let next = framer.next(session); next.kind === 'message'; next = framer.next(session)) {
        const type = next.octets[18]
        if (type === 1) socket.write(encodeMessage(keepalive, session))
        if (type !== 4 || isUp) continue
        isUp = true
        resolve({ send: (table) => void socket.write(table), end: () => socket.destroy() })
      }
    })
    socket.on('close', () => reject(new Error('the receiver hung up')))
  })
}
