import { type Address, sameAddress, wordAt } from './address.ts'

/** Keeps one object for each address, however often it is read: thousands of routes share a next hop. */
export class KnownAddresses {
  /** By their last word, which differs most. */
  readonly #byWord = new Map<number, Address[]>()

  /** The object that stands for the address: the first that was ever asked about. */
  one(address: Address): Address {
    const word = wordAt(address.words, address.words.length - 1)
    const alike = this.#byWord.get(word)
    const known = alike?.find((other) => sameAddress(other, address))
    if (known !== undefined) return known
    if (alike === undefined) this.#byWord.set(word, [address])
    else alike.push(address)
    return address
  }
}
