/** The value that a text stands for, or what is wrong with it and, where one can be guessed, a text that would do. */
export type Read<Value> =
  | { readonly value: Value; readonly problem: undefined; readonly suggestion: undefined }
  | { readonly value: undefined; readonly problem: string; readonly suggestion: string | undefined }

export function read<Value>(value: Value): Read<Value> {
  return { value, problem: undefined, suggestion: undefined }
}

export function refuse<Value>(problem: string, suggestion?: string): Read<Value> {
  return { value: undefined, problem, suggestion }
}

/** What was read; where bad text is the caller's own mistake, a `TypeError` that says what to write instead. */
export function valueOrThrow<Value>(reading: Read<Value>, wanted: string): Value {
  if (reading.problem === undefined) return reading.value
  const remedy = reading.suggestion === undefined ? `write ${wanted}` : `did you mean ${reading.suggestion}?`
  throw new TypeError(`${reading.problem}; ${remedy}`)
}

/** A text as a sentence shows it: on one line, in quotes, and of bounded length. */
export function quoted(text: string): string {
  const limit = 60
  return text.length > limit ? `${JSON.stringify(text.slice(0, limit))}...` : JSON.stringify(text)
}
