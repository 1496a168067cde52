/** Where something stands in the file, counted from 1, and the keys and indexes that lead to it. */
export interface Place {
  readonly line: number
  readonly column: number
  readonly path: FilePath
}

/** Keys and indexes from the top of the file. */
export type FilePath = readonly (string | number)[]
