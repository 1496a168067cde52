import test from 'ava'
import { asShown } from '../../src/live/daemons/as-shown.ts'
import { everyAttribute, pathSnapshot, routeSnapshot } from '../../src/live/daemons/snapshot.ts'

const plain = {
  nextHop: '192.0.2.1',
  asPath: '65001',
  origin: 'IGP',
  localPref: 100,
  communities: ['65001:7'],
}
const [zero, five] = [0, 5].map((med) => routeSnapshot(`10.${med}.0.0/16`, { ...plain, med }))
if (zero === undefined || five === undefined) throw new Error('no routes')
const paths = [0, 5].map((med) => pathSnapshot(`10.${med}.0.0/16`, 's', { best: true, ...plain, med }))
const routes = new Map([['s', [zero, five]]])
const network = new Map([['r', { sessions: new Map(), paths, received: routes, told: routes }]])

const everything = { tellsZeroMed: true, showsReceived: everyAttribute, showsTold: everyAttribute }

test('a daemon that shows everything is shown everything', (t) => {
  t.deepEqual(asShown(network, everything), network)
})

test('where 0 and none look alike, the engine has them alike too', (t) => {
  const shown = asShown(network, { ...everything, tellsZeroMed: false }).get('r')
  const meds = [shown?.paths, shown?.received.get('s'), shown?.told.get('s')].map((all) =>
    all?.map(({ attributes }) => attributes.get('med')),
  )
  t.deepEqual(meds, [
    [undefined, '5'],
    [undefined, '5'],
    [undefined, '5'],
  ])
})

test('of what was told and received only what the daemon shows is left, and of paths everything', (t) => {
  const shown = asShown(network, {
    tellsZeroMed: true,
    showsReceived: ['asPath'],
    showsTold: ['origin'],
  }).get('r')
  t.deepEqual([...(shown?.received.get('s')?.[0]?.attributes ?? [])], [['asPath', '65001']])
  t.deepEqual([...(shown?.told.get('s')?.[0]?.attributes ?? [])], [['origin', 'IGP']])
  t.deepEqual(shown?.paths, paths)
})
