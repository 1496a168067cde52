import type { Family } from '../../net/address.ts'
import type { PackedPrefixes } from '../../net/packed-prefixes.ts'
import { type Nlri, noNlri } from './nlri.ts'

/** The prefixes of several fields as one list. */
export function unionOf(family: Family, fields: readonly Nlri[]): Nlri {
  const [only] = fields
  if (only === undefined) return noNlri[family]
  if (fields.length === 1) return only
  const count = fields.reduce((sum, { prefixes }) => sum + prefixes.count, 0)
  const data = joined(fields.map(({ prefixes }) => prefixes.data))
  const prefixes: PackedPrefixes = { family, count, data }
  const pathIds = only.pathIds === undefined ? undefined : joined(fields.map((field) => idsOf(field)))
  return { prefixes, pathIds, ignored: 0 }
}

// RFC 7911 §3: a session has Path Identifiers in all fields of a family, or in none.
function idsOf({ pathIds }: Nlri): Uint32Array {
  if (pathIds === undefined) throw new Error('Path Identifiers in one field of a family and not in another')
  return pathIds
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
  const whole = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
