import test from 'ava'
import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import { RouteStore } from '../../src/bgp/peer.ts'
import { attributes, route } from '../support/bgp-routes.ts'

const changes = [{ bgpIdentifier: 2 }, { asn: 65011 }, { kind: 'internal' as const }]

test('one source has one route for each attribute set, and keeps it over a flap', (t) => {
  const interner = new AttributeInterner()
  const { id } = interner.intern(attributes())
  const store = new RouteStore()
  store.restart(route().source)
  const before = store.get(id, 0, interner)
  store.restart(route().source)
  t.is(store.get(id, 0, interner), before)
})

for (const change of changes) {
  test(`a peer that comes back with another ${Object.keys(change)[0]} is another source`, (t) => {
    const interner = new AttributeInterner()
    const { id } = interner.intern(attributes())
    const store = new RouteStore()
    store.restart(route().source)
    store.get(id, 0, interner)
    const { source } = route(change)
    store.restart(source)
    t.is(store.get(id, 0, interner).source, source)
  })
}
