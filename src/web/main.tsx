import { render } from 'preact'
import { startAnnouncer } from './page/announcer.ts'
import { App } from './page/app.tsx'
import { listenToKeys } from './page/keys.ts'
import { startPlayer } from './page/player.ts'
import { sharedHere } from './page/share.ts'
import { followSource, readSource } from './page/source.ts'
import { createStore } from './page/store.ts'
import SimulatorWorker from './simulator/worker.ts?worker&inline'

const root = document.getElementById('page') ?? undefined
if (root === undefined) throw new Error('the page has no place to stand')
const store = createStore(new SimulatorWorker())
render(<App store={store} />, root)
listenToKeys(store)
startPlayer(store)
startAnnouncer(store)
const source = readSource()
const shared = await sharedHere()
if (shared === undefined) store.open(source)
else store.open(shared.source, shared.at)
if (source.watched) followSource((changed) => store.open(changed, store.moment.value?.at))
