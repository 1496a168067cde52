import type { JSX } from 'preact'
import { countOf, formatShare, formatSpan } from '../../../report/quantity.ts'
import type { FlowInspection } from '../../view/inspect-flow.ts'
import type { Store } from '../store.ts'
import { WhySlow } from './why-slow.tsx'

export function FlowPanel({
  store,
  flow,
}: {
  readonly store: Store
  readonly flow: FlowInspection
}): JSX.Element {
  const now = store.moment.value?.flows.filter(({ name }) => name === flow.name) ?? []
  const lanes = store.history.value?.flows.filter(({ name }) => name === flow.name) ?? []
  const at = store.moment.value?.at ?? 0
  return (
    <>
      <p>
        {countOf(flow.tuples, 'connection')} between {flow.from} and {flow.to}, {flow.probesPerSecond} packets
        a second in each direction.
      </p>
      {now.map(({ direction, ways, tuples, worstSeconds, lost }) => (
        <section key={direction}>
          <h3>{direction === 'forward' ? `→ to ${flow.to}` : `← back to ${flow.from}`}</h3>
          <p class={worstSeconds > 0 ? 'verdict bad' : 'verdict good'}>
            {worstSeconds > 0
              ? `${formatSpan(worstSeconds)} out at the longest, ${countOf(lost, 'packet')} lost`
              : 'Nothing lost'}
          </p>
          <ul>
            {ways.map(({ hops, tuples: some, outcome }) => (
              <li key={outcome + hops.join(' ')}>
                {formatShare(some / tuples)} {outcome === 'ACCEPTED' ? 'arrive' : `are lost (${outcome})`}:{' '}
                <code>
                  {hops.map((hop, index) => (
                    <span key={hop} class="whole">
                      {index === 0 ? '' : '› '}
                      {hop}{' '}
                    </span>
                  ))}
                </code>
              </li>
            ))}
          </ul>
          {(lanes.find((lane) => lane.direction === direction)?.outages ?? [])
            .filter(({ to }) => to <= at)
            .map((outage) => (
              <div key={outage.from} class="cause">
                <p>{outage.words}</p>
                <WhySlow store={store} outage={outage} />
              </div>
            ))}
        </section>
      ))}
    </>
  )
}
