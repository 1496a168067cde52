import type { KnownDifference } from './known-difference.ts'

/** What daemons do otherwise and why, each with what was seen; `docs/divergences.md` tells it to people. At most 30. */
export const knownDifferences: readonly KnownDifference[] = []
