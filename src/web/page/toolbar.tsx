import type { JSX } from 'preact'
import type { Micros } from '../../sim/time.ts'
import { Title } from './menu.tsx'
import { addressOf } from './share.ts'
import type { Store } from './store.ts'
import { takeAway } from './take-away.ts'
import { clockText, instantText } from './time/instant-text.ts'

const speeds = [0.001, 0.01, 0.1, 1, 10, 100, 1000]

export function Toolbar({ store }: { readonly store: Store }): JSX.Element {
  const at = store.moment.value?.at ?? 0
  return (
    <header class="toolbar">
      <Title store={store} />
      <output
        class="clock"
        aria-label={`It is ${instantText(at)}`}
        aria-live={store.isPlaying.value ? 'off' : 'polite'}
      >
        {clockText(at)}
      </output>
      <div class="controls">
        <Time store={store} at={at} />
        <Pace store={store} />
        <Deeds store={store} />
      </div>
    </header>
  )
}

function Time({ store, at }: { readonly store: Store; readonly at: Micros }): JSX.Element {
  const { isPlaying, history } = store
  const isBegun = at > 0
  const isOver = history.value?.isWhole === true && at >= history.value.end
  return (
    <div class="transport" role="group" aria-label="Time">
      <Knob title="To the beginning (Home)" press={() => store.jump(0)} works={isBegun}>
        |◀ Start
      </Knob>
      <Knob
        title="Back to the last change of a best route (p)"
        press={() => store.step('route-change', 'back')}
        works={isBegun}
      >
        ◀◀ Route
      </Knob>
      <Knob title="Back to the last event (,)" press={() => store.step('event', 'back')} works={isBegun}>
        ◀ Event
      </Knob>
      <button
        type="button"
        class="play"
        title="Play or pause (Space)"
        aria-pressed={isPlaying.value}
        onClick={() => {
          isPlaying.value = !isPlaying.value
        }}
        disabled={isOver}
      >
        {isPlaying.value ? '❚❚ Pause' : '▶ Play'}
      </button>
      <Knob title="To the next event (.)" press={() => store.step('event', 'forward')} works={!isOver}>
        Event ▶
      </Knob>
      <Knob
        title="To the next change of a best route (n)"
        press={() => store.step('route-change', 'forward')}
        works={!isOver}
      >
        Route ▶▶
      </Knob>
    </div>
  )
}

function Deeds({ store }: { readonly store: Store }): JSX.Element {
  const { canUndo, canRedo } = store.undoing.value
  return (
    <div class="transport" role="group" aria-label="What was done">
      <Knob
        title="Take back what was done last (u)"
        press={() => store.ask({ kind: 'undo' })}
        works={canUndo}
      >
        ↶ Undo
      </Knob>
      <Knob title="Do it again (r)" press={() => store.ask({ kind: 'redo' })} works={canRedo}>
        ↷ Redo
      </Knob>
      <Knob
        title="A scenario file that vmsee run plays with the same outcome"
        press={() => takeAway(store)}
        works
      >
        ⤓ Scenario
      </Knob>
      <Knob title="Copy an address that opens the page as it is now" press={() => share(store)} works>
        Share
      </Knob>
    </div>
  )
}

interface KnobProps {
  readonly title: string
  readonly press: () => unknown
  readonly works: boolean
  readonly children: string
}

function Knob({ title, press, works, children }: KnobProps): JSX.Element {
  return (
    <button type="button" title={title} onClick={press} disabled={!works}>
      {children}
    </button>
  )
}

async function share(store: Store): Promise<void> {
  const source = store.source.value
  if (source === undefined) return
  const { moment, lesson } = store
  const address = await addressOf({ source, at: moment.value?.at ?? 0, round: lesson.value?.index })
  if (address === undefined) {
    store.news.value = 'The address would be too long: here is the file'
    return takeAway(store)
  }
  history.replaceState(undefined, '', address)
  store.news.value = 'The address of this page opens it as it is now'
  await navigator.clipboard?.writeText(address).catch(() => undefined)
}

function Pace({ store }: { readonly store: Store }): JSX.Element {
  const { speed, skipsQuiet } = store
  return (
    <div class="pace">
      <label>
        Speed{' '}
        <select
          value={String(speed.value)}
          onChange={({ currentTarget }) => {
            speed.value = Number(currentTarget.value)
          }}
        >
          {speeds.map((one) => (
            <option key={one} value={String(one)}>
              {one} ×
            </option>
          ))}
        </select>
      </label>
      <label>
        <input
          type="checkbox"
          checked={skipsQuiet.value}
          onChange={({ currentTarget }) => {
            skipsQuiet.value = currentTarget.checked
          }}
        />{' '}
        hurry through quiet time
      </label>
    </div>
  )
}
