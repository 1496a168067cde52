import type { JSX } from 'preact'
import { download } from './download.ts'
import { clockText, instantText } from './instant-text.ts'
import { addressOf } from './share.ts'
import type { Store } from './store.ts'

const speeds = [0.001, 0.01, 0.1, 1, 10, 100, 1000]

export function Toolbar({ store }: { readonly store: Store }): JSX.Element {
  const { plan, moment, isPlaying, undoing } = store
  const at = moment.value?.at ?? 0
  const isOver = store.history.value?.isWhole === true && at >= store.history.value.end
  return (
    <header class="toolbar">
      <h1>
        <span class="brand">vmsee</span> {plan.value?.title ?? ''}
      </h1>
      <div class="transport" role="group" aria-label="Time">
        <button
          type="button"
          title="To the beginning (Home)"
          onClick={() => store.jump(0)}
          disabled={at === 0}
        >
          |◀ Start
        </button>
        <button
          type="button"
          title="Back to the last change of a best route (p)"
          onClick={() => store.step('route-change', 'back')}
          disabled={at === 0}
        >
          ◀◀ Route
        </button>
        <button
          type="button"
          title="Back to the last event (,)"
          onClick={() => store.step('event', 'back')}
          disabled={at === 0}
        >
          ◀ Event
        </button>
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
        <button
          type="button"
          title="To the next event (.)"
          onClick={() => store.step('event', 'forward')}
          disabled={isOver}
        >
          Event ▶
        </button>
        <button
          type="button"
          title="To the next change of a best route (n)"
          onClick={() => store.step('route-change', 'forward')}
          disabled={isOver}
        >
          Route ▶▶
        </button>
      </div>
      <output class="clock" aria-label={`It is ${instantText(at)}`}>
        {clockText(at)}
      </output>
      <Pace store={store} />
      <div class="transport" role="group" aria-label="What was done">
        <button
          type="button"
          title="Take back what was done last (u)"
          disabled={!undoing.value.canUndo}
          onClick={() => store.ask({ kind: 'undo' })}
        >
          ↶ Undo
        </button>
        <button
          type="button"
          title="Do it again (r)"
          disabled={!undoing.value.canRedo}
          onClick={() => store.ask({ kind: 'redo' })}
        >
          ↷ Redo
        </button>
        <button
          type="button"
          title="A scenario file that vmsee run plays with the same outcome"
          onClick={() => takeAway(store)}
        >
          ⤓ Scenario
        </button>
        <button
          type="button"
          title="Copy an address that opens the page as it is now"
          onClick={() => share(store)}
        >
          Share
        </button>
      </div>
    </header>
  )
}

async function share(store: Store): Promise<void> {
  const source = store.source.value
  if (source === undefined) return
  const address = await addressOf({ source: { ...source, watched: false }, at: store.moment.value?.at ?? 0 })
  if (address === undefined) {
    store.news.value = 'The address would be too long: here is the file'
    return takeAway(store)
  }
  history.replaceState(undefined, '', address)
  store.news.value = 'The address of this page opens it as it is now'
  await navigator.clipboard?.writeText(address).catch(() => undefined)
}

async function takeAway(store: Store): Promise<void> {
  const name = store.plan.value?.file.split(/[\\/]/).at(-1) ?? 'scenario.yaml'
  download(name.replace(/(\.ya?ml)?$/, '-played.yaml'), 'text/yaml', await store.takeAway())
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
