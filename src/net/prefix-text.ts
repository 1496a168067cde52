import { Netmask } from 'netmask'
import { type Address, addressBits, type Family, wordAt } from './address.ts'
import { familyNames, formatAddress, readAddress } from './address-text.ts'
import { hasHostBits, hostPrefix, networkOf, type Prefix } from './prefix.ts'
import { quoted, type Read, read, refuse, valueOrThrow } from './read.ts'

/** An address as an interface has it: 172.16.0.1/30, host bits and all. */
export interface AddressWithLength {
  readonly address: Address
  readonly length: number
}

export function formatPrefix(prefix: Prefix): string {
  return `${formatAddress(prefix)}/${prefix.length}`
}

/** Reads a network: `10.0.0.0/8`, `10.0.0.0/255.0.0.0`, `10.0.0.0 255.0.0.0` or `2001:db8::/32`. Host bits are refused. */
export function readPrefix(text: string): Read<Prefix> {
  const { value, problem, suggestion } = readAddressWithLength(text)
  if (problem !== undefined) return refuse(problem, suggestedNetwork(suggestion))
  const network = networkOf(value.address, value.length)
  if (!hasHostBits(value.address, value.length)) return read(network)
  return refuse(`${text} has host bits set`, formatPrefix(network))
}

/** Reads a network; throws a `TypeError` that says what is wrong with the text and what to write. */
export function parsePrefix(text: string): Prefix {
  return valueOrThrow(readPrefix(text), 'a prefix such as 10.0.0.0/8 or 2001:db8::/32')
}

/** Reads what `readPrefix` reads, host bits allowed: for rules that judge what was written. */
export function readAddressWithLength(text: string): Read<AddressWithLength> {
  const trimmed = text.trim()
  if (trimmed !== text) return refuse(`${quoted(text)} has white space around it`, readable(trimmed))
  const [, before, separator, after] = /^([^/ ]+)([/ ])([^/ ]+)$/.exec(text) ?? []
  if (before === undefined || after === undefined) return refuseWithoutLength(text)
  const address = readAddress(before)
  if (address.problem !== undefined) return refuse(address.problem, repaired(address.suggestion, after))
  const length = readLength(address.value.family, after)
  if (length.problem !== undefined) return refuse(length.problem, repaired(before, length.suggestion))
  if (separator === ' ' && !after.includes('.')) {
    return refuse(`${quoted(text)} has a space where a slash belongs`, `${before}/${after}`)
  }
  return read({ address: address.value, length: length.value })
}

function refuseWithoutLength(text: string): Read<AddressWithLength> {
  const { value } = readAddress(text)
  if (value === undefined) return refuse(`${quoted(text)} is not a prefix`)
  return refuse(`${text} has no length`, formatPrefix(hostPrefix(value)))
}

/** The two parts put together, as far as both are known. */
function repaired(address: string | undefined, length: string | undefined): string | undefined {
  return address === undefined || length === undefined ? undefined : readable(`${address}/${length}`)
}

/** The text, or what reading it suggests in turn. */
function readable(text: string): string | undefined {
  const { value, suggestion } = readAddressWithLength(text)
  return value === undefined ? suggestion : text
}

function suggestedNetwork(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const { value } = readAddressWithLength(text)
  return value && formatPrefix(networkOf(value.address, value.length))
}

function readLength(family: Family, text: string): Read<number> {
  if (text.includes('.')) return readNetmask(family, text)
  if (!/^\d+$/.test(text) || Number(text) > addressBits[family]) {
    const kind = `the length of an ${familyNames[family]} prefix, which is 0 to ${addressBits[family]}`
    return refuse(`${quoted(text)} is not ${kind}`)
  }
  const plain = String(Number(text))
  return text === plain ? read(Number(text)) : refuse(`/${text} has leading zeros`, plain)
}

// netmask takes 10.1, 0x0a and 012 for addresses too, so only what has passed for a mask here reaches it.
function readNetmask(family: Family, text: string): Read<number> {
  if (family !== 'ipv4') return refuse(`${quoted(text)} is a netmask, which ${familyNames[family]} has not`)
  const { value } = readAddress(text)
  if (value?.family !== 'ipv4') return refuse(`${quoted(text)} is not a netmask`)
  const mask = wordAt(value.words, 0)
  if (onesAreLast(~mask)) return read(lengthOf(text))
  if (!onesAreLast(mask)) return refuse(`${text} is not a netmask: its ones are not in a row`)
  return refuse(`${text} is a wildcard mask, not a netmask`, formatAddress({ family, words: [~mask >>> 0] }))
}

// 0.0.0.0 is a mask that netmask refuses: it shifts by 32 bits, which in JavaScript is no shift at all.
function lengthOf(mask: string): number {
  return mask === '0.0.0.0' ? 0 : new Netmask('0.0.0.0', mask).bitmask
}

function onesAreLast(word: number): boolean {
  return (word & (word + 1)) === 0
}
