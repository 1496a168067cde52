import { quoted, type Read, read, refuse, valueOrThrow } from '../net/read.ts'
import { type AsPath, formatAsPath } from './as-path.ts'

/** A router-style regular expression over AS_PATHs. */
export interface AsPathPattern {
  readonly text: string
  matches(path: AsPath): boolean
}

const maximumPatternLength = 200

/**
 * Reads a pattern of digits, spaces and `. _ ^ $ * + ? | ( ) [ ]`, matched against the path as
 * `formatAsPath` writes it; `_` is a space, comma or brace, or either end.
 *
 * A matcher here takes the set of positions where a match may have got to, and answers the set where it
 * may be after one more part. No position is looked at twice by one part, so unlike a backtracking
 * `RegExp` no pattern takes more than (length of the pattern) x (length of the path) steps. Repeating a
 * repetition would break that, and says nothing that one repetition cannot: it is refused.
 */
export function readAsPathPattern(text: string): Read<AsPathPattern> {
  if (text === '') return refuse('an empty AS_PATH pattern would match every route', '.*')
  if (text.length > maximumPatternLength) {
    return refuse(`${quoted(text)} is longer than ${maximumPatternLength} characters`)
  }
  const parser = new PatternParser(text)
  const { advance } = parser.parse()
  if (parser.problem !== undefined) return refuse(`${quoted(text)} ${parser.problem}`)
  return read({ text, matches: (path) => matchesAnywhere(advance, formatAsPath(path)) })
}

/** Reads a pattern, or throws a `TypeError` that says what is wrong with it. */
export function parseAsPathPattern(text: string): AsPathPattern {
  return valueOrThrow(readAsPathPattern(text), 'an AS_PATH pattern such as ^65010_')
}

type Positions = ReadonlySet<number>
type Advance = (text: string, from: Positions) => Positions

interface Part {
  readonly advance: Advance
  readonly repeats: boolean
}

function matchesAnywhere(advance: Advance, text: string): boolean {
  return advance(text, new Set(Array.from({ length: text.length + 1 }, (_, at) => at))).size > 0
}

function oneCharacter(accepts: (character: string) => boolean): Part {
  return {
    repeats: false,
    advance: (text, from) => {
      const after = [...from].filter((at) => at < text.length && accepts(text.charAt(at)))
      return new Set(after.map((at) => at + 1))
    },
  }
}

function placeWhere(holds: (at: number, text: string) => boolean): Part {
  return { repeats: false, advance: (text, from) => new Set([...from].filter((at) => holds(at, text))) }
}

function anyOf(parts: readonly Part[]): Part {
  return {
    repeats: parts.some(({ repeats }) => repeats),
    advance: (text, from) => new Set(parts.flatMap(({ advance }) => [...advance(text, from)])),
  }
}

function allOf(parts: readonly Part[]): Part {
  return {
    repeats: parts.some(({ repeats }) => repeats),
    advance: (text, from) => parts.reduce((positions, { advance }) => advance(text, positions), from),
  }
}

/** The part any number of times. */
function repeated({ advance }: Part): Part {
  return {
    repeats: true,
    advance: (text, from) => {
      const reached = new Set(from)
      let fresh: Positions = reached
      while (fresh.size > 0) {
        fresh = new Set([...advance(text, fresh)].filter((at) => !reached.has(at)))
        for (const at of fresh) reached.add(at)
      }
      return reached
    },
  }
}

const nothing: Part = allOf([])
const start = placeWhere((at) => at === 0)
const end = placeWhere((at, text) => at === text.length)
const boundary = anyOf([start, end, oneCharacter((character) => ' ,{}'.includes(character))])

/** Recursive descent. The first problem is kept and ends the reading. */
class PatternParser {
  readonly #text: string
  #at = 0
  #problem: string | undefined = undefined

  constructor(text: string) {
    this.#text = text
  }

  get problem(): string | undefined {
    return this.#problem
  }

  parse(): Part {
    const whole = this.#alternatives()
    return this.#peek() === ')' ? this.#fail('closes a bracket that is not open') : whole
  }

  #alternatives(): Part {
    const parts = [this.#sequence()]
    while (this.#take('|')) parts.push(this.#sequence())
    return anyOf(parts)
  }

  #sequence(): Part {
    const parts: Part[] = []
    while (this.#peek() !== '' && this.#peek() !== '|' && this.#peek() !== ')') parts.push(this.#repetition())
    return allOf(parts)
  }

  #repetition(): Part {
    const part = this.#atom()
    if (this.#take('?')) return anyOf([part, nothing])
    if (this.#peek() !== '*' && this.#peek() !== '+') return part
    if (part.repeats) return this.#fail('repeats what already repeats')
    return this.#next() === '*' ? repeated(part) : allOf([part, repeated(part)])
  }

  #atom(): Part {
    const character = this.#next()
    if (/[\d ]/.test(character)) return oneCharacter((other) => other === character)
    if (character === '.') return oneCharacter(() => true)
    if (character === '^') return start
    if (character === '$') return end
    if (character === '_') return boundary
    if (character === '(') return this.#group()
    if (character === '[') return this.#characterClass()
    return this.#fail(`has no place for ${quoted(character)} at character ${this.#at}`)
  }

  #group(): Part {
    const part = this.#alternatives()
    return this.#take(')') ? part : this.#fail('does not close a bracket')
  }

  #characterClass(): Part {
    const inside = /^(\^?)((?:\d-\d|[\d ])+)\]/.exec(this.#text.slice(this.#at)) ?? undefined
    if (inside === undefined) return this.#fail('has a class of something else than digits and spaces')
    this.#at += inside[0].length
    const negated = inside[1] === '^'
    const members = charactersOf(inside[2] ?? '')
    return oneCharacter((character) => members.has(character) !== negated)
  }

  #peek(): string {
    return this.#text.charAt(this.#at)
  }

  #next(): string {
    return this.#text.charAt(this.#at++)
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false
    this.#at++
    return true
  }

  #fail(problem: string): Part {
    this.#problem ??= problem
    this.#at = this.#text.length
    return nothing
  }
}

function charactersOf(members: string): ReadonlySet<string> {
  const characters = new Set<string>()
  for (const member of members.match(/\d-\d|[\d ]/g) ?? []) {
    const [from, to] = [member.charCodeAt(0), member.charCodeAt(member.length - 1)]
    for (let code = from; code <= to; code++) characters.add(String.fromCharCode(code))
  }
  return characters
}
