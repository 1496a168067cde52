import { sample } from 'fast-check'
import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import type { Message } from '../../src/bgp/message.ts'
import { type Decoded, decodeMessage } from '../../src/bgp/wire/decode.ts'
import { encodeMessage } from '../../src/bgp/wire/encode.ts'
import { Framer } from '../../src/bgp/wire/framer.ts'
import type { WireSession } from '../../src/bgp/wire/wire-session.ts'
import { anyPlainMessage, anySession, updateFor } from './arbitrary-message.ts'
import { capturedMessages } from './vectors.ts'
import { hexOf, octetsOf } from './wire-octets.ts'
import { external } from './wire-sessions.ts'

/** How often each thing was made of what was mutated. */
export type Outcomes = Readonly<Record<string, number>>

interface Seedling {
  readonly octets: Uint8Array
  readonly session: WireSession
}

/** Numbers that stand at the edges of fields. */
const edges = [0, 1, 2, 3, 4, 8, 16, 23, 32, 33, 64, 127, 128, 129, 254, 255]

/** Attribute sets are interned for good, so an interner lives for so many cases. */
const casesOfInterner = 20_000

const largest = 65_535

/**
 * Mutates valid messages and decodes them. Whatever comes of it, nothing throws; and what was read and written once is
 * read and written again to the same octets. Each case has a number that, with the seed, is all it depends on.
 */
export function fuzzWire(seed: number, first: number, cases: number): Outcomes {
  const seedlings = seedlingsOf(seed)
  const counts = new Map<string, number>()
  const scratch = new Uint8Array(largest)
  let interner = new AttributeInterner()
  for (let index = first; index < first + cases; index++) {
    if (index % casesOfInterner === 0) interner = new AttributeInterner()
    const draws = new Draws(seed, index)
    const { octets, session } = pick(seedlings, draws)
    const length = mutate(scratch, octets, pick(seedlings, draws).octets, draws)
    const mutated = scratch.subarray(0, length)
    try {
      const decoded = decodeMessage(mutated, session, interner)
      if (index % 8 === 0) checkAgain(decoded, session, interner)
      if (index % 16 === 1) checkFramer(mutated, session, draws)
      count(counts, outcomeOf(decoded))
    } catch (error) {
      const told = error instanceof Error ? error.message : error
      throw new Error(`case ${index} of seed ${seed}: ${told}\n${JSON.stringify(session)}\n${hexOf(mutated)}`)
    }
  }
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function seedlingsOf(seed: number): readonly Seedling[] {
  const captured = capturedMessages().map(({ hex }) => ({ octets: octetsOf(hex), session: external }))
  const interner = new AttributeInterner()
  const sessions = sample(anySession, { numRuns: 40, seed })
  const made = sessions.flatMap((session) => [
    ...sample(updateFor(session, interner), { numRuns: 6, seed }).map(({ message, pathIds }) => {
      return { octets: encodeMessage(message, session, pathIds), session }
    }),
    ...sample(anyPlainMessage, { numRuns: 2, seed }).map((message) => {
      return { octets: encodeMessage(message, session), session }
    }),
  ])
  return [...captured, ...made]
}

/** A stream of random numbers of its own for each case: xorshift, after the seed and the case were mixed. */
class Draws {
  #state: number

  constructor(seed: number, index: number) {
    let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x27d4eb2f)
    this.#state = (mixed ^ (mixed >>> 13)) >>> 0 || 1
  }

  below(bound: number): number {
    let state = this.#state
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    this.#state = state >>> 0
    return this.#state % bound
  }
}

