import { Address4, Address6 } from 'ip-address'
import { type Address, type Family, wordAt } from './address.ts'
import { quoted, type Read, read, refuse, valueOrThrow } from './read.ts'

/** The family's name in a sentence. */
export const familyNames: Readonly<Record<Family, string>> = { ipv4: 'IPv4', ipv6: 'IPv6' }

/** `10.0.0.1`, or IPv6 as RFC 5952 §4 writes it, with IPv4-mapped addresses in the mixed notation of its §5. */
export function formatAddress({ family, words }: Address): string {
  return formatWords(family, words)
}

/** `formatAddress` for the words alone, which may be the beginning of something longer. */
export function formatWords(family: Family, words: ArrayLike<number>): string {
  if (family === 'ipv4') return dotted(wordAt(words, 0))
  const isMapped = wordAt(words, 0) === 0 && wordAt(words, 1) === 0 && wordAt(words, 2) === 0xffff
  return isMapped ? `::ffff:${dotted(wordAt(words, 3))}` : coloned(words)
}

/** Reads one address of either family. A zone, a length, white space and ambiguous leading zeros are refused. */
export function readAddress(text: string): Read<Address> {
  const address = addressIn(text)
  if (address !== undefined) return read(address)
  const mistake = mistakes.find(({ repair }) => repair(text) !== text)
  const repaired = addressIn(mistakes.reduce((repairedText, { repair }) => repair(repairedText), text))
  return refuse(
    `${quoted(text)} ${mistake?.problem ?? `is not ${likelyKind(text)}`}`,
    repaired === undefined ? undefined : formatAddress(repaired),
  )
}

/** Reads one address; throws a `TypeError` that says what is wrong with the text and what to write. */
export function parseAddress(text: string): Address {
  return valueOrThrow(readAddress(text), 'an address such as 10.0.0.1 or 2001:db8::1')
}

// ip-address judges the text, but would also take a length and drop a zone: the alphabets keep both out.
function addressIn(text: string): Address | undefined {
  if (/^[\d.]+$/.test(text) && Address4.isValid(text)) {
    return { family: 'ipv4', words: [wordOf(text.split('.').map(Number), 8)] }
  }
  if (!/^[\da-f:.]+$/i.test(text) || !Address6.isValid(text)) return undefined
  const groups = new Address6(text).parsedAddress.map((group) => Number.parseInt(group, 16))
  const words = [0, 2, 4, 6].map((first) => wordOf(groups.slice(first, first + 2), 16))
  return { family: 'ipv6', words }
}

function wordOf(parts: readonly number[], bits: number): number {
  return parts.reduce((word, part) => word * 2 ** bits + part, 0)
}

interface Mistake {
  readonly problem: string
  readonly repair: (text: string) => string
}

/** What people write by habit; a text has the mistake that its repair changes. */
const mistakes: readonly Mistake[] = [
  { problem: 'has white space around it', repair: (text) => text.trim() },
  { problem: 'has a length, which an address has not', repair: (text) => text.replace(/\/.*/, '') },
  {
    problem: 'has a zone, which means something on one host only',
    repair: (text) => text.replace(/%.*/, ''),
  },
  {
    problem: 'has leading zeros',
    repair: (text) => text.replace(/(^|[.:])0+(?=[\da-f])/gi, '$1'),
  },
]

function likelyKind(text: string): string {
  if (text.includes(':')) return `an ${familyNames.ipv6} address`
  return /^[\d.]+$/.test(text) ? `an ${familyNames.ipv4} address` : 'an IP address'
}

const octets: readonly string[] = Array.from({ length: 256 }, (_, octet) => `${octet}`)
const dottedOctets: readonly string[] = octets.map((octet) => `.${octet}`)

function dotted(word: number): string {
  return `${octets[word >>> 24]}${dottedOctets[(word >>> 16) & 255]}${dottedOctets[(word >>> 8) & 255]}${dottedOctets[word & 255]}`
}

/** RFC 5952 §4.2: the longest run of at least two zero groups, the first of equal ones, becomes `::`. */
function coloned(words: ArrayLike<number>): string {
  const run = longestZeroRun(words)
  const start = run >> 4
  const end = start + (run & 15)
  let text = ''
  for (let index = 0; index < 8; index++) {
    if (index === start) text += '::'
    if (index >= start && index < end) continue
    text += index === 0 || index === end ? hexadecimal(words, index) : `:${hexadecimal(words, index)}`
  }
  return text
}

/** Where it starts, times 16, and its length; it starts at 8 where no two zero groups follow on each other. */
function longestZeroRun(words: ArrayLike<number>): number {
  let longest = 0x80
  let length = 1
  for (let index = 0, run = 0; index < 8; index++) {
    run = group(words, index) === 0 ? run + 1 : 0
    if (run <= length) continue
    length = run
    longest = ((index + 1 - run) << 4) | run
  }
  return longest
}

/** Of one octet: without a leading zero, and with one. */
const shortHexadecimal: readonly string[] = octets.map((_, octet) => octet.toString(16))
const fullHexadecimal: readonly string[] = shortHexadecimal.map((digits) => digits.padStart(2, '0'))

function hexadecimal(words: ArrayLike<number>, index: number): string {
  const value = group(words, index)
  const low = value & 255
  return value < 256 ? `${shortHexadecimal[low]}` : `${shortHexadecimal[value >> 8]}${fullHexadecimal[low]}`
}

function group(words: ArrayLike<number>, index: number): number {
  const word = wordAt(words, index >> 1)
  return (index & 1) === 0 ? word >>> 16 : word & 0xffff
}
