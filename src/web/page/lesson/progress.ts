/** How each round of each lesson was predicted, by title: `r` for right, `w` for wrong, `u` for not sure, `-` for not yet. */
export type Progress = Readonly<Record<string, string>>

const place = 'vmsee progress'

/** What this browser remembers; nothing where it refuses to, as some do for a page from disk. */
export function readProgress(): Progress {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '{}')
    const entries = typeof kept === 'object' && kept ? Object.entries<unknown>({ ...kept }) : []
    return Object.fromEntries(
      entries.flatMap(([title, marks]) => (typeof marks === 'string' ? [[title, marks]] : [])),
    )
  } catch {
    return {}
  }
}

export function keepProgress(progress: Progress): void {
  try {
    localStorage.setItem(place, JSON.stringify(progress))
  } catch {
    // It is remembered until the page is closed.
  }
}

export function withMark(progress: Progress, title: string, round: number, mark: string): Progress {
  const before = (progress[title] ?? '').padEnd(round + 1, '-')
  return { ...progress, [title]: before.slice(0, round) + mark + before.slice(round + 1) }
}

/** How many of so many rounds were predicted right. */
export function rightOf(progress: Progress, title: string): number {
  return [...(progress[title] ?? '')].filter((mark) => mark === 'r').length
}
