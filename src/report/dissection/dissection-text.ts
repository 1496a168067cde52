import { longest } from '../wrap.ts'
import type { Field } from './field.ts'

const octetsInRow = 8
const hexColumns = 3 * octetsInRow - 1

/** Octets on the left, and beside them what they are, where that is written, and what they say. */
export function formatDissection(octets: Uint8Array, fields: readonly Field[]): string {
  const rows = fields.flatMap((field) => rowsOf(octets, field, 0))
  const name = longest(rows.map((row) => row.name))
  const section = longest(rows.map((row) => row.section))
  return rows
    .map((row) => {
      const columns = [
        row.offset,
        row.hex.padEnd(hexColumns),
        row.name.padEnd(name),
        row.section.padEnd(section),
      ]
      return `${[...columns, row.meaning].join('  ').trimEnd()}\n`
    })
    .join('')
}

interface Row {
  readonly offset: string
  readonly hex: string
  readonly name: string
  readonly section: string
  readonly meaning: string
}

function rowsOf(
  octets: Uint8Array,
  { name, offset, octets: count, section, meaning, parts }: Field,
  depth: number,
): readonly Row[] {
  const title = `${'  '.repeat(depth)}${name}`
  if (parts.length > 0) {
    const head: Row = { offset: '    ', hex: '', name: title, section, meaning }
    return [head, ...parts.flatMap((part) => rowsOf(octets, part, depth + 1))]
  }
  const rows: Row[] = []
  for (let at = offset; at < offset + count; at += octetsInRow) {
    const hex = [...octets.subarray(at, Math.min(at + octetsInRow, offset + count))].map(hexOctet).join(' ')
    const isFirst = at === offset
    const words = isFirst ? { name: title, section, meaning } : { name: '', section: '', meaning: '' }
    rows.push({ offset: at.toString(16).padStart(4, '0'), hex, ...words })
  }
  return rows
}

function hexOctet(octet: number): string {
  return octet.toString(16).padStart(2, '0')
}
