import type { WireSession } from '../../bgp/wire/wire-session.ts'
import { attributeField } from './attribute-fields.ts'
import type { Field, FieldWalk } from './field.ts'
import { nlriFields } from './nlri-fields.ts'

const update = 'RFC 4271 §4.3'

export function updateFields(walk: FieldWalk, session: WireSession): readonly Field[] {
  const nlri = (inside: FieldWalk): readonly Field[] => nlriFields(inside, 'ipv4', session)
  const withdrawn = walk.number(2)
  const withdrawnLength = walk.count(2, 'Withdrawn Routes Length', update)
  const withdrawnRoutes = walk.group(withdrawn, 'Withdrawn Routes', update, nlri)
  const attributes = walk.number(2)
  return [
    withdrawnLength,
    withdrawnRoutes,
    walk.count(2, 'Total Path Attribute Length', update),
    walk.group(attributes, 'Path Attributes', update, (inside) => attributeFields(inside, session)),
    walk.group(walk.left, 'Network Layer Reachability Information', update, nlri),
  ]
}

function attributeFields(walk: FieldWalk, session: WireSession): readonly Field[] {
  const fields: Field[] = []
  while (walk.left > 0) fields.push(attributeField(walk, session))
  return fields
}
