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
  readonly #groups: Uint16Array = new Uint16Array(8)

  /** The family of the prefix that the text is, now in `key`; or `undefined`. */
  prefix(text: string): Family | undefined {
    const family = this.#words(text)
    if (family === undefined || codeAt(text, this.#at) !== slash) return undefined
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
    if (this.#dotted(text)) return 'ipv4'
    return this.#coloned(text) ? 'ipv6' : undefined
  }

  /** Four decimal octets without leading zeros. */
  #dotted(text: string): boolean {
    let word = 0
    let at = 0
    for (let octet = 0; octet < 4; octet++) {
      if (octet > 0 && codeAt(text, at++) !== dot) return false
      const found = octetAt(text, at)
      if (found < 0) return false
      word = (word << 8) | (found & 0xff)
      at = found >> 8
    }
    this.key[0] = word
    this.#at = at
    return true
  }

  /** Eight groups of up to four hexadecimal digits, or fewer and `::` once in place of the others. */
  #coloned(text: string): boolean {
    const beginsWithGap = codeAt(text, 0) === colon && codeAt(text, 1) === colon
    let gap = beginsWithGap ? 0 : -1
    let at = beginsWithGap ? 2 : 0
    for (let count = 0; count < 8; count++) {
      const found = groupAt(text, at)
      this.#at = at
      if (found < 0) return gap === count && this.#pack(count, gap)
      this.#groups[count] = found & 0xffff
      at = found >> 16
      this.#at = at
      if (codeAt(text, at) !== colon) return this.#pack(count + 1, gap)
      at++
      if (codeAt(text, at) !== colon) continue
      if (gap >= 0) return false
      gap = count + 1
      at++
    }
    return false
  }

  /** Groups to words, those from `gap` on at the end; false where there are too few, or too many for a gap. */
  #pack(count: number, gap: number): boolean {
    if (count === 8 ? gap >= 0 : gap < 0) return false
    for (let word = 0; word < 4; word++) {
      const [high, low] = [this.#group(2 * word, count, gap), this.#group(2 * word + 1, count, gap)]
      this.key[word] = (high << 16) | low
    }
    return true
  }

  /** The group at this place of the address. */
  #group(place: number, count: number, gap: number): number {
    if (place < gap) return this.#groups[place] ?? 0
    const left = place - (8 - count)
    return left < gap ? 0 : (this.#groups[left] ?? 0)
  }
}

/** Up to 255 in decimal without leading zeros, and 256 times the place behind it; else -1. */
function octetAt(text: string, start: number): number {
  const end = Math.min(start + 3, text.length)
  let value = 0
  let at = start
  for (; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code < zero || code > nine) break
    value = 10 * value + code - zero
  }
  // So many digits are the shortest way to write a number this large.
  const fewest = value > 99 ? 3 : value > 9 ? 2 : 1
  return at - start === fewest && value < 256 ? (at << 8) | value : -1
}

/** Up to four hexadecimal digits, and 65536 times the place behind them; -1 where there is none. */
function groupAt(text: string, start: number): number {
  const end = Math.min(start + 4, text.length)
  let value = 0
  let at = start
  for (; at < end; at++) {
    const digit = hexadecimalDigit(text.charCodeAt(at))
    if (digit < 0) break
    value = (value << 4) | digit
  }
  return at === start ? -1 : (at << 16) | value
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

/** The character there, or 0 at the end: the NaN of `charCodeAt` would make every code a floating-point number. */
function codeAt(text: string, at: number): number {
  return at < text.length ? text.charCodeAt(at) : 0
}

function hexadecimalDigit(code: number): number {
  if (code >= zero && code <= nine) return code - zero
  const letter = (code | 0x20) - 0x61
  return letter >= 0 && letter < 6 ? letter + 10 : -1
}
