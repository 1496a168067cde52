import { type AddressFamily, familyOf } from './address-family.ts'
import type { Capability } from './capability.ts'
import { describeNotification, type NotificationMessage } from './notification.ts'
import { attributeName } from './wire/attribute-list.ts'
import { readCapability } from './wire/capability.ts'
import { OctetReader, viewOf } from './wire/octets.ts'

/** What the data of an error means; `undefined` where it has not the form that the error's data has. */
type Meaning = (data: readonly number[]) => string | undefined

/** By code and subcode: RFC 4271 §6 with RFC 4486, 5492, 7313, 8538 and 9003, and what daemons add to 2/2 and 2/6. */
const meanings: ReadonlyMap<string, Meaning> = new Map([
  ['1/2', (data) => sized(data, 2, (number) => `length ${number}`)],
  ['1/3', (data) => sized(data, 1, (number) => `type ${number}`)],
  ['2/1', (data) => sized(data, 2, (number) => `version ${number}`)],
  ['2/2', (data) => asNumber(data)],
  ['2/6', (data) => sized(data, 2, (number) => `${number} s`)],
  ['2/7', capabilities],
  ['3/2', attribute],
  ['3/3', (data) => sized(data, 1, attributeName)],
  ['3/4', attribute],
  ['3/5', attribute],
  ['3/6', attribute],
  ['3/8', attribute],
  ['3/9', attribute],
  ['6/1', prefixBound],
  ['6/2', shutdownCommunication],
  ['6/4', shutdownCommunication],
  ['6/9', hardReset],
  ['7/1', (data) => `a message of ${data.length} octets`],
])

/** What a NOTIFICATION's data says, in words; in hexadecimal where they are of nobody's form, `undefined` where there are none. */
export function describeNotificationData({ code, subcode, data }: NotificationMessage): string | undefined {
  if (data.length === 0) return undefined
  return meanings.get(`${code}/${subcode}`)?.(data) ?? `data ${hexadecimal(data)}`
}

function sized(data: readonly number[], octets: number, say: (number: number) => string): string | undefined {
  return data.length === octets ? say(numberOf(data)) : undefined
}

function asNumber(data: readonly number[]): string | undefined {
  return data.length === 2 || data.length === 4 ? `AS ${numberOf(data)}` : undefined
}

function numberOf(data: readonly number[]): number {
  return data.reduce((number, octet) => 256 * number + octet, 0)
}

/** RFC 5492 §5: the capabilities that are missing. */
function capabilities(data: readonly number[]): string | undefined {
  const reader = readerOf(data)
  const words: string[] = []
  while (reader.left > 0) {
    const capability = readCapability(reader)
    if (capability === undefined) return undefined
    words.push(capabilityWords(capability))
  }
  return words.join(', ')
}

function capabilityWords(capability: Capability): string {
  if (capability.kind === 'multiprotocol') return `multiprotocol ${familyWords(capability)}`
  return capability.kind === 'unknown' ? `capability ${capability.code}` : capability.kind
}

function familyWords({ afi, safi }: AddressFamily): string {
  return familyOf({ afi, safi }) ?? `AFI ${afi} SAFI ${safi}`
}

/** RFC 4271 §6.3: the erroneous attribute with its flags, type and length. */
function attribute(data: readonly number[]): string | undefined {
  const [flags, type] = data
  if (flags === undefined || type === undefined) return undefined
  return `${attributeName(type)} ${hexadecimal(data)}`
}

/** RFC 4486 §4: AFI, SAFI and the bound that was exceeded. */
function prefixBound(data: readonly number[]): string | undefined {
  if (data.length !== 7) return undefined
  const reader = readerOf(data)
  const family = familyWords({ afi: reader.uint16(), safi: reader.uint8() })
  return `${family}, at most ${reader.uint32()}`
}

/** RFC 9003 §2: a length and so many octets of UTF-8, which are shown only where they are that. */
function shutdownCommunication(data: readonly number[]): string | undefined {
  const [length = 0, ...text] = data
  if (text.length !== length) return undefined
  const octets = Uint8Array.from(text)
  const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(octets)
  const encoded = new TextEncoder().encode(decoded)
  const isUtf8 = encoded.length === octets.length && encoded.every((octet, index) => octet === octets[index])
  return isUtf8 ? `"${visible(decoded)}"` : undefined
}

/** What moves a cursor or turns text around is no part of what an operator wrote. */
function visible(text: string): string {
  return text.replace(/[\p{C}"\\]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

/** RFC 8538 §3: the error that would have been sent without graceful restart. */
function hardReset([code, subcode, ...data]: readonly number[]): string | undefined {
  if (code === undefined || subcode === undefined) return undefined
  const inner: NotificationMessage = { kind: 'NOTIFICATION', code, subcode, data }
  const meaning = describeNotificationData(inner)
  const words = `${code}/${subcode} (${describeNotification(inner)})`
  return meaning === undefined ? words : `${words}, ${meaning}`
}

function readerOf(data: readonly number[]): OctetReader {
  return new OctetReader(viewOf(Uint8Array.from(data)), 0, data.length)
}

function hexadecimal(data: readonly number[]): string {
  return data.map((octet) => octet.toString(16).padStart(2, '0')).join('')
}
