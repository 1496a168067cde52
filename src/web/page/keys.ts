import type { Selection } from '../view/inspect.ts'
import { deedsOf } from './doing/deeds.ts'
import { commit } from './lesson/lesson-guide.ts'
import { pickByKey } from './lesson/question.tsx'
import type { Store } from './store.ts'

/** What a key does wherever the focus is, but where something is typed or chosen, and while there is no network. */
export function listenToKeys(store: Store): void {
  addEventListener('keydown', (event) => {
    const { target } = event
    if (
      event.defaultPrevented ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      !(target instanceof Element)
    )
      return
    if (isWithin(target, 'input:not([type="radio"]), select, textarea, dialog, body:has(.waiting)')) return
    if ([' ', 'Enter'].includes(event.key) && isWithin(target, 'button, summary, a, input')) return
    const thing = target.closest('[data-thing]') ?? undefined
    if (event.key.startsWith('Arrow') && thing !== undefined) {
      event.preventDefault()
      return focusTowards(thing, event.key)
    }
    if (perform(event.key, store, thing)) event.preventDefault()
  })
}

function isWithin(target: Element, what: string): boolean {
  return (target.closest(what) ?? undefined) !== undefined
}

function perform(key: string, store: Store, thing: Element | undefined): boolean {
  if (pickByKey(store, key)) return true
  switch (key) {
    case ' ':
      store.isPlaying.value = !store.isPlaying.value
      return true
    case ',':
    case '.':
      store.step('event', key === ',' ? 'back' : 'forward')
      return true
    case 'p':
    case 'n':
      store.step('route-change', key === 'p' ? 'back' : 'forward')
      return true
    case 'Home':
      store.jump(0)
      return true
    case 'End':
      store.jump(store.history.value?.until ?? 0)
      return true
    case 'u':
      store.ask({ kind: 'undo' })
      return true
    case 'r':
      store.ask({ kind: 'redo' })
      return true
    case 'Enter':
      commit(store)
      return true
    case 'Escape':
      store.select(undefined)
      return true
    case '?': {
      const dialog = document.getElementById('keys') ?? undefined
      if (dialog instanceof HTMLDialogElement) dialog.showModal()
      return true
    }
    default:
      return doTo(key, store, thing)
  }
}

/** Does what the key means to the thing that has the focus, or to what is selected. */
function doTo(key: string, store: Store, thing: Element | undefined): boolean {
  const { plan, moment, selection, inspection } = store
  const chosen = thingOf(thing) ?? selection.value
  if (
    chosen === undefined ||
    chosen.kind === 'flow' ||
    plan.value === undefined ||
    moment.value === undefined
  )
    return false
  const deed = deedsOf(chosen, plan.value, moment.value, inspection.value).find((one) => one.key === key)
  if (deed === undefined || deed.whyNot !== undefined) return false
  if (selection.value?.name !== chosen.name) store.select(chosen)
  store.act(deed.does())
  return true
}

function thingOf(thing: Element | undefined): Selection | undefined {
  const [, kind, name = ''] = /^(node|link|session) (.*)$/.exec(thing?.getAttribute('data-thing') ?? '') ?? []
  return kind === 'node' || kind === 'link' || kind === 'session' ? { kind, name } : undefined
}

/** To the nearest thing of the picture that lies more in this direction than aside. */
function focusTowards(from: Element, key: string): void {
  const here = middleOf(from)
  const reach = [...document.querySelectorAll<SVGElement>('[data-thing]')]
    .filter((other) => other !== from)
    .map((other) => {
      const there = middleOf(other)
      const [dx, dy] = [there.x - here.x, there.y - here.y]
      const [along, aside] =
        key === 'ArrowRight'
          ? [dx, dy]
          : key === 'ArrowLeft'
            ? [-dx, dy]
            : key === 'ArrowDown'
              ? [dy, dx]
              : [-dy, dx]
      return { other, along, distance: along + 2 * Math.abs(aside) }
    })
    .filter(({ along, distance }) => along > 4 && distance < 4 * along)
    .sort((a, b) => a.distance - b.distance)
  reach[0]?.other.focus()
}

function middleOf(element: Element): { readonly x: number; readonly y: number } {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2 }
}
