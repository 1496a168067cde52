import type { Family } from './address.ts'
import { wordMask } from './prefix.ts'

const [zero, nine, slash, dot, colon] = [0x30, 0x39, 0x2f, 0x2e, 0x3a]

/**
 * Reads prefixes and addresses as they are ordinarily written, without an object or a text in between: what
 * address-text.ts and prefix-text.ts take ten times as long for. It knows less than they do: what it does not
 * answer may still be right (a netmask, an IPv4 tail), and they say what is wrong with the rest.
 */
export class KeyText {
  /** What was read, packed: the words of the family, then the length. Overwritten by the next text. */
  readonly key: Uint32Array = new Uint32Array(5)
  /** Where the reading has come to. */
  #at = 0

  /** The family of the prefix that the text is, now in `key`; or `undefined`. */
  prefix(text: string): Family | undefined {
    const family = this.#words(text)
    if (family === undefined || text.charCodeAt(this.#at) !== slash) return undefined
    const words = family === 'ipv4' ? 1 : 4
    const length = lengthIn(text, this.#at + 1)
    if (length < 0 || length > 32 * words) return undefined
    for (let word = 0; word < words; word++) {
      if (((this.key[word] ?? 0) & ~wordMask(length, word)) !== 0) return undefined
    }
    this.key[words] = length
    return family
  }

  /** The family of the address that the text is, now in `key`; or `undefined`. */
  address(text: string): Family | undefined {
    const family = this.#words(text)
    return this.#at === text.length ? family : undefined
  }

  #words(text: string): Family | undefined {
    this.#at = 0
    if (this.#dotted(text)) return 'ipv4'
    this.#at = 0
    return this.#coloned(text) ? 'ipv6' : undefined
  }

  /** Four decimal octets without leading zeros. */
  #dotted(text: string): boolean {
    let word = 0
    for (let octet = 0; octet < 4; octet++) {
      if (octet > 0 && text.charCodeAt(this.#at++) !== dot) return false
      const start = this.#at
      const value = this.#decimal(text)
      if (this.#at === start || value > 255) return false
      if (text.charCodeAt(start) === zero && this.#at > start + 1) return false
      word = (word << 8) | value
    }
    this.key[0] = word
    return true
  }

  #decimal(text: string): number {
    let value = 0
    for (let digits = 0; digits < 4; digits++, this.#at++) {
      const code = text.charCodeAt(this.#at)
      if (!(code >= zero && code <= nine)) break
      value = 10 * value + code - zero
    }
    return value
  }

  /** Eight groups of up to four hexadecimal digits, or fewer and `::` once in place of the others. */
  #coloned(text: string): boolean {
    this.key.fill(0)
    let groups = 0
    let gap = -1
    while (groups === 0 || text.charCodeAt(this.#at) === colon) {
      const opensGap = text.startsWith('::', this.#at)
      if (opensGap && gap >= 0) return false
      if (opensGap) gap = groups
      this.#at += opensGap ? 2 : Math.min(groups, 1)
      if (this.#putNext(text, groups)) groups++
      else if (opensGap) break
      else return false
    }
    return gap < 0 ? groups === 8 : this.#fillGap(gap, groups)
  }

  /** Whether another group stands here, which is then put at `index`. */
  #putNext(text: string, index: number): boolean {
    const start = this.#at
    const value = this.#hexadecimal(text)
    if (this.#at === start || index === 8) return false
    this.#put(index, value)
    return true
  }

  #hexadecimal(text: string): number {
    let value = 0
    for (let digits = 0; digits < 4; digits++, this.#at++) {
      const digit = hexadecimalDigit(text.charCodeAt(this.#at))
      if (digit < 0) break
      value = 16 * value + digit
    }
    return value
  }

  /** The groups from `gap` on belong to the end; false where there are too many for a gap. */
  #fillGap(gap: number, groups: number): boolean {
    if (groups === 8) return false
    for (let from = groups - 1, to = 7; from >= gap; from--, to--) {
      const value = this.#group(from)
      this.#put(from, 0)
      this.#put(to, value)
    }
    return true
  }

  #group(index: number): number {
    const word = this.key[index >> 1] ?? 0
    return (index & 1) === 0 ? word >>> 16 : word & 0xffff
  }

  #put(index: number, value: number): void {
    const word = this.key[index >> 1] ?? 0
    this.key[index >> 1] = (index & 1) === 0 ? (word & 0xffff) | (value << 16) : (word & 0xffff0000) | value
  }
}

/** One to three digits without a leading zero, and nothing after them; else -1. */
function lengthIn(text: string, from: number): number {
  const digits = text.length - from
  if (digits < 1 || digits > 3 || (digits > 1 && text.charCodeAt(from) === zero)) return -1
  let length = 0
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < zero || code > nine) return -1
    length = 10 * length + code - zero
  }
  return length
}

function hexadecimalDigit(code: number): number {
  if (code >= zero && code <= nine) return code - zero
  const letter = (code | 0x20) - 0x61
  return letter >= 0 && letter < 6 ? letter + 10 : -1
}
