import { distance } from 'fastest-levenshtein'

/** `did you mean "secondary"?`, where one of the known words is near enough to be what was meant. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const near = nearest(word, known)
  return near === undefined ? undefined : `did you mean "${near}"?`
}

/** The same, or the whole list where nothing is near and the list is short enough to be read. */
export function didYouMeanOrList(word: string, known: readonly string[]): string | undefined {
  const suggestion = didYouMean(word, known)
  if (suggestion !== undefined) return suggestion
  if (known.length === 0) return 'there is none'
  return known.length <= 12 ? `known: ${known.join(', ')}` : undefined
}

/** Where two known words are equally near, neither is more likely than the other. */
function nearest(word: string, known: readonly string[]): string | undefined {
  const written = plain(word)
  const plainKnown = known.map(plain)
  const sameWord = plainKnown.indexOf(written)
  if (sameWord >= 0) return known[sameWord]
  const swapped = plainKnown.findIndex((candidate) => sameLetters(written, candidate))
  if (swapped >= 0) return known[swapped]
  const longer = known.filter((_, index) => isShortFor(written, plainKnown[index] ?? ''))
  if (longer.length === 1) return longer[0]
  const distances = plainKnown.map((candidate) => distance(written, candidate))
  const least = Math.min(...distances)
  // A quarter of the letters may be wrong: enough for a slip of the hand, too little for another word.
  if (least > Math.max(1, Math.floor(written.length / 4))) return undefined
  return distances.indexOf(least) === distances.lastIndexOf(least)
    ? known[distances.indexOf(least)]
    : undefined
}

/** Without case and spaces, as `az` writes a region: `westeurope`. */
function plain(word: string): string {
  return word.toLowerCase().replaceAll(' ', '')
}

/** `Unlimited` for `UnlimitedData`: the beginning, and more than half of it. */
function isShortFor(word: string, candidate: string): boolean {
  return candidate.startsWith(word) && word.length * 2 > candidate.length
}

/** Two letters that changed places count as two mistakes, but are one slip. */
function sameLetters(a: string, b: string): boolean {
  return [...a].sort().join('') === [...b].sort().join('')
}
