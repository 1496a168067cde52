import type { FilePath, Place } from '../place.ts'
import type { ScenarioDocument } from '../read/document.ts'
import { isMapping } from '../read/sections.ts'

/** A value in a file of Azure's, with where it stands. */
export interface AzureNode {
  readonly file: string
  readonly document: ScenarioDocument
  readonly path: FilePath
  readonly value: unknown
}

/** A resource is pointed at by its name, which says more than a bracket. */
export function placeOf(node: AzureNode): Place {
  const { document, path } = own(node, 'name') ?? node
  return document.placeOf(path, 'value')
}

/**
 * What stands under the key, whatever its case, in the resource itself or in its `properties`: the REST form nests what the CLI
 * flattens. `undefined` where there is nothing, or null.
 */
export function member(node: AzureNode, name: string): AzureNode | undefined {
  return own(node, name) ?? nested(node, name)
}

function own({ value, path, ...rest }: AzureNode, name: string): AzureNode | undefined {
  if (!isMapping(value)) return undefined
  const wanted = name.toLowerCase()
  const found = Object.entries(value).find(([key]) => key.toLowerCase() === wanted)
  if (found === undefined || (found[1] ?? undefined) === undefined) return undefined
  return { ...rest, path: [...path, found[0]], value: found[1] }
}

function nested(node: AzureNode, name: string): AzureNode | undefined {
  const properties = own(node, 'properties')
  return properties === undefined ? undefined : member(properties, name)
}

/** What stands at the end of several keys. */
export function memberAt(node: AzureNode | undefined, ...names: readonly string[]): AzureNode | undefined {
  let found = node
  for (const name of names) found = found === undefined ? undefined : member(found, name)
  return found
}

/** The elements of a list; none where it is no list. */
export function elements(node: AzureNode | undefined): readonly AzureNode[] {
  if (node === undefined || !Array.isArray(node.value)) return []
  const { value, path, ...rest } = node
  return value.map((element: unknown, index) => ({ ...rest, path: [...path, index], value: element }))
}

/** A text that says something: old samples have blanks in place of prefixes. */
export function textOf(node: AzureNode | undefined): string | undefined {
  if (typeof node?.value !== 'string') return undefined
  const text = node.value.trim()
  return text === '' ? undefined : text
}

/** A number, in quotes or without. */
export function numberOf(node: AzureNode | undefined): number | undefined {
  if (typeof node?.value === 'number') return node.value
  const text = textOf(node)
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}
