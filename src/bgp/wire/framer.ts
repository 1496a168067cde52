import type { NotificationMessage } from '../notification.ts'
import { headerOctets, readHeader } from './header.ts'
import { viewOf } from './octets.ts'
import type { WireSession } from './wire-session.ts'

/** What stands at the front of the stream. After an error nothing else comes: where the next message begins is unknown. */
export type Framed =
  | { readonly kind: 'message'; readonly octets: Uint8Array }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'error'; readonly notification: NotificationMessage }

const incomplete: Framed = { kind: 'incomplete' }

/**
 * Cuts a stream of octets into messages. A header is refused as soon as it is there, so whoever takes every message
 * before the next chunk never has it hold more than one message and one chunk.
 */
export class Framer {
  #buffer = new Uint8Array(4096)
  #start = 0
  #end = 0
  #error: Framed | undefined

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: Framer): void {
    this.#buffer = other.#buffer.slice()
    this.#start = other.#start
    this.#end = other.#end
    this.#error = other.#error
  }

  push(chunk: Uint8Array): void {
    if (this.#error !== undefined) return
    this.#makeRoom(chunk.length)
    this.#buffer.set(chunk, this.#end)
    this.#end += chunk.length
  }

  /** The next message, a copy that nobody else writes to. */
  next(session: WireSession): Framed {
    if (this.#error !== undefined) return this.#error
    const left = this.#end - this.#start
    if (left < headerOctets) return incomplete
    const header = readHeader(viewOf(this.#buffer), this.#start, session)
    if (header.kind === 'error') {
      this.#error = header
      this.#buffer = new Uint8Array(0)
      return header
    }
    if (left < header.octets) return incomplete
    const octets = this.#buffer.slice(this.#start, this.#start + header.octets)
    this.#start += header.octets
    return { kind: 'message', octets }
  }

  #makeRoom(octets: number): void {
    const left = this.#end - this.#start
    if (this.#end + octets <= this.#buffer.length) return
    const needed = left + octets
    const target = needed <= this.#buffer.length ? this.#buffer : new Uint8Array(2 * needed)
    target.set(this.#buffer.subarray(this.#start, this.#end))
    this.#buffer = target
    this.#start = 0
    this.#end = left
  }
}
