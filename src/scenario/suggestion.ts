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
  const sameWord = known.find((candidate) => candidate.toLowerCase() === word.toLowerCase())
  if (sameWord !== undefined) return sameWord
  const swapped = known.find((candidate) => sameLetters(word, candidate))
  if (swapped !== undefined) return swapped
  const distances = known.map((candidate) => distance(word, candidate))
  const least = Math.min(...distances)
  // A quarter of the letters may be wrong: enough for a slip of the hand, too little for another word.
  if (least > Math.max(1, Math.floor(word.length / 4))) return undefined
  return distances.indexOf(least) === distances.lastIndexOf(least)
    ? known[distances.indexOf(least)]
    : undefined
}

/** Two letters that changed places count as two mistakes, but are one slip. */
function sameLetters(a: string, b: string): boolean {
  return [...a].sort().join('') === [...b].sort().join('')
}
