import type { JSX } from 'preact'
import { Inspector } from './closer/inspector.tsx'
import { Editor } from './editor.tsx'
import { KeyHelp } from './key-help.tsx'
import { LessonCard } from './lesson/lesson-card.tsx'
import { Sheet } from './lesson/sheet.tsx'
import { Menu } from './menu.tsx'
import { Topology } from './picture/topology.tsx'
import { Refusal } from './refusal.tsx'
import type { Store } from './store.ts'
import { Story } from './story.tsx'
import { Ladder } from './time/ladder.tsx'
import { Timeline } from './time/timeline.tsx'
import { Toolbar } from './toolbar.tsx'

export function App({ store }: { readonly store: Store }): JSX.Element {
  const { plan, refusal, large, news } = store
  const isHeld = refusal.value?.fatal === true || large.value !== undefined
  return (
    <>
      <Toolbar store={store} />
      <Refusal store={store} />
      {plan.value === undefined || isHeld ? (
        <Waiting store={store} isHeld={isHeld} />
      ) : (
        <main
          class={store.lesson.value === undefined ? '' : 'teaching'}
          data-stage={store.lesson.value?.stage}
          data-side={store.selection.value === undefined ? 'lesson' : 'inspector'}
          data-known={store.history.value?.isWhole === true ? 'whole' : 'part'}
        >
          <LessonCard store={store} />
          <Topology store={store} plan={plan.value} />
          <Inspector store={store} />
          <Timeline store={store} />
          <div class="below">
            <Story store={store} />
            <Ladder store={store} />
          </div>
          {store.lesson.value === undefined ? <Editor store={store} isOpen={false} /> : undefined}
        </main>
      )}
      <Sheet store={store} />
      <KeyHelp />
      <Menu store={store} />
      <div class="unseen" aria-live="polite" role="status">
        {news.value}
      </div>
    </>
  )
}

interface WaitingProps {
  readonly store: Store
  readonly isHeld: boolean
}

/** Before there is a network, or where there is none that can be played as it is. */
function Waiting({ store, isHeld }: WaitingProps): JSX.Element {
  if (!isHeld) return <main class="waiting">The network starts …</main>
  return (
    <main class="waiting">
      <Editor store={store} isOpen />
    </main>
  )
}
