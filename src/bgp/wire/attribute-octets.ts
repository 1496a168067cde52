import type { PathAttributes, UnrecognizedAttribute } from '../path-attributes.ts'
import { type AttributeForm, extendedLengthBit } from './attribute-row.ts'
import type { OctetWriter } from './octets.ts'
import { attributeRows } from './path-attribute.ts'

/** RFC 4271 §4.3: flags, type and length; a value of more than 255 octets needs a length of two. */
export function attributeOctets(valueOctets: number): number {
  return (valueOctets > 255 ? 4 : 3) + valueOctets
}

/** All attributes but the two that travel with the prefixes. */
export function attributesOctets(attributes: PathAttributes, form: AttributeForm): number {
  let octets = 0
  for (const row of attributeRows) {
    const value = row.octets(attributes, form)
    if (value !== undefined) octets += attributeOctets(value)
  }
  for (const { value } of attributes.unrecognized) octets += attributeOctets(value.length)
  return octets
}

/** RFC 4271 §5: ascending by type. */
export function writeAttributes(writer: OctetWriter, attributes: PathAttributes, form: AttributeForm): void {
  let unrecognized = 0
  for (const row of attributeRows) {
    unrecognized = writeBefore(writer, attributes.unrecognized, unrecognized, row.type)
    const octets = row.octets(attributes, form)
    if (octets === undefined) continue
    writeAttributeFrame(writer, row.flags, row.type, octets)
    row.write(writer, attributes, form)
  }
  writeBefore(writer, attributes.unrecognized, unrecognized, 256)
}

/** Writes those from `index` on that come before a type, and says which is next. */
function writeBefore(
  writer: OctetWriter,
  unrecognized: readonly UnrecognizedAttribute[],
  index: number,
  type: number,
): number {
  let next = index
  for (let attribute = unrecognized[next]; attribute !== undefined && attribute.type < type; ) {
    writeAttributeFrame(writer, attribute.flags, attribute.type, attribute.value.length)
    writer.append(attribute.value)
    attribute = unrecognized[++next]
  }
  return next
}

export function writeAttributeFrame(
  writer: OctetWriter,
  flags: number,
  type: number,
  valueOctets: number,
): void {
  const long = valueOctets > 255
  writer.uint8(long ? flags | extendedLengthBit : flags)
  writer.uint8(type)
  if (long) writer.uint16(valueOctets)
  else writer.uint8(valueOctets)
}
