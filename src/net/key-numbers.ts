import { addressBits, addressWords, type Family } from './address.ts'
import { familyNames } from './address-text.ts'
import { prefixAt } from './packed-prefixes.ts'
import { networkOf, wordMask } from './prefix.ts'
import { formatPrefix } from './prefix-text.ts'

/** Checks prefixes and addresses that come as numbers, and packs them into one key that the next ones overwrite. */
export class KeyNumbers {
  readonly #key = new Uint32Array(5)

  /** An IPv4 prefix; throws a `RangeError` where the numbers are none. */
  prefix4(address: number, length: number): Uint32Array {
    this.#key[0] = wordOf(address)
    return this.#withLength('ipv4', length)
  }

  /** An IPv6 prefix; throws a `RangeError` where the numbers are none. */
  prefix6(a: number, b: number, c: number, d: number, length: number): Uint32Array {
    this.address6(a, b, c, d)
    return this.#withLength('ipv6', length)
  }

  /** An IPv6 address; throws a `RangeError` where the numbers are none. */
  address6(a: number, b: number, c: number, d: number): Uint32Array {
    const key = this.#key
    key[0] = wordOf(a)
    key[1] = wordOf(b)
    key[2] = wordOf(c)
    key[3] = wordOf(d)
    return key
  }

  #withLength(family: Family, length: number): Uint32Array {
    const key = this.#key
    if (length >>> 0 !== length || length > addressBits[family]) {
      throw new RangeError(
        `${length} is not the length of an ${familyNames[family]} prefix, which is 0 to ${addressBits[family]}`,
      )
    }
    key[addressWords[family]] = length
    for (let word = 0; word < addressWords[family]; word++) {
      if (((key[word] ?? 0) & ~wordMask(length, word)) !== 0) throw hostBits(family, key, length)
    }
    return key
  }
}

/** The number, where it is 32 bits without a sign; throws a `RangeError` where it is not. */
export function wordOf(value: number): number {
  if (value >>> 0 === value) return value
  throw new RangeError(
    `${value} is no part of an address; write an integer from 0 to 2^32 - 1, signed ones as n >>> 0`,
  )
}

function hostBits(family: Family, key: Uint32Array, length: number): RangeError {
  const prefix = prefixAt(family, key, 0)
  const network = formatPrefix(networkOf(prefix, length))
  return new RangeError(`${formatPrefix(prefix)} has host bits set; did you mean ${network}?`)
}
