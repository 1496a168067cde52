import { effect, untracked } from '@preact/signals'
import type { LessonState } from './lesson/lesson-state.ts'
import { addressOfFile, namedHere, sharedHere } from './share.ts'
import type { Shelf } from './shelf.ts'
import type { Store } from './store.ts'

const lost = 'This address asks for what is not here, or was cut off. What comes first is shown instead.'

/** Opens what the address asks for, now and whenever it changes: what was shared, or one of the shelf; else what comes first. */
export async function openHere(store: Store): Promise<void> {
  addEventListener('hashchange', () => open(store))
  await open(store)
  // An address that was opened stays until another round is taken.
  let known: LessonState | undefined
  effect(() => {
    const { value: file } = store.chosen
    const { value: lesson } = store.lesson
    const goesOn = known?.view.title === lesson?.view.title && known?.index !== lesson?.index
    known = lesson
    if (file !== undefined && lesson !== undefined && goesOn && isShelved(file, store))
      history.replaceState(undefined, '', addressOfFile(file, lesson.index))
  })
}

function isShelved(file: string, { shelf }: Store): boolean {
  return untracked(() => shelf.value.some((one) => one.file === file))
}

async function open(store: Store): Promise<void> {
  const shared = await sharedHere()
  if (shared !== undefined) return store.open(shared.source, shared)
  const { value: shelf } = store.shelf
  const { file, round } = namedHere()
  const named = shelf.find((one) => one.file === file)
  if (named !== undefined) return store.open(named, { round })
  const [first] = shelf
  if (first !== undefined) store.open(first)
  if (location.hash !== '') store.refusal.value = { text: lost, fatal: false }
}

/** Chooses by the address, so that the browser's way back leads to what was chosen before. */
export function choose(store: Store, file: string): void {
  const address = addressOfFile(file)
  if (address === location.hash) void open(store)
  else location.hash = address
}

/** Takes over what has changed; what is open is opened anew where its file is another now. */
export function reopen(store: Store, { scenarios }: Shelf): void {
  const { shelf, chosen, moment, lesson } = store
  const textIn = (all: Shelf['scenarios']): string | undefined =>
    all.find(({ file }) => file === chosen.value)?.text
  const isOther = textIn(shelf.value) !== textIn(scenarios)
  shelf.value = scenarios
  const now = scenarios.find(({ file }) => file === chosen.value)
  if (isOther && now !== undefined) store.open(now, { at: moment.value?.at, round: lesson.value?.index })
}
