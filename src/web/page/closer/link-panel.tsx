import type { JSX } from 'preact'
import type { LinkInspection } from '../../view/inspect-link.ts'
import type { Store } from '../store.ts'

export function LinkPanel({
  store,
  link,
}: {
  readonly store: Store
  readonly link: LinkInspection
}): JSX.Element {
  const state = store.moment.value?.links[link.name]?.state ?? 'up'
  return (
    <>
      <p class={state === 'up' ? 'verdict good' : 'verdict bad'}>{stateWords[state]}</p>
      <table>
        <caption>Its ends</caption>
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col">Port</th>
            <th scope="col">Addresses</th>
          </tr>
        </thead>
        <tbody>
          {link.ends.map(({ node, addresses, isUp }) => (
            <tr key={node}>
              <td>{node}</td>
              <td>{isUp ? 'up' : 'down'}</td>
              <td>
                <code>{addresses.join(' ')}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {link.delayMilliseconds} ms one way.{' '}
        {link.carrier === 'layer-2'
          ? 'A provider of layer 2 lies between the ports, so a port does not notice that the far router is dead.'
          : 'A cable from port to port: each notices when the far router is dead.'}
        {link.mismatch === undefined ? '' : ` The ends are configured with unlike ${link.mismatch}.`}
      </p>
      <ul class="choices">
        {link.sessions.map((name) => (
          <li key={name}>
            <button type="button" onClick={() => store.select({ kind: 'session', name })}>
              {name}: {store.moment.value?.sessions[name]?.state}
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

const stateWords = {
  up: 'Up: packets get through in both directions.',
  'ports down': 'Both ports see that there is no light: their sessions fall at once.',
  silent: 'Nothing gets through, and both ports are up: only timers can notice.',
  'one way': 'Packets get through in one direction alone.',
  impaired: 'Packets are late, or some of them are lost.',
} as const
