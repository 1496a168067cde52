import type { WrittenEntry } from './lesson.ts'

/** So long after everything has converged a round does what has no moment of its own. */
export const quietSeconds = 10

/** What a round adds to the timeline of its file: a label for the moment from which it counts, and what it does. */
export interface RoundEntries {
  readonly settled: readonly WrittenEntry[]
  readonly deeds: readonly WrittenEntry[]
}

export function roundEntries(timeline: readonly unknown[], deeds: readonly WrittenEntry[]): RoundEntries {
  if (deeds.every(hasMoment)) return { settled: [], deeds }
  const label = freshLabel([...timeline, ...deeds])
  return {
    settled: [{ when: 'converged', label }],
    deeds: deeds.map((deed) => (hasMoment(deed) ? deed : { at: `${label} + ${quietSeconds}s`, ...deed })),
  }
}

function hasMoment(deed: WrittenEntry): boolean {
  return 'at' in deed || 'when' in deed
}

function freshLabel(entries: readonly unknown[]): string {
  const taken = entries.map((entry) => ({ label: undefined, ...Object(entry) }).label)
  let label = 'settled'
  for (let number = 2; taken.includes(label); number++) label = `settled-${number}`
  return label
}
