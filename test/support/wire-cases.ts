import { readFileSync } from 'node:fs'

/** One path attribute and what becomes of the UPDATE that has it; a row of `attribute-cases.txt`, which explains itself. */
export interface AttributeCase {
  readonly attribute: string
  readonly flags: string
  readonly value: string
  readonly session: string
  readonly outcome: string
  readonly error: string
  readonly data: string
  readonly section: string
  readonly what: string
}

/** A whole message and what it is; a row of `message-cases.txt`, which explains itself. */
export interface MessageCase {
  readonly session: string
  readonly body: string
  readonly answer: string
  readonly error: string
  readonly data: string
  readonly section: string
  readonly what: string
}

export function attributeCases(): readonly AttributeCase[] {
  return rows('attribute-cases.txt', 9).map(
    ([
      attribute = '',
      flags = '',
      value = '',
      session = '',
      outcome = '',
      error = '',
      data = '',
      ...rest
    ]) => {
      const [section = '', what = ''] = rest
      return { attribute, flags, value, session, outcome, error, data, section, what }
    },
  )
}

export function messageCases(): readonly MessageCase[] {
  return rows('message-cases.txt', 7).map(
    ([session = '', body = '', answer = '', error = '', data = '', section = '', what = '']) => {
      return { session, body, answer, error, data, section, what }
    },
  )
}

/** The cells of a table whose lines are rows, but for those that are empty or begin with #. */
function rows(file: string, cells: number): readonly (readonly string[])[] {
  const text = readFileSync(new URL(`../vectors/${file}`, import.meta.url), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const row = line.split('|').map((cell) => cell.trim())
      if (row.length !== cells) throw new Error(`${file}: ${row.length} cells in the row ${line}`)
      return row
    })
}
