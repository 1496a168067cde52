import type { Socket } from 'node:net'

/** The most that is handed to the system at a time, so that a peer that reads slowly is told from one that does not. */
const batchOctets = 65_536

/**
 * What a router outside is yet to be sent. RFC 9687: every time that the system takes something the SendHoldTimer
 * starts anew, and a peer that takes nothing is reported once the timer has run out.
 */
export class Outbox {
  readonly #socket: Socket
  readonly #onHoldExpired: () => void
  #queue: Uint8Array[] = []
  #octets = 0
  #isFlying = false
  #isEnding = false
  #holdMilliseconds = 0
  #timer: NodeJS.Timeout | undefined

  constructor(socket: Socket, onHoldExpired: () => void) {
    this.#socket = socket
    this.#onHoldExpired = onHoldExpired
  }

  /** How many octets the system has not taken. */
  get octets(): number {
    return this.#octets
  }

  /** What the OPENs settled; 0 where there is no such timer. */
  hold(milliseconds: number): void {
    this.#holdMilliseconds = milliseconds
  }

  push(octets: Uint8Array): void {
    this.#queue.push(octets)
    this.#octets += octets.length
    if (!this.#isFlying) this.#fly()
  }

  /** Nothing follows: the connection ends when all of it is sent. */
  end(): void {
    this.#isEnding = true
    if (!this.#isFlying) this.#socket.end()
  }

  /** The connection is no more. */
  clear(): void {
    this.#queue = []
    clearTimeout(this.#timer)
  }

  #fly(): void {
    const batch = this.#takeBatch()
    this.#isFlying = true
    if (this.#holdMilliseconds > 0) {
      this.#timer = setTimeout(() => this.#onHoldExpired(), this.#holdMilliseconds)
    }
    this.#socket.write(batch, (error) => (error ? this.clear() : this.#landed(batch.length)))
  }

  #takeBatch(): Uint8Array {
    const parts: Uint8Array[] = []
    let length = 0
    for (const part of this.#queue) {
      if (length > 0 && length + part.length > batchOctets) break
      parts.push(part)
      length += part.length
    }
    this.#queue.splice(0, parts.length)
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)
  }

  #landed(octets: number): void {
    clearTimeout(this.#timer)
    this.#octets -= octets
    this.#isFlying = false
    if (this.#queue.length > 0) this.#fly()
    else if (this.#isEnding) this.#socket.end()
  }
}
