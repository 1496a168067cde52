import { isMapping } from './read/sections.ts'

/** RFC 7396: what a document becomes by a patch. Lists are replaced whole, and a value that is none takes its key away. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isMapping(patch)) return patch
  const merged = new Map(Object.entries(isMapping(target) ? target : {}))
  for (const [key, value] of Object.entries(patch)) {
    if (isNothing(value)) merged.delete(key)
    else merged.set(key, mergePatch(merged.get(key), value))
  }
  return Object.fromEntries(merged)
}

export function isNothing(value: unknown): boolean {
  return (value ?? undefined) === undefined
}
