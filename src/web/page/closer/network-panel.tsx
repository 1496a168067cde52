import type { JSX } from 'preact'
import { countOf } from '../../../report/quantity.ts'
import type { NetworkInspection } from '../../view/inspect-network.ts'

export function NetworkPanel({ network }: { readonly network: NetworkInspection }): JSX.Element {
  const { prefixes, unlisted, behind, forwarding } = network
  return (
    <>
      <p>
        Hosts in <code>{prefixes.join(' ')}</code>
        {unlisted > 0 ? ` and ${countOf(unlisted, 'more prefix', 'more prefixes')}` : ''}, behind{' '}
        {behind.join(' and ')}.
      </p>
      <table>
        <caption>Where its hosts send packets</caption>
        <thead>
          <tr>
            <th scope="col">Prefix</th>
            <th scope="col">To</th>
          </tr>
        </thead>
        <tbody>
          {forwarding.map(({ prefix, via }) => (
            <tr key={prefix}>
              <td>
                <code>{prefix}</code>
              </td>
              <td>{via}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
