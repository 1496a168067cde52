import type { JSX } from 'preact'
import { type Layout, pathOf, pointOn } from '../../view/layout.ts'
import type { LinkNow, MomentView, SessionNow } from '../../view/moment.ts'
import type { PlanLink, PlanSession, PlanView } from '../../view/plan.ts'
import { choosable } from '../choose.ts'
import { suggested } from '../lesson/lesson-state.ts'
import type { Store } from '../store.ts'

interface LinkLineProps {
  readonly store: Store
  readonly plan: PlanView
  readonly layout: Layout
  readonly link: PlanLink
  readonly moment: MomentView
}

const marks: Readonly<Record<LinkNow['state'], string>> = {
  up: '',
  'ports down': '✕',
  silent: '?',
  'one way': '?',
  impaired: '~',
}

/** A link with its sessions on it. */
export function LinkLine({ store, plan, layout, link, moment }: LinkLineProps): JSX.Element | undefined {
  const curve = layout.links.get(link.name)
  if (curve === undefined) return undefined
  const state = moment.links[link.name]?.state ?? 'up'
  if (link.isOfHosts) return <path class={`host-link ${state.replace(' ', '-')}`} d={pathOf(curve)} />
  const { selection } = store
  const isChosen = selection.value?.kind === 'link' && selection.value.name === link.name
  const isSuggested = suggested(store.lesson.value).includes(link.name)
  const sessions = plan.sessions.filter((session) => session.link === link.name)
  const [from, to] = link.ends
  const at = pointOn(curve, 0.6)
  return (
    <g
      class={`link ${state.replace(' ', '-')} ${isChosen ? 'chosen' : ''} ${isSuggested ? 'suggested' : ''}`}
    >
      <g
        data-thing={`link ${link.name}`}
        {...choosable(`Link ${link.name} between ${from} and ${to}, ${state}`, isChosen, () =>
          store.select({ kind: 'link', name: link.name }),
        )}
      >
        <path class="reach" d={pathOf(curve)} />
        <path class="line" d={pathOf(curve)} />
        {marks[state] === '' ? undefined : (
          <g transform={`translate(${at.x} ${at.y})`}>
            <circle class="mark-ground" r={9} />
            <text class="mark" y={4.5}>
              {marks[state]}
            </text>
          </g>
        )}
      </g>
      {sessions.map((session, index) => (
        <SessionBadge
          key={session.name}
          {...{ store, session }}
          now={moment.sessions[session.name]}
          place={pointOn(curve, 0.28 + (index - (sessions.length - 1) / 2) * 0.16)}
        />
      ))}
    </g>
  )
}

interface SessionBadgeProps {
  readonly store: Store
  readonly session: PlanSession
  readonly now: SessionNow | undefined
  readonly place: { readonly x: number; readonly y: number }
}

function SessionBadge({ store, session, now, place }: SessionBadgeProps): JSX.Element {
  const { selection } = store
  const state = now?.state ?? 'Idle'
  const isChosen = selection.value?.kind === 'session' && selection.value.name === session.name
  const isSuggested = suggested(store.lesson.value).includes(session.name)
  const stage = state === 'Established' ? 'stands' : state.startsWith('Open') ? 'opens' : 'fallen'
  const bfd = now?.bfd === undefined ? '' : `, BFD ${now.bfd}`
  return (
    <g
      class={`session ${stage} ${isChosen ? 'chosen' : ''} ${isSuggested ? 'suggested' : ''}`}
      data-thing={`session ${session.name}`}
      transform={`translate(${place.x} ${place.y})`}
      {...choosable(`Session ${session.name}, ${state}${bfd}`, isChosen, () =>
        store.select({ kind: 'session', name: session.name }),
      )}
    >
      <circle class="reach" r={10} />
      <circle class="badge" r={6.5} />
      {stage === 'opens' ? <path class="half" d="M0-6.5A6.5 6.5 0 0 1 0 6.5Z" /> : undefined}
      {bfd === '' ? undefined : <circle class="bfd" r={9.5} />}
    </g>
  )
}
