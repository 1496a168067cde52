import type { PathAttributes } from '../path-attributes.ts'
import type { AttributeDraft } from './attribute-draft.ts'
import type { OctetReader, OctetWriter } from './octets.ts'
import type { WireSession } from './wire-session.ts'

/** RFC 4271 §4.3: the high bits of an attribute's flags. */
export const optionalBit = 0x80
export const transitiveBit = 0x40
export const partialBit = 0x20
export const extendedLengthBit = 0x10

export const wellKnown: number = transitiveBit
export const optionalTransitive: number = optionalBit | transitiveBit
export const optionalNonTransitive: number = optionalBit

/** What is wrong with a value, and the subcode that RFC 4271 §6.3 has for it. */
export interface Wrong {
  readonly subcode: number
  /** Continues the attribute's name: `has 2 octets`. */
  readonly problem: string
  /** Where another rule than the attribute's own says so. */
  readonly section?: string
  /** Where this leads to something else than a malformed value does. */
  readonly handling?: 'treat-as-withdraw'
}

export interface Misplacement {
  readonly on: (session: WireSession) => boolean
  readonly problem: string
  readonly section: string
}

/** How an attribute is read, and what is made of a malformed one. */
export interface ReceivedAttribute {
  readonly type: number
  readonly name: string
  /** Optional and Transitive as its specification sets them. */
  readonly flags: number
  /** RFC 7606 §2: what a malformed value leads to. */
  readonly whenMalformed: 'session-reset' | 'treat-as-withdraw' | 'attribute-discard'
  /** Who says so. */
  readonly section: string
  /** Sessions that must not see it: there it is discarded unread. */
  readonly misplaced?: Misplacement
  readonly read: (value: OctetReader, draft: AttributeDraft, session: WireSession) => Wrong | undefined
}

/** What besides the set itself decides on an attribute's octets. */
export interface AttributeForm {
  readonly fourOctetAs: boolean
  /** The routes travel in MP_REACH_NLRI, and their next hop with them. */
  readonly multiprotocol: boolean
}

/** An attribute that a set of them may hold, both ways. */
export interface AttributeRow extends ReceivedAttribute {
  /** Octets of the value; `undefined` where the set goes without it. */
  readonly octets: (attributes: PathAttributes, form: AttributeForm) => number | undefined
  readonly write: (writer: OctetWriter, attributes: PathAttributes, form: AttributeForm) => void
}

/** RFC 4271 §6.3: Attribute Length Error. */
export function wrongLength(octets: number): Wrong {
  return { subcode: 5, problem: `has ${octets} octets` }
}

/** RFC 4271 §6.3: Optional Attribute Error. */
export function wrongOptional(problem: string): Wrong {
  return { subcode: 9, problem }
}
