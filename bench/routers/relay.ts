import { prependAsn } from '../../src/bgp/as-path.ts'
import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import { decoded, encoded, type Router } from './router.ts'

/** It keeps nothing: what the first sender says of a prefix goes out at once, the rest is only read. No router can be quicker. */
export class Relay implements Router {
  readonly #firstOnly: boolean
  readonly #localAsn: number
  readonly #interner = new AttributeInterner()
  #sent: Uint8Array[] = []

  constructor(localAsn: number, firstOnly: boolean) {
    this.#localAsn = localAsn
    this.#firstOnly = firstOnly
  }

  receive(sender: number, octets: Uint8Array): void {
    for (const message of decoded(octets, this.#interner)) {
      if (message.kind !== 'UPDATE' || (this.#firstOnly && sender > 0)) continue
      const { attributes } = message
      const passedOn = attributes && {
        ...attributes,
        asPath: prependAsn(attributes.asPath, this.#localAsn, 1),
        multiExitDisc: undefined,
      }
      this.#sent.push(encoded({ ...message, attributes: passedOn && this.#interner.intern(passedOn) }))
    }
  }

  takeSent(): readonly Uint8Array[] {
    const sent = this.#sent
    this.#sent = []
    return sent
  }
}
