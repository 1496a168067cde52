import type { AttributeInterner } from '../bgp/attribute-interner.ts'
import type { Message } from '../bgp/message.ts'
import { type Address, sameAddress } from '../net/address.ts'
import { isHostAddress } from '../net/host-address.ts'
import type { Ends } from './socket-ends.ts'

/**
 * The addresses of a link in a scenario need not be those of the sockets. Where they differ, a NEXT_HOP that is one end
 * in one numbering is that end in the other. Nothing else is changed.
 */
export class Translation {
  readonly #interner: AttributeInterner
  readonly #planned: Ends
  readonly #real: Ends

  constructor(interner: AttributeInterner, planned: Ends, real: Ends) {
    this.#interner = interner
    this.#planned = planned
    // No route may lead to an address of a loopback: there both sides keep to the scenario's.
    this.#real = isHostAddress(real.local) && isHostAddress(real.remote) ? real : planned
  }

  /** A message from the socket. */
  inward(message: Message): Message {
    return this.#change(message, [
      [this.#real.remote, this.#planned.remote],
      [this.#real.local, this.#planned.local],
    ])
  }

  /** A message for the socket. */
  outward(message: Message): Message {
    return this.#change(message, [
      [this.#planned.local, this.#real.local],
      [this.#planned.remote, this.#real.remote],
    ])
  }

  #change(message: Message, ends: readonly (readonly [from: Address, to: Address])[]): Message {
    if (message.kind !== 'UPDATE' || message.attributes === undefined) return message
    const { attributes } = message
    const [from, to] = ends.find(([end]) => sameAddress(end, attributes.nextHop)) ?? []
    if (from === undefined || to === undefined || sameAddress(from, to)) return message
    return { ...message, attributes: this.#interner.intern({ ...attributes, nextHop: to }) }
  }
}
