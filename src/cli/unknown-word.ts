import { didYouMeanOrList } from '../scenario/suggestion.ts'

/** `no peer ce3; did you mean "ce1"?`: what is wrong with a word that is none of those known, and the way out where one can be told. */
export function unknownWord(what: string, word: string, known: readonly string[]): string {
  const complaint = `no ${what}`
  const suggestion = didYouMeanOrList(word, known)
  return suggestion === undefined ? complaint : `${complaint}; ${suggestion}`
}
