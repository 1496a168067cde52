import type { JSX } from 'preact'
import type { Inspection } from '../../view/inspect.ts'
import { DeedRows } from '../doing/deed-rows.tsx'
import { deedsOf } from '../doing/deeds.ts'
import { Dials } from '../doing/dials.tsx'
import { Prose } from '../prose.tsx'
import type { Store } from '../store.ts'
import { useWayBack } from '../use-way-back.ts'
import { FlowPanel } from './flow-panel.tsx'
import { Limits } from './gauge.tsx'
import { LinkPanel } from './link-panel.tsx'
import { NetworkPanel } from './network-panel.tsx'
import { RouterPanel } from './router-panel.tsx'
import { SessionPanel } from './session-panel.tsx'

/** What is selected, seen closer, and what can be done to it. */
export function Inspector({ store }: { readonly store: Store }): JSX.Element {
  const { inspection, selection, moment, plan } = store
  const seen = inspection.value
  const chosen = selection.value
  const isCurrent = seen !== undefined && chosen !== undefined && seen.name === chosen.name
  useWayBack(chosen && `${chosen.kind} ${chosen.name}`, isCurrent)
  return (
    <aside class="inspector" aria-labelledby="inspector-heading">
      {isCurrent && moment.value !== undefined && plan.value !== undefined ? (
        <>
          <div class="heading">
            <h2 id="inspector-heading">
              <small>{kindWords[seen.kind]}</small> {seen.name}
            </h2>
            <button type="button" onClick={() => store.select(undefined)}>
              {store.lesson.value === undefined ? 'Close' : 'Back to the lesson'}
            </button>
          </div>
          <DeedRows store={store} about={seen.name} deeds={deedsOf(chosen, plan.value, moment.value, seen)} />
          <Dials store={store} seen={seen} />
          <Panel store={store} seen={seen} />
        </>
      ) : (
        <Welcome store={store} />
      )}
      <Limits store={store} />
    </aside>
  )
}

const kindWords: Readonly<Record<Inspection['kind'], string>> = {
  router: 'Router',
  network: 'Network',
  link: 'Link',
  session: 'Session',
  flow: 'Flow',
}

function Panel({ store, seen }: { readonly store: Store; readonly seen: Inspection }): JSX.Element {
  switch (seen.kind) {
    case 'router':
      return <RouterPanel store={store} router={seen} />
    case 'network':
      return <NetworkPanel network={seen} />
    case 'link':
      return <LinkPanel store={store} link={seen} />
    case 'session':
      return <SessionPanel store={store} session={seen} />
    case 'flow':
      return <FlowPanel store={store} flow={seen} />
    default:
      throw new Error(`no panel for ${seen satisfies never}`)
  }
}

/** Before anything is selected: what the scenario is about, and one thing to begin with. */
function Welcome({ store }: { readonly store: Store }): JSX.Element {
  const plan = store.plan.value
  const link = plan?.links.find(({ isOfHosts }) => !isOfHosts)
  return (
    <>
      <h2 id="inspector-heading">The story</h2>
      <Prose text={plan?.story ?? ''} />
      {link === undefined ? undefined : (
        <p class="suggestion">
          <button type="button" onClick={() => store.select({ kind: 'link', name: link.name })}>
            Choose a cable, and cut it
          </button>
        </p>
      )}
      <p class="aside">
        Click a link, a router, a session or a flow to look at it, and to do something to it. Time can be
        turned back: what is done in the past makes another future. <kbd>?</kbd> lists the keys.
      </p>
    </>
  )
}
