import type { AttributeInterner } from '../bgp/attribute-interner.ts'
import type { Message } from '../bgp/message.ts'
import { type Decoded, decodeMessage } from '../bgp/wire/decode.ts'
import { encodeMessage } from '../bgp/wire/encode.ts'
import { Framer } from '../bgp/wire/framer.ts'
import type { WireSession } from '../bgp/wire/wire-session.ts'

/** What is put on the wire for a message. */
export type Loading = (message: Message, session: WireSession) => Message | Uint8Array

export const byMeaning: Loading = (message) => message

export const asOctets: Loading = (message, session) => encodeMessage(message, session)

/** What came out of a stream, and the octets that it was read from. */
export interface Unloaded {
  readonly decoded: Decoded
  readonly octets: Uint8Array
}

/** The octets that came to one router, by connection, as far as they are no whole messages yet. */
export class Unloading {
  readonly #interner: AttributeInterner
  readonly #framers = new Map<number, Framer>()

  constructor(interner: AttributeInterner) {
    this.#interner = interner
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: Unloading): void {
    this.#framers.clear()
    for (const [connection, framer] of other.#framers) {
      const own = new Framer()
      own.assume(framer)
      this.#framers.set(connection, own)
    }
  }

  push(connection: number, octets: Uint8Array): void {
    const framer = this.#framers.get(connection) ?? new Framer()
    this.#framers.set(connection, framer)
    framer.push(octets)
  }

  /** The next whole message of the connection, or what is wrong with it; after an error there is nothing more. */
  next(connection: number, session: WireSession): Unloaded | undefined {
    const framed = this.#framers.get(connection)?.next(session)
    if (framed === undefined || framed.kind === 'incomplete') return undefined
    if (framed.kind === 'message') {
      const { octets } = framed
      return { decoded: decodeMessage(octets, session, this.#interner), octets }
    }
    this.forget(connection)
    return { decoded: { ...framed, event: 'BGPHeaderErr' }, octets: new Uint8Array(0) }
  }

  forget(connection: number): void {
    this.#framers.delete(connection)
  }

  clear(): void {
    this.#framers.clear()
  }
}
