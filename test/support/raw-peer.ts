import { connect, type Socket } from 'node:net'
import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import type { Message, OpenMessage } from '../../src/bgp/message.ts'
import { decodeMessage } from '../../src/bgp/wire/decode.ts'
import { encodeMessage } from '../../src/bgp/wire/encode.ts'
import { Framer } from '../../src/bgp/wire/framer.ts'
import { beforeOpen, type WireSession } from '../../src/bgp/wire/wire-session.ts'

const wire: WireSession = { ...beforeOpen, fourOctetAs: true }

/** The OPEN of a customer's router of AS 65010. */
export const customerOpen: OpenMessage = {
  kind: 'OPEN',
  version: 4,
  asn: 65010,
  holdTimeSeconds: 90,
  bgpIdentifier: 0x0a000001,
  capabilities: [
    { kind: 'multiprotocol', afi: 1, safi: 1 },
    { kind: 'four-octet-as', asn: 65010 },
  ],
}

/** A TCP client that says what it is told to say, sense or nonsense, and keeps what it hears. */
export class RawPeer {
  readonly socket: Socket
  readonly heard: Message[] = []
  readonly interner: AttributeInterner = new AttributeInterner()
  readonly #framer = new Framer()
  isClosed: boolean = false

  constructor(port: number, host = '127.0.0.1') {
    this.socket = connect({ host, port, noDelay: true })
    this.socket.on('data', (octets) => this.#receive(octets))
    this.socket.on('error', () => undefined)
    this.socket.on('close', () => {
      this.isClosed = true
    })
  }

  say(...messages: readonly Message[]): void {
    for (const message of messages) this.socket.write(encodeMessage(message, wire))
  }

  octets(...octets: readonly number[]): void {
    this.socket.write(Uint8Array.from(octets))
  }

  /** Looks again and again until it is so. */
  async until(isSo: () => boolean, milliseconds = 30_000): Promise<void> {
    const deadline = performance.now() + milliseconds
    while (!isSo()) {
      if (performance.now() > deadline) throw new Error('it did not come')
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }

  /** Goes through the OPENs until the session stands. */
  async establish(open: OpenMessage = customerOpen): Promise<this> {
    this.say(open)
    await this.until(() => this.heard.some(({ kind }) => kind === 'OPEN'))
    this.say({ kind: 'KEEPALIVE' })
    await this.until(() => this.heard.some(({ kind }) => kind === 'KEEPALIVE'))
    return this
  }

  async closed(): Promise<void> {
    await this.until(() => this.isClosed)
  }

  /** `6/1` for each NOTIFICATION that came. */
  get notifications(): readonly string[] {
    return this.heard.flatMap((message) =>
      message.kind === 'NOTIFICATION' ? [`${message.code}/${message.subcode}`] : [],
    )
  }

  #receive(octets: Uint8Array): void {
    this.#framer.push(octets)
    for (;;) {
      const framed = this.#framer.next(wire)
      if (framed.kind !== 'message') break
      const decoded = decodeMessage(framed.octets, wire, this.interner)
      if (decoded.kind === 'messages') this.heard.push(...decoded.messages)
    }
  }
}
