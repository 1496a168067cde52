import type { JSX } from 'preact'
import type { WhyRoute, WhyStep } from '../../../report/show/why-route.ts'

const outcomes: Readonly<Record<WhyStep['outcome'], string>> = {
  equal: 'equal',
  removes: 'removes some',
  decides: 'decides',
  skipped: 'not by this router',
  open: 'not reached',
}

/** The decision process: a column for each candidate, a row for each step, and the row that decided lit. */
export function WhyTable({
  why,
  printed,
}: {
  readonly why: WhyRoute
  readonly printed: string
}): JSX.Element {
  const { prefix, candidates, steps, sentence } = why
  return (
    <section class="why" aria-labelledby="why-heading">
      <h3 id="why-heading">Why this route: {prefix}</h3>
      <p class="sentence">{sentence}</p>
      <div class="wide" role="group" tabIndex={0} aria-label="The decision, step by step">
        <table>
          <thead>
            <tr>
              <th scope="col">Step</th>
              {candidates.map(({ from, standing }, index) => (
                <th scope="col" key={index} class={standing}>
                  {from}
                  <small>
                    {standing === 'best'
                      ? ' won'
                      : standing === 'beside'
                        ? ' used too'
                        : standing === 'unusable'
                          ? ' unusable'
                          : ''}
                  </small>
                </th>
              ))}
              <th scope="col">Outcome</th>
            </tr>
          </thead>
          <tbody>
            {steps.map(({ name, section, outcome, cells }) => (
              <tr key={name} class={`step ${outcome}`}>
                <th scope="row">
                  {name} <small>{section}</small>
                </th>
                {cells.map(({ value, standing }, index) => (
                  <td key={index} class={standing}>
                    {outcome === 'open' || outcome === 'skipped' ? '' : value}
                    {standing === 'falls' ? ' ✕' : ''}
                  </td>
                ))}
                <td>{outcomes[outcome]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <details>
        <summary>
          As <code>vmsee show</code> prints it
        </summary>
        <pre>{printed}</pre>
      </details>
    </section>
  )
}
