import type { JSX } from 'preact'

/** A text of a file: an empty line ends a paragraph, and what stands between backquotes is code. */
export function Prose({ text }: { readonly text: string }): JSX.Element {
  return (
    <>
      {text
        .trim()
        .split(/\n\s*\n/)
        .map((paragraph) => (
          <p key={paragraph}>{withCode(paragraph)}</p>
        ))}
    </>
  )
}

export function withCode(text: string): readonly (string | JSX.Element)[] {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : <code key={part}>{part}</code>))
}
