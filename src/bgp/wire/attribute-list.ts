import { type NotificationMessage, updateError } from '../notification.ts'
import { type AttributeDraft, newDraft } from './attribute-draft.ts'
import {
  extendedLengthBit,
  optionalBit,
  type ReceivedAttribute,
  transitiveBit,
  type Wrong,
} from './attribute-row.ts'
import { multiprotocolAttributes, reachType, unreachType } from './multiprotocol.ts'
import { type OctetReader, octetsAt } from './octets.ts'
import { appendUnrecognized, opaqueAttributes } from './opaque-attribute.ts'
import { attributeRows } from './path-attribute.ts'
import type { UpdateProblem } from './update-fault.ts'
import type { WireSession } from './wire-session.ts'

const known: ReadonlyMap<number, ReceivedAttribute> = new Map(
  [...attributeRows, ...multiprotocolAttributes, ...opaqueAttributes].map((row) => [row.type, row]),
)

/** What the Path Attributes field said. */
export interface AttributeList {
  readonly draft: AttributeDraft
  /** The types that stood in it, each once. */
  readonly types: readonly number[]
  readonly problems: readonly UpdateProblem[]
  /** Whether the reading reached the end, so that an attribute that was not seen is not there. */
  readonly isWhole: boolean
}

/** One attribute as it stands in the list. */
interface Framed {
  readonly kind: 'attribute'
  readonly type: number
  readonly flags: number
  readonly value: OctetReader
  /** Where it begins, with its flags. */
  readonly start: number
}

/** What is left is no attribute; its type, where that much is there. */
interface Overrun {
  readonly kind: 'overrun'
  readonly type: number | undefined
}

/** Reads attribute by attribute. An error stops the reading only where it leaves unknown where the next one begins. */
export function readAttributeList(reader: OctetReader, session: WireSession): AttributeList {
  const draft = newDraft()
  const types: number[] = []
  const problems: UpdateProblem[] = []
  while (reader.left > 0) {
    const framed = readFrame(reader)
    if (framed.kind === 'overrun') {
      return { draft, types, problems: [...problems, overrun(framed.type)], isWhole: false }
    }
    const isFirst = !types.includes(framed.type)
    const problem = isFirst ? readAttribute(framed, draft, session) : duplicate(framed)
    if (problem !== undefined) problems.push(problem)
    if (isFirst) types.push(framed.type)
  }
  return { draft, types, problems, isWhole: true }
}

/**
 * RFC 7606 §4: the Total Attribute Length is trusted to tell where the NLRI begins. Where the attribute itself tells of
 * routes, they stay unknown and cannot be withdrawn (§3 (j)).
 */
function overrun(type: number | undefined): UpdateProblem {
  const holdsRoutes = type === reachType || type === unreachType
  return {
    handling: holdsRoutes ? 'session-reset' : 'treat-as-withdraw',
    attribute: type,
    section: holdsRoutes ? 'RFC 7606 §3 (j)' : 'RFC 7606 §4',
    problem: `${type === undefined ? 'an attribute' : attributeName(type)} overruns the list of attributes`,
    notification: updateError(1),
  }
}

function readFrame(reader: OctetReader): Framed | Overrun {
  if (reader.left < 3) return { kind: 'overrun', type: undefined }
  const start = reader.at
  const flags = reader.uint8()
  const type = reader.uint8()
  const long = (flags & extendedLengthBit) !== 0
  if (long && reader.left < 2) return { kind: 'overrun', type }
  const octets = long ? reader.uint16() : reader.uint8()
  if (octets > reader.left) return { kind: 'overrun', type }
  const value = reader.part(octets)
  return { kind: 'attribute', type, flags, value, start }
}

/** For a NOTIFICATION: the erroneous attribute, type, length and value. */
function wholeOf({ start, value }: Framed): readonly number[] {
  return octetsAt(value.view, start, value.end - start)
}

/** RFC 7606 §3 (g): the first one counts; of the two that tell of routes there must not be a second. */
function duplicate({ type }: Framed): UpdateProblem {
  const resets = type === reachType || type === unreachType
  return {
    handling: resets ? 'session-reset' : 'attribute-discard',
    attribute: type,
    section: 'RFC 7606 §3 (g)',
    problem: `${attributeName(type)} appears twice`,
    notification: updateError(1),
  }
}

function readAttribute(
  framed: Framed,
  draft: AttributeDraft,
  session: WireSession,
): UpdateProblem | undefined {
  const row = known.get(framed.type)
  if (row === undefined) return unrecognized(framed, draft)
  if (row.misplaced?.on(session) === true) {
    return problemOf(framed, row, { subcode: 9, ...row.misplaced }, 'attribute-discard')
  }
  // RFC 7606 §3 (c). The routes are wanted all the same, to be withdrawn.
  const hasWrongFlags = ((framed.flags ^ row.flags) & (optionalBit | transitiveBit)) !== 0
  if (!hasWrongFlags || row.whenMalformed === 'session-reset') {
    const wrong = row.read(framed.value, draft, session)
    if (wrong !== undefined) return problemOf(framed, row, wrong, wrong.handling ?? row.whenMalformed)
  }
  return hasWrongFlags ? wrongFlags(framed, row) : undefined
}

function wrongFlags(framed: Framed, row: ReceivedAttribute): UpdateProblem {
  const flags = `has the flags 0x${framed.flags.toString(16).padStart(2, '0')}`
  // RFC 6793 §6 and RFC 7311 §3 have it discarded whatever is wrong with it.
  const discards = row.type === as4PathType || row.type === as4AggregatorType || row.type === aigpType
  const handling = discards ? 'attribute-discard' : 'treat-as-withdraw'
  const problem = problemOf(framed, row, { subcode: 4, problem: flags }, handling)
  return discards ? problem : { ...problem, section: 'RFC 7606 §3 (c)' }
}

const as4PathType = 17
const as4AggregatorType = 18
const aigpType = 26

/** RFC 4271 §5 and §6.3: only an attribute that calls itself well-known has to be known. */
function unrecognized(framed: Framed, draft: AttributeDraft): UpdateProblem | undefined {
  const { type, flags, value } = framed
  if ((flags & optionalBit) === 0) {
    return {
      handling: 'session-reset',
      attribute: type,
      section: 'RFC 4271 §6.3',
      problem: `attribute ${type} is well-known, but not to this speaker`,
      notification: updateError(2, wholeOf(framed)),
    }
  }
  if ((flags & transitiveBit) !== 0) appendUnrecognized(draft, type, flags, value)
  return undefined
}

function problemOf(
  framed: Framed,
  row: ReceivedAttribute,
  { subcode, problem, section = row.section }: Wrong,
  handling: UpdateProblem['handling'],
): UpdateProblem {
  return {
    handling,
    attribute: row.type,
    section,
    problem: `${row.name} ${problem}`,
    notification: notificationOf(subcode, framed),
  }
}

/** RFC 4271 §6.3: Malformed AS_PATH has no data, the other errors of an attribute have the attribute. */
function notificationOf(subcode: number, framed: Framed): NotificationMessage {
  return updateError(subcode, subcode === 11 ? [] : wholeOf(framed))
}

/** As its RFC calls it, or `attribute 99`. */
export function attributeName(type: number): string {
  return known.get(type)?.name ?? `attribute ${type}`
}
