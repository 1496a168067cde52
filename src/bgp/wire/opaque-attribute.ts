import type { UnrecognizedAttribute } from '../path-attributes.ts'
import type { AttributeDraft } from './attribute-draft.ts'
import {
  extendedLengthBit,
  optionalBit,
  optionalNonTransitive,
  optionalTransitive,
  partialBit,
  type ReceivedAttribute,
  transitiveBit,
  wrongLength,
  wrongOptional,
} from './attribute-row.ts'
import type { OctetReader } from './octets.ts'

/** The flags that have a meaning whatever the length; the others follow from the length or are unused. */
const meaningfulFlags = optionalBit | transitiveBit | partialBit

/** Attributes whose form is checked, and whose meaning nobody here asks for. */
export const opaqueAttributes: readonly ReceivedAttribute[] = [
  {
    type: 25,
    name: 'IPv6 EXTENDED COMMUNITIES',
    flags: optionalTransitive,
    whenMalformed: 'treat-as-withdraw',
    section: 'RFC 7606 §7.15',
    read: (value, draft) => {
      if (value.left === 0 || value.left % 20 !== 0) return wrongLength(value.left)
      return keep(25, value, draft)
    },
  },
  {
    type: 26,
    name: 'AIGP',
    flags: optionalNonTransitive,
    whenMalformed: 'attribute-discard',
    section: 'RFC 7311 §3',
    read: (value) => (value.left < 3 ? wrongLength(value.left) : undefined),
  },
  {
    type: 128,
    name: 'ATTR_SET',
    flags: optionalTransitive,
    whenMalformed: 'treat-as-withdraw',
    section: 'RFC 7606 §7.16',
    read: (value, draft) => {
      if (value.left < 4) return wrongLength(value.left)
      if (!holdsAttributes(value)) return wrongOptional('holds no well-formed attributes')
      return keep(128, value, draft)
    },
  },
]

function keep(type: number, value: OctetReader, draft: AttributeDraft): undefined {
  appendUnrecognized(draft, type, optionalTransitive, value)
}

/** RFC 4271 §5: what this speaker does not know, it passes on or drops. */
export function appendUnrecognized(
  draft: AttributeDraft,
  type: number,
  flags: number,
  value: OctetReader,
): void {
  const attribute: UnrecognizedAttribute = {
    type,
    flags: flags & meaningfulFlags,
    value: value.take(value.left),
  }
  draft.unrecognized = [...draft.unrecognized, attribute]
}

/** RFC 6368 §5: an AS number, and attributes that fill the rest. */
function holdsAttributes({ view, at, end }: OctetReader): boolean {
  let next = at + 4
  while (next < end) {
    if (next + 3 > end) return false
    const long = (view.getUint8(next) & extendedLengthBit) !== 0
    if (long && next + 4 > end) return false
    next += long ? 4 + view.getUint16(next + 2) : 3 + view.getUint8(next + 2)
  }
  return next === end
}
