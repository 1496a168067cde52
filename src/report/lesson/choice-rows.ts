import type { Round } from '../../scenario/lesson.ts'

/** `b) Up to three minutes`. */
export function choiceRow({ choices }: Pick<Round, 'choices'>, index: number): string {
  return `${choiceLetter(index)}) ${choices[index]?.text}`
}

/** `a` for the first. */
export function choiceLetter(index: number): string {
  return String.fromCharCode('a'.charCodeAt(0) + index)
}
