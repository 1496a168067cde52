/** How a report emphasises words; where the text goes decides whether that is colour or nothing. */
export interface Palette {
  readonly bold: Paint
  readonly dim: Paint
  readonly red: Paint
  readonly green: Paint
  readonly yellow: Paint
  readonly cyan: Paint
}

export type Paint = (text: string) => string

const asItIs: Paint = (text) => text

/** No colour at all. */
export const plain: Palette = {
  bold: asItIs,
  dim: asItIs,
  red: asItIs,
  green: asItIs,
  yellow: asItIs,
  cyan: asItIs,
}
