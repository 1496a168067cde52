import type { Socket } from 'node:net'
import type { AttributeInterner } from '../bgp/attribute-interner.ts'
import { checkOpen, negotiate } from '../bgp/fsm/open.ts'
import type { Message } from '../bgp/message.ts'
import { outOfResources } from '../bgp/notification.ts'
import { decodeMessage } from '../bgp/wire/decode.ts'
import { encodeMessage } from '../bgp/wire/encode.ts'
import { Framer } from '../bgp/wire/framer.ts'
import { beforeOpen, type WireSession, wireSession } from '../bgp/wire/wire-session.ts'
import type { StreamPackets } from '../report/capture/stream-capture.ts'
import { type Carried, isMessage, type Malformed } from '../sim/carried.ts'
import type { Allowance } from './allowance.ts'
import { type Limits, sendHoldMilliseconds } from './limits.ts'
import type { OutsideSession } from './live-plan.ts'
import { Outbox } from './outbox.ts'
import type { Translation } from './translation.ts'

/** What a connection needs of whoever owns it. */
export interface ConnectionSurroundings {
  readonly interner: AttributeInterner
  readonly translation: Translation
  readonly allowance: Allowance
  readonly limits: Limits
  /** The router outside reads nothing of what it is sent. */
  readonly onUnread: () => void
  /** What the sockets carry becomes packets there, where somebody wants them. */
  readonly packets: StreamPackets | undefined
}

/** One TCP connection with a router outside: octets there, messages here. */
export class LiveConnection {
  readonly session: OutsideSession
  readonly #socket: Socket
  readonly #around: ConnectionSurroundings
  readonly #framer = new Framer()
  readonly #outbox: Outbox
  #wire: WireSession = beforeOpen
  #decoded: Carried[] = []
  #state: 'speaking' | 'ending' | 'gone' = 'speaking'
  #isDeaf = false
  #isPaused = false
  #silence: NodeJS.Timeout | undefined

  constructor(session: OutsideSession, socket: Socket, around: ConnectionSurroundings) {
    this.session = session
    this.#socket = socket
    this.#around = around
    this.#outbox = new Outbox(socket, around.onUnread)
    this.#silence = setTimeout(() => this.reset(), around.limits.silenceMilliseconds)
  }

  /** Whether octets are left alone until the messages before them are taken in. */
  get isWaiting(): boolean {
    return this.#isPaused
  }

  /** Takes in octets; to be asked for their messages before more are given. */
  receive(octets: Uint8Array): void {
    this.#around.packets?.send(this.session.remote, octets)
    if (this.#state === 'speaking' && !this.#isDeaf) this.#framer.push(octets)
  }

  /** Asks for more octets. */
  listen(): void {
    this.#isPaused = false
    if (this.#state !== 'gone') this.#socket.resume()
  }

  /** Asks for no more until `listen`. */
  pause(): void {
    this.#isPaused = true
    this.#socket.pause()
  }

  /** The next message that came, or what is no message and ends the stream; `undefined` where none is whole. */
  next(): Carried | undefined {
    if (this.#state !== 'speaking') return undefined
    const waiting = this.#decoded.shift()
    if (waiting !== undefined || this.#isDeaf) return waiting
    const framed = this.#framer.next(this.#wire)
    if (framed.kind === 'incomplete') return undefined
    if (framed.kind === 'error')
      return this.#refuse({ error: 'BGPHeaderErr', notification: framed.notification })
    this.#decode(framed.octets)
    return this.next()
  }

  #decode(octets: Uint8Array): void {
    const { interner, translation, allowance } = this.#around
    const known = interner.size
    const decoded = decodeMessage(octets, this.#wire, interner)
    if (decoded.kind === 'error') {
      const { event: error, notification } = decoded
      this.#decoded.push(this.#refuse({ error, notification }))
      return
    }
    this.#spoke()
    for (const fault of decoded.faults) this.#decoded.push({ kind: 'flaw', fault, octets })
    for (const message of decoded.messages) this.#decoded.push(translation.inward(this.#noted(message)))
    if (interner.size > known && !allowance.spend(interner.size - known, octets.length)) {
      this.#decoded = [this.#refuse({ error: 'BGPHeaderErr', notification: outOfResources })]
    }
  }

  // What the OPENs settle decides how the octets after them are read; our own OPEN depends on nothing that comes.
  #noted(message: Message): Message {
    const { session } = this.session.configuration
    if (message.kind === 'OPEN' && checkOpen(session, message) === undefined) {
      const negotiated = negotiate(session, message)
      this.#wire = wireSession(negotiated, session.reading)
      this.#outbox.hold(sendHoldMilliseconds(negotiated, session, this.#around.limits))
    }
    return message
  }

  #refuse(found: Omit<Malformed, 'kind'>): Malformed {
    this.#isDeaf = true
    return { kind: 'malformed', ...found }
  }

  #spoke(): void {
    clearTimeout(this.#silence)
    this.#silence = undefined
  }

  /** Sends a message. A reader that is too slow for what it is owed is given up. */
  say(message: Carried): void {
    if (this.#state !== 'speaking') return
    if (!isMessage(message)) {
      throw new Error('a router of ours sent something else than the meaning of a message')
    }
    const octets = encodeMessage(this.#around.translation.outward(message), this.#wire)
    this.#around.packets?.send(this.session.local, octets)
    this.#outbox.push(octets)
    if (this.#outbox.octets > this.#around.limits.unreadOctets) this.reset()
  }

  /**
   * Ends the connection after all that was sent before. What comes meanwhile is read and thrown away: a socket that
   * is closed with octets unread is reset by the kernel, and the last NOTIFICATION would be lost with it.
   */
  end(): void {
    if (this.#state !== 'speaking') return
    this.#state = 'ending'
    this.#spoke()
    this.#around.packets?.finish(this.session.local)
    this.#outbox.end()
    this.#socket.resume()
    this.#silence = setTimeout(() => this.reset(), this.#around.limits.farewellMilliseconds)
  }

  /** Ends it at once. */
  reset(): void {
    if (this.#state === 'gone') return
    this.#around.packets?.reset(this.session.local)
    this.#socket.resetAndDestroy()
  }

  /** The far end sends no more. */
  heardAll(): void {
    this.#around.packets?.finish(this.session.remote)
  }

  /** The socket is closed, or was reset by the far end; nothing can be done with it any more. */
  gone(wasReset: boolean): void {
    const { packets } = this.#around
    if (wasReset) packets?.reset(this.session.remote)
    else for (const router of [this.session.remote, this.session.local]) packets?.finish(router)
    this.#state = 'gone'
    this.#decoded = []
    this.#outbox.clear()
    this.#spoke()
  }
}
