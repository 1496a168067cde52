import { download } from './download.ts'
import type { Store } from './store.ts'

/** What was played, as a scenario file. */
export async function takeAway(store: Store): Promise<void> {
  const name = store.plan.value?.file.split(/[\\/]/).at(-1) ?? 'scenario.yaml'
  download(name.replace(/(\.ya?ml)?$/, '-played.yaml'), 'text/yaml', await store.takeAway())
}