function pick<Item>(items: readonly Item[], draws: Draws): Item {
  const item = items[draws.below(items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

/** Writes a mutation of `octets` into `scratch`, and says how long it is. */
function mutate(scratch: Uint8Array, octets: Uint8Array, other: Uint8Array, draws: Draws): number {
  scratch.set(octets)
  let length = octets.length
  for (let times = 1 + draws.below(4); times > 0; times--) length = mutateOnce(scratch, length, other, draws)
  // Most lengths are put right, so that what is behind the header is reached.
  if (draws.below(16) > 0 && length >= 19) writeLength(scratch, 16, length)
  if (draws.below(2) > 0 && length >= 23) mendAttributeLength(scratch, octets, length)
  return length
}

/** Half of all UPDATEs have as many octets of attributes more or fewer as the whole message has. */
function mendAttributeLength(scratch: Uint8Array, octets: Uint8Array, length: number): void {
  if (octets[18] !== updateType) return
  const at = 21 + lengthAt(octets, 19)
  const mended = lengthAt(octets, at) + length - octets.length
  if (mended >= 0 && at + 2 <= length) writeLength(scratch, at, mended)
}

const updateType = 2

function lengthAt(octets: Uint8Array, at: number): number {
  return 256 * (octets[at] ?? 0) + (octets[at + 1] ?? 0)
}

function writeLength(octets: Uint8Array, at: number, length: number): void {
  octets[at] = length >>> 8
  octets[at + 1] = length & 0xff
}

function mutateOnce(scratch: Uint8Array, length: number, other: Uint8Array, draws: Draws): number {
  // The marker is rarely of interest.
  const at =
    draws.below(32) === 0
      ? draws.below(length)
      : Math.min(16 + draws.below(Math.max(1, length - 16)), length - 1)
  switch (draws.below(6)) {
    case 0:
      scratch[at] = (scratch[at] ?? 0) ^ (1 << draws.below(8))
      return length
    case 1:
      scratch[at] = pick(edges, draws)
      return length
    case 2:
      scratch[at] = (scratch[at] ?? 0) + draws.below(5) - 2
      return length
    case 3: {
      const cut = Math.min(1 + draws.below(6), length - at)
      scratch.copyWithin(at, at + cut, length)
      return Math.max(1, length - cut)
    }
    case 4: {
      const from = draws.below(other.length)
      const part = other.subarray(from, from + 1 + draws.below(24))
      scratch.copyWithin(at + part.length, at, length)
      scratch.set(part, at)
      return Math.min(4096, length + part.length)
    }
    default: {
      const from = draws.below(other.length)
      const part = other.subarray(
        from,
        Math.min(other.length, from + 1 + draws.below(24), from + length - at),
      )
      scratch.set(part, at)
      return length
    }
  }
}

function outcomeOf(decoded: Decoded): string {
  if (decoded.kind === 'error') {
    const { code, subcode } = decoded.notification
    return `${decoded.event} ${code}/${subcode}`
  }
  const [fault] = decoded.faults
  if (fault !== undefined) return fault.handling
  const [message] = decoded.messages
  return message === undefined ? 'ignored' : message.kind
}

/** What a peer meant is written so that it means the same. */
function checkAgain(decoded: Decoded, session: WireSession, interner: AttributeInterner): void {
  if (decoded.kind === 'error') return
  for (const message of decoded.messages) {
    if (losesConfederation(message, session)) continue
    const written = encodeMessage(message, session, decoded.pathIds.get(message))
    const read = decodeMessage(written, session, interner)
    if (read.kind === 'error') throw new Error(`refused what was written: ${hexOf(written)}`)
    const [again, ...others] = read.messages
    if (again === undefined || others.length > 0)
      throw new Error(`one message became ${read.messages.length}`)
    const rewritten = encodeMessage(again, session, read.pathIds.get(again))
    if (hexOf(written) !== hexOf(rewritten)) {
      throw new Error(`${hexOf(written)} was written as ${hexOf(rewritten)}`)
    }
  }
}

/** RFC 6793 §4.2.2 and §4.2.3: over two octets a confederation's segments survive in front alone. */
function losesConfederation(message: Message, { fourOctetAs }: WireSession): boolean {
  const path = message.kind === 'UPDATE' ? (message.attributes?.asPath ?? []) : []
  return !fourOctetAs && path.some(({ kind }) => kind.startsWith('AS_CONFED'))
}

/** A framer takes the octets in two chunks, and asks for more, refuses them, or hands out messages no longer than they are. */
function checkFramer(octets: Uint8Array, session: WireSession, draws: Draws): void {
  const framer = new Framer()
  const cut = draws.below(octets.length + 1)
  let left = octets.length
  for (const chunk of [octets.subarray(0, cut), octets.subarray(cut)]) {
    framer.push(chunk)
    for (let next = framer.next(session); next.kind === 'message'; next = framer.next(session)) {
      left -= next.octets.length
    }
  }
  if (left < 0) throw new Error('the framer handed out more than it was given')
}

function count(counts: Map<string, number>, outcome: string): void {
  counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
}
