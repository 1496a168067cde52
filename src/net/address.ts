export type Family = 'ipv4' | 'ipv6'

export const families: readonly Family[] = ['ipv4', 'ipv6']

/** Bits in an address of the family. */
export const addressBits: Readonly<Record<Family, number>> = { ipv4: 32, ipv6: 128 }

/** Words of 32 bits in an address of the family. */
export const addressWords: Readonly<Record<Family, number>> = { ipv4: 1, ipv6: 4 }

/** One unsigned 32-bit word for IPv4, four for IPv6, the most significant first. */
export interface Address {
  readonly family: Family
  readonly words: readonly number[]
}

/** IPv4 before IPv6, then by number: addresses compared as text would put 10.0.0.10 before 10.0.0.9. */
export function compareAddresses(a: Address, b: Address): number {
  if (a.family !== b.family) return a.family === 'ipv4' ? -1 : 1
  for (let index = 0; index < addressWords[a.family]; index++) {
    const difference = wordAt(a.words, index) - wordAt(b.words, index)
    if (difference !== 0) return difference
  }
  return 0
}

export function sameAddress(a: Address, b: Address): boolean {
  return a === b || compareAddresses(a, b) === 0
}

/** The address `count` after this one; throws where it would leave the family's space. */
export function addressAfter(address: Address, count: number): Address {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`no address lies ${count} after another`)
  const words = [...address.words]
  let left = count
  let carry = 0
  for (let index = words.length - 1; index >= 0; index--) {
    const sum = wordAt(words, index) + (left % 2 ** 32) + carry
    words[index] = sum % 2 ** 32
    carry = Math.floor(sum / 2 ** 32)
    left = Math.floor(left / 2 ** 32)
  }
  if (left + carry > 0) throw new RangeError('the address lies past the end of the address space')
  return { family: address.family, words }
}

/** The word at an index that the family guarantees to exist. */
export function wordAt(words: ArrayLike<number>, index: number): number {
  const word = words[index]
  if (word === undefined) throw new RangeError(`no word ${index} in an address of ${words.length} words`)
  return word
}
