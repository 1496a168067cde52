import { type Contender, type Contest, mix } from '../../src/bench/contest.ts'
import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import type { UpdateMessage } from '../../src/bgp/message.ts'
import { noOptionalAttributes } from '../../src/bgp/path-attributes.ts'
import { decodeMessage } from '../../src/bgp/wire/decode.ts'
import { encodeMessage } from '../../src/bgp/wire/encode.ts'
import { beforeOpen, type WireSession } from '../../src/bgp/wire/wire-session.ts'
import { emptyPrefixes, packSubnets } from '../../src/net/packed-prefixes.ts'
import type { Scale } from '../scale.ts'

const session: WireSession = { ...beforeOpen, peering: 'internal', fourOctetAs: true }

/** One UPDATE over and over, of many prefixes and of one: parsed, and built. */
export function codec(scale: Scale): readonly Contest[] {
  const times = scale === 'full' ? 20_000 : 20
  return [500, 1].flatMap((prefixes) => contestsOf(prefixes, times))
}

function contestsOf(prefixes: number, times: number): readonly Contest[] {
  const interner = new AttributeInterner()
  const message = typicalUpdate(prefixes, interner)
  const octets = encodeMessage(message, session)
  const words = `${prefixes === 1 ? '1 prefix' : `${prefixes} prefixes`} and six attributes`
  return [
    {
      name: `parse an UPDATE of ${words}`,
      unit: 'UPDATEs',
      count: times,
      contenders: [
        contender('decodeMessage', () => sumOf(parsed(octets, interner))),
        contender('an object for each prefix, nothing checked', () => sumOfObjects(octets)),
        contender('the prefixes alone, nothing kept (ceiling)', () => sumInPlace(octets)),
      ],
    },
    {
      name: `build an UPDATE of ${words}`,
      unit: 'UPDATEs',
      count: times,
      contenders: [
        contender('encodeMessage', () => endsOf(encodeMessage(message, session))),
        contender('octet by octet into a list', () => endsOf(listed(message, octets))),
        contender('a copy of the octets (ceiling)', () => endsOf(octets.slice())),
      ],
    },
  ]
}

function contender(name: string, once: () => number): Contender {
  return {
    name,
    run: (count) => {
      let checksum = 0
      for (let index = 0; index < count; index++) checksum = mix(checksum, once())
      return checksum
    },
  }
}

/** ORIGIN, an AS_PATH of three, NEXT_HOP, MULTI_EXIT_DISC, LOCAL_PREF and three communities; /24s side by side. */
function typicalUpdate(prefixes: number, interner: AttributeInterner): UpdateMessage {
  const within = { family: 'ipv4', words: [0x0a000000], length: 8 } as const
  return {
    kind: 'UPDATE',
    family: 'ipv4',
    withdrawn: emptyPrefixes('ipv4'),
    announced: packSubnets(within, 24, prefixes),
    attributes: interner.intern({
      ...noOptionalAttributes,
      origin: 'IGP',
      asPath: [{ kind: 'AS_SEQUENCE', asns: [65010, 65020, 65030] }],
      nextHop: { family: 'ipv4', words: [0x0a000001] },
      multiExitDisc: 50,
      localPref: 100,
      communities: [0x2f2cc73c, 0xfdf20064, 0xfdf200c8],
    }),
  }
}

function parsed(octets: Uint8Array, interner: AttributeInterner): UpdateMessage {
  const decoded = decodeMessage(octets, session, interner)
  const [message] = decoded.kind === 'messages' ? decoded.messages : []
  if (message?.kind !== 'UPDATE') throw new Error('an UPDATE was not read')
  return message
}

function sumOf({ announced: { data } }: UpdateMessage): number {
  let sum = 0
  for (let index = 0; index < data.length; index += 2) sum += (data[index] ?? 0) + (data[index + 1] ?? 0)
  return sum
}

function nlriOf(octets: Uint8Array): Uint8Array {
  return octets.subarray(23 + 256 * (octets[21] ?? 0) + (octets[22] ?? 0))
}

/** As a program is written that thinks of prefixes one by one. */
function sumOfObjects(octets: Uint8Array): number {
  const prefixes: { address: number[]; length: number }[] = []
  const nlri = nlriOf(octets)
  for (let at = 0; at < nlri.length; ) {
    const length = nlri[at] ?? 0
    const count = Math.ceil(length / 8)
    const address = [...nlri.subarray(at + 1, at + 1 + count), 0, 0, 0, 0].slice(0, 4)
    prefixes.push({ address, length })
    at += 1 + count
  }
  return prefixes.reduce((sum, { address, length }) => {
    return sum + address.reduce((word, octet) => 256 * word + octet, 0) + length
  }, 0)
}

function sumInPlace(octets: Uint8Array): number {
  const nlri = nlriOf(octets)
  let sum = 0
  for (let at = 0; at < nlri.length; at += 4) {
    const word = ((nlri[at + 1] ?? 0) << 24) | ((nlri[at + 2] ?? 0) << 16) | ((nlri[at + 3] ?? 0) << 8)
    sum += (word >>> 0) + (nlri[at] ?? 0)
  }
  return sum
}

/** The attributes are copied, the prefixes written one by one. */
function listed({ announced: { data } }: UpdateMessage, octets: Uint8Array): ArrayLike<number> {
  const list = [...octets.subarray(0, octets.length - nlriOf(octets).length)]
  for (let index = 0; index < data.length; index += 2) {
    const word = data[index] ?? 0
    list.push(data[index + 1] ?? 0, word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff)
  }
  return Uint8Array.from(list)
}

/** All octets would cost more than the writing; these say that it began and ended right. */
function endsOf(octets: ArrayLike<number>): number {
  const { length } = octets
  return length + 3 * (octets[17] ?? 0) + 5 * (octets[length - 1] ?? 0) + 7 * (octets[length - 2] ?? 0)
}
