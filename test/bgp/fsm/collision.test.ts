import test from 'ava'
import { survivor } from '../../../src/bgp/fsm/collision.ts'

type Identity = readonly [bgpIdentifier: number, asn: number]
type Initiator = 'local' | 'remote'

const cases: readonly (readonly [
  name: string,
  local: Identity,
  remote: Identity,
  existing: Initiator,
  arriving: Initiator,
  stays: 'existing' | 'arriving',
])[] = [
  ['our identifier is higher', [20, 1], [10, 2], 'local', 'remote', 'existing'],
  ['our identifier is higher', [20, 1], [10, 2], 'remote', 'local', 'arriving'],
  ['their identifier is higher', [10, 2], [20, 1], 'local', 'remote', 'arriving'],
  ['their identifier is higher', [10, 2], [20, 1], 'remote', 'local', 'existing'],
  ['identifiers compare unsigned', [0xfffffffe, 1], [1, 2], 'local', 'remote', 'existing'],
  ['identifiers are equal and our AS is higher', [10, 2], [10, 1], 'local', 'remote', 'existing'],
  ['identifiers are equal and their AS is higher', [10, 1], [10, 2], 'local', 'remote', 'arriving'],
  ['the peer opened both', [20, 1], [10, 2], 'remote', 'remote', 'arriving'],
]

for (const [name, local, remote, existing, arriving, stays] of cases) {
  test(`${name}: of ${existing} and then ${arriving} the ${stays} one stays`, (t) => {
    t.is(survivor(identity(local), identity(remote), existing, arriving), stays)
  })
}

test('both ends agree, whichever OPEN arrives first at each', (t) => {
  const [one, other] = [identity([10, 65010]), identity([20, 12076])]
  // The connection that `other` opened stays: at one end it is the remote one, at the other the local one.
  t.is(survivor(one, other, 'local', 'remote'), 'arriving')
  t.is(survivor(one, other, 'remote', 'local'), 'existing')
  t.is(survivor(other, one, 'local', 'remote'), 'existing')
  t.is(survivor(other, one, 'remote', 'local'), 'arriving')
})

function identity([bgpIdentifier, asn]: Identity) {
  return { bgpIdentifier, asn }
}
