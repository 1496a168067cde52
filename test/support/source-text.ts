/** A source file seen apart: what is said to the compiler, and what is said to people. */
export interface SourceText {
  /** Comments and what stands in quotes are blanks; lines and columns stay. */
  readonly code: string
  /** Comments alone are blanks: the paths of imports can be read. */
  readonly uncommented: string
  readonly comments: readonly SourceComment[]
}

export interface SourceComment {
  readonly line: number
  readonly text: string
  /** Code stands before it on its line. */
  readonly trails: boolean
}

type Sort = 'code' | 'quoted' | 'comment'

/** Text of one sort, in the order of the file. */
interface Piece {
  readonly sort: Sort
  readonly start: number
  readonly end: number
}

/** Knows quotes, templates, regular expressions and comments, and nothing else of the language. */
export function readSource(text: string): SourceText {
  const pieces = cut(text)
  return {
    code: blank(text, pieces, ['quoted', 'comment']),
    uncommented: blank(text, pieces, ['comment']),
    comments: pieces
      .filter(({ sort }) => sort === 'comment')
      .map(({ start, end }) => {
        const before = text.slice(0, start)
        const line = before.split('\n').length
        return { line, text: text.slice(start, end), trails: /\S/.test(before.split('\n').at(-1) ?? '') }
      }),
  }
}

const comment = /\/\/[^\n]*|#![^\n]*|\/\*[\s\S]*?\*\//y
const quoted = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/y
const regularExpression = /\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y
// From its beginning, or from where an expression in it ends, to its end or to where the next one begins.
const templatePart = /[`}](?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/y
// What means nothing here, up to a character that may.
const plain = /[\s\S][^/'"`{}#]*/y
// A slash begins a regular expression where no value can end: after an operator, a bracket or `return`.
const beforeExpression = /(?:^|[(,=:[!&|?{};<>+*~^%-]|\breturn|\bcase)\s*$/

function cut(text: string): readonly Piece[] {
  const pieces: Piece[] = []
  const braces = new Braces()
  for (let start = 0; start < text.length; start = pieces.at(-1)?.end ?? 0) {
    const piece = pieceAt(text, start, braces.isTemplateGoingOn)
    pieces.push(piece)
    braces.read(text.slice(start, piece.end), piece.sort)
  }
  return pieces
}

function pieceAt(text: string, start: number, isTemplateGoingOn: boolean): Piece {
  const lineBefore = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  const isTemplate = text[start] === '`' || (text[start] === '}' && isTemplateGoingOn)
  const sorts: readonly (readonly [Sort, RegExp, boolean])[] = [
    ['comment', comment, true],
    ['quoted', quoted, true],
    ['quoted', regularExpression, beforeExpression.test(lineBefore)],
    ['quoted', templatePart, isTemplate],
    ['code', plain, true],
  ]
  for (const [sort, pattern, mayBe] of sorts) {
    pattern.lastIndex = start
    if (mayBe && pattern.test(text)) return { sort, start, end: pattern.lastIndex }
  }
  throw new Error(`a character that is nothing: ${text.slice(start, start + 20)}`)
}

/** Tells the brace that ends an expression in a template from all others. */
class Braces {
  #depth = 0
  readonly #templates: number[] = []

  get isTemplateGoingOn(): boolean {
    return this.#templates.at(-1) === this.#depth
  }

  read(piece: string, sort: Sort): void {
    if (sort === 'comment') return
    if (sort === 'code') this.#depth += piece.split('{').length - piece.split('}').length
    else {
      if (piece.startsWith('}')) this.#templates.pop()
      if (piece.endsWith('${')) this.#templates.push(this.#depth)
    }
  }
}

function blank(text: string, pieces: readonly Piece[], sorts: readonly Sort[]): string {
  return pieces
    .map(({ sort, start, end }) => {
      const piece = text.slice(start, end)
      if (!sorts.includes(sort)) return piece
      return sort === 'quoted' ? blankInside(piece) : piece.replace(/[^\n]/g, ' ')
    })
    .join('')
}

/** The marks at both ends stay, so that a quoted text is still seen to be there. */
function blankInside(piece: string): string {
  return piece.slice(0, 1) + piece.slice(1, -1).replace(/[^\n]/g, ' ') + piece.slice(-1)
}
