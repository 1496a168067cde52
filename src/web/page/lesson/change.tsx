import type { JSX } from 'preact'
import type { ChangeLine } from '../../../report/lesson/change-lines.ts'

const signWords = { ' ': '', '-': 'taken away: ', '+': 'new: ' } as const

/** What a round changes in the file. */
export function Change({ lines }: { readonly lines: readonly ChangeLine[] }): JSX.Element | undefined {
  if (lines.length === 0) return undefined
  return (
    <figure class="change">
      <figcaption>Changed in the file</figcaption>
      <pre>
        {lines.map(({ sign, depth, text }, index) => (
          <span key={index} class={sign === '+' ? 'added' : sign === '-' ? 'taken' : ''}>
            <span class="unseen">{signWords[sign]}</span>
            <span aria-hidden="true">{sign} </span>
            {'  '.repeat(depth) + text}
            {'\n'}
          </span>
        ))}
      </pre>
    </figure>
  )
}
