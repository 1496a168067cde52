import type { PathAttributes } from '../path-attributes.ts'
import type { AttributeDraft } from './attribute-draft.ts'
import { type AttributeRow, type ReceivedAttribute, wrongLength } from './attribute-row.ts'
import type { OctetReader, OctetWriter } from './octets.ts'

/** An attribute that is one number of 32 bits. */
interface NumberRow extends Omit<ReceivedAttribute, 'read'> {
  readonly field: 'multiExitDisc' | 'localPref' | 'originatorId' | 'onlyToCustomer'
}

export function numberRow({ field, ...row }: NumberRow): AttributeRow {
  return {
    ...row,
    read: (value, draft) => {
      if (value.left !== 4) return wrongLength(value.left)
      draft[field] = value.uint32()
      return undefined
    },
    octets: (attributes) => (attributes[field] === undefined ? undefined : 4),
    write: (writer, attributes) => {
      const number = attributes[field]
      if (number === undefined) throw new Error(`a set without ${row.name} has none to write`)
      writer.uint32(number)
    },
  }
}

/** An attribute that is a list of items of one size, at least one where it is there at all. */
export interface ListRow<Item> extends Omit<ReceivedAttribute, 'read' | 'whenMalformed'> {
  readonly itemOctets: number
  readonly items: (attributes: PathAttributes) => readonly Item[]
  readonly readItem: (value: OctetReader) => Item
  readonly writeItem: (writer: OctetWriter, item: Item) => void
  readonly assign: (draft: AttributeDraft, items: readonly Item[]) => void
}

export function listRow<Item>(list: ListRow<Item>): AttributeRow {
  const { itemOctets, items, readItem, writeItem, assign, ...row } = list
  return {
    ...row,
    whenMalformed: 'treat-as-withdraw',
    read: (value, draft) => {
      if (value.left === 0 || value.left % itemOctets !== 0) return wrongLength(value.left)
      const read = new Array<Item>(value.left / itemOctets)
      for (let index = 0; index < read.length; index++) read[index] = readItem(value)
      assign(draft, read)
      return undefined
    },
    octets: (attributes) => {
      const { length } = items(attributes)
      return length === 0 ? undefined : itemOctets * length
    },
    write: (writer, attributes) => {
      for (const item of items(attributes)) writeItem(writer, item)
    },
  }
}
