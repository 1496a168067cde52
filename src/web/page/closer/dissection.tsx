import type { JSX } from 'preact'
import type { Field } from '../../../report/dissection/field.ts'
import type { OpenedMessage } from '../../view/inspect-session.ts'

/** A message field by field: its octets, what each is, where that is written, and what it says. */
export function Dissection({ opened }: { readonly opened: OpenedMessage }): JSX.Element {
  return (
    <section class="dissection" aria-labelledby="dissection-heading">
      <h3 id="dissection-heading">{opened.words}</h3>
      <div class="wide" role="group" tabIndex={0} aria-label="Fields">
        <table>
          <caption>{opened.octets.length} octets</caption>
          <thead>
            <tr>
              <th scope="col">Octets</th>
              <th scope="col">Field</th>
              <th scope="col">Says</th>
            </tr>
          </thead>
          <tbody>
            {opened.fields
              .flatMap((field) => rows(field, 0))
              .map(({ field, depth }) => (
                <tr key={`${field.offset} ${depth} ${field.name}`}>
                  <td>
                    <code>{field.parts.length > 0 ? '' : hex(opened.octets, field)}</code>
                  </td>
                  <td style={{ paddingLeft: `${0.4 + depth * 0.8}em` }}>
                    {field.name} <small>{field.section}</small>
                  </td>
                  <td>{field.meaning}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function rows(field: Field, depth: number): readonly { readonly field: Field; readonly depth: number }[] {
  return [{ field, depth }, ...field.parts.flatMap((part) => rows(part, depth + 1))]
}

function hex(octets: readonly number[], { offset, octets: count }: Field): string {
  return octets
    .slice(offset, offset + count)
    .map((octet) => octet.toString(16).padStart(2, '0'))
    .join(' ')
}
