import type { JSX } from 'preact'
import { formatMoment, formatSpan } from '../../../report/quantity.ts'
import { microsToSeconds } from '../../../sim/time.ts'
import type { SessionEndView, SessionInspection } from '../../view/inspect-session.ts'
import { messageGlyphs } from '../picture/message-mark.tsx'
import type { Store } from '../store.ts'
import { Dissection } from './dissection.tsx'
import { Gauge } from './gauge.tsx'
import { StateMachine } from './state-machine.tsx'

interface SessionPanelProps {
  readonly store: Store
  readonly session: SessionInspection
}

export function SessionPanel({ store, session }: SessionPanelProps): JSX.Element {
  return (
    <>
      {session.ends.map((end) => (
        <End key={end.node} end={end} />
      ))}
      <Transitions session={session} />
      <Messages store={store} session={session} />
      {session.opened === undefined ? undefined : <Dissection opened={session.opened} />}
    </>
  )
}

/** One end: where it stands among the states of RFC 4271, and by what it watches the other. */
function End({ end }: { readonly end: SessionEndView }): JSX.Element {
  const { node, idleBecause, address, asn, holdTimeSeconds, keepaliveSeconds, bfd } = end
  return (
    <section class="end">
      <h3>
        {node} <small>{`${address}, AS ${asn}`}</small>
      </h3>
      <StateMachine end={end} />
      <Timers end={end} />
      <dl class="facts">
        {idleBecause === undefined ? undefined : (
          <>
            <dt>Idle because</dt>
            <dd>{idleBecause === 'admin' ? 'it was shut down' : 'of its prefix limit'}</dd>
          </>
        )}
        <dt>Hold time</dt>
        <dd>
          {holdTimeSeconds === undefined
            ? 'not settled'
            : `${holdTimeSeconds} s, a KEEPALIVE every ${keepaliveSeconds} s`}
        </dd>
        <dt>BFD</dt>
        <dd>
          {bfd === undefined
            ? 'none'
            : `${bfd.state}${bfd.detectionMilliseconds === undefined ? '' : `, silence is borne for ${bfd.detectionMilliseconds} ms`}`}
        </dd>
        <dt>Prefixes</dt>
        <dd>
          <Prefixes end={end} />
        </dd>
      </dl>
    </section>
  )
}

/** What runs out when, as a ring that empties. */
function Timers({ end }: { readonly end: SessionEndView }): JSX.Element {
  return (
    <ul class="timers" aria-label={`Timers of ${end.node} that run`}>
      {end.timers.map(({ timer, leftSeconds, wholeSeconds }) => {
        const share = wholeSeconds === 0 ? 0 : Math.min(1, leftSeconds / wholeSeconds)
        return (
          <li key={timer}>
            <svg width={22} height={22} viewBox="0 0 22 22" aria-hidden="true">
              <circle class="ring" cx={11} cy={11} r={8} />
              <circle
                class="left"
                cx={11}
                cy={11}
                r={8}
                pathLength={100}
                stroke-dasharray={`${100 * share} 100`}
                transform="rotate(-90 11 11)"
              />
            </svg>{' '}
            {timer} {formatSpan(leftSeconds)}
          </li>
        )
      })}
    </ul>
  )
}

function Prefixes({ end }: { readonly end: SessionEndView }): JSX.Element {
  const { prefixesReceived: used, prefixesSent, limit } = end
  return (
    <>
      {used} heard, {prefixesSent} told
      {limit === undefined ? undefined : <Gauge {...{ used, ...limit }} />}
    </>
  )
}

function Transitions({ session }: { readonly session: SessionInspection }): JSX.Element {
  return (
    <details>
      <summary>How its states changed ({session.transitions.length})</summary>
      <div class="wide" role="group" tabIndex={0} aria-label="States">
        <table>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Router</th>
              <th scope="col">From, to</th>
              <th scope="col">Event</th>
            </tr>
          </thead>
          <tbody>
            {session.transitions.toReversed().map(({ at, node, from, to, event, reason }) => (
              <tr key={`${at} ${node} ${from} ${to}`}>
                <td>{formatMoment(microsToSeconds(at))}</td>
                <td>{node}</td>
                <td>
                  {from} → {to}
                </td>
                <td>{reason ?? event}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

function Messages({ store, session }: SessionPanelProps): JSX.Element {
  const open = (message: number): void => store.select({ kind: 'session', name: session.name, message })
  const { selection } = store
  return (
    <section>
      <h3>Messages, the last first</h3>
      <ol class="messages">
        {session.messages.toReversed().map(({ seq, from, shape, words, sentAt, receivedAt }) => (
          <li key={seq}>
            <button
              type="button"
              aria-pressed={selection.value?.message === seq}
              title="Open it to its fields and octets"
              onClick={() => open(seq)}
            >
              <span class="moment">{formatMoment(microsToSeconds(sentAt))}</span>{' '}
              <b class="glyph">{messageGlyphs[shape]}</b> {from}: {words}
              {receivedAt === undefined ? ' (never arrives)' : ''}
            </button>
          </li>
        ))}
      </ol>
      <p class="aside">KEEPALIVEs are not listed.</p>
    </section>
  )
}
