import type { ScenarioSource } from '../simulator/protocol.ts'

/** A scenario that can be chosen; `file` is what it is called, once in a page. */
export interface Shelved extends ScenarioSource {
  readonly title: string
}

/** What came with the page; what it opens without a word comes first. */
export interface Shelf {
  readonly scenarios: readonly Shelved[]
  /** Whether files may change while they are shown. */
  readonly watched: boolean
}

export function readShelf(): Shelf {
  return shelfIn(JSON.parse(document.getElementById('shelf')?.textContent ?? ''))
}

/** Tells of every change of a file, where whoever serves the page watches them. */
export function followShelf(changed: (shelf: Shelf) => void): void {
  new EventSource('changes').addEventListener('changed', async () => {
    const response = await fetch('shelf')
    changed(shelfIn(await response.json()))
  })
}

function shelfIn(value: unknown): Shelf {
  if (!isShelf(value)) throw new Error('the page came without a scenario')
  return value
}

function isShelf(value: unknown): value is Shelf {
  return typeof value === 'object' && !!value && 'scenarios' in value && 'watched' in value
}
