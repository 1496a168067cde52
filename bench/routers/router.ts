import type { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import type { Message } from '../../src/bgp/message.ts'
import { decodeMessage } from '../../src/bgp/wire/decode.ts'
import { encodeMessage } from '../../src/bgp/wire/encode.ts'
import { beforeOpen, type WireSession } from '../../src/bgp/wire/wire-session.ts'

/** A router with senders, numbered from 0, and one monitor, which is told of every best route and tells nothing. */
export interface Router {
  readonly receive: (sender: number, octets: Uint8Array) => void
  /** What the monitor was sent since the last time. */
  readonly takeSent: () => readonly Uint8Array[]
}

/** All sessions of these routers are external and know four octets. */
export const wire: WireSession = {
  peering: 'external',
  fourOctetAs: true,
  extendedMessage: false,
  addPath: { send: [], receive: [] },
  extendedNextHop: [],
  reading: beforeOpen.reading,
}

export function encoded(message: Message): Uint8Array {
  return encodeMessage(message, wire)
}

/** The messages in the octets of one; nothing that these routers are sent is wrong. */
export function decoded(octets: Uint8Array, interner: AttributeInterner): readonly Message[] {
  const result = decodeMessage(octets, wire, interner)
  if (result.kind === 'error') throw new Error(`${result.event} in a message of a benchmark`)
  return result.messages
}
