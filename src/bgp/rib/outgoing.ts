import type { Exporter } from '../update/export-route.ts'
import type { Flush } from '../update/pack.ts'

/** What one peer has to be told, and how many routes were kept back because no UPDATE could hold them. */
export interface Outgoing extends Flush {
  readonly tooLarge: number
}

/** How one peer is told, and whether a default route of our own is among it. */
export interface Telling {
  readonly exporter: Exporter
  readonly originates: boolean
}

/** Adds to the list of the key, which may be its first. */
export function append<Key>(lists: Map<Key, number[]>, key: Key, id: number): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [id])
  else list.push(id)
}
