import { render } from 'preact'
import { startAnnouncer } from './page/announcer.ts'
import { App } from './page/app.tsx'
import { listenToKeys } from './page/keys.ts'
import { startGuide } from './page/lesson/lesson-guide.ts'
import { openHere, reopen } from './page/opener.ts'
import { followShelf, readShelf } from './page/shelf.ts'
import { createStore } from './page/store.ts'
import { startPlayer } from './page/time/player.ts'
import SimulatorWorker from './simulator/worker.ts?worker&inline'

const root = document.getElementById('page') ?? undefined
if (root === undefined) throw new Error('the page has no place to stand')
const shelf = readShelf()
const store = createStore(new SimulatorWorker(), shelf.scenarios)
render(<App store={store} />, root)
listenToKeys(store)
startPlayer(store)
startAnnouncer(store)
startGuide(store)
await openHere(store)
if (shelf.watched) followShelf((changed) => reopen(store, changed))
