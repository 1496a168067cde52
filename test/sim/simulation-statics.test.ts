import test from 'ava'
import { cut, pair, SimulationLab } from '../support/simulation-lab.ts'

/** `a` may reach `z` by BGP over either of two neighbours, and has a static route over one of them. */
function lab(): SimulationLab {
  return new SimulationLab({
    routers: {
      a: { asn: 65001, statics: { 'a-b': ['10.200.0.0/16', '10.201.0.0/16'] } },
      b: { asn: 65002 },
      c: { asn: 65003 },
      z: { asn: 65004, announces: ['10.200.0.0/16'] },
    },
    sessions: [
      { between: ['a', 'b'] },
      { between: ['a', 'c'] },
      { between: ['b', 'z'] },
      { between: ['c', 'z'] },
    ],
  })
}

const silently = (link: string) => ({ kind: 'silence', id: link, link, from: undefined }) as const

test('a static route stands whatever BGP says, also where nobody announces the prefix', (t) => {
  const network = lab().fault(cut('b-z'), 100, 200)
  network.start().run(50)
  t.deepEqual(network.forwarding('a'), ['10.200.0.0/16 via b', '10.201.0.0/16 via b'])
  network.run(150)
  t.deepEqual(network.forwarding('a'), ['10.200.0.0/16 via b', '10.201.0.0/16 via b'])
  t.deepEqual(network.forwarding('b'), ['10.200.0.0/16 via a'])
})

test('it goes with its port, where BGP takes over, and comes back with it', (t) => {
  const network = lab().fault(cut('a-b'), 100, 200)
  network.start().run(150)
  t.deepEqual(network.forwarding('a'), ['10.200.0.0/16 via c'])
  network.run(300)
  t.deepEqual(network.forwarding('a'), ['10.200.0.0/16 via b', '10.201.0.0/16 via b'])
})

test('where the port stays up it stays, though nothing arrives', (t) => {
  const network = lab().fault(silently('a-b'), 100, 400)
  network.start().run(300)
  t.deepEqual(network.forwarding('a'), ['10.200.0.0/16 via b', '10.201.0.0/16 via b'])
})

test('a router that boots has it, and one whose port is down then has it when that comes up', (t) => {
  const network = lab()
    .at(100, { kind: 'crash', node: 'a' })
    .fault(cut('a-b'), 150, 300)
    .at(200, { kind: 'restart', node: 'a' })
  network.start().run(120)
  t.deepEqual(network.forwarding('a'), [])
  network.run(290)
  t.deepEqual(network.forwarding('a'), ['10.200.0.0/16 via c'])
  network.run(400)
  t.deepEqual(network.forwarding('a'), ['10.200.0.0/16 via b', '10.201.0.0/16 via b'])
})

test('a router without any forwards as before', (t) => {
  const network = pair()
  network.start().run(50)
  t.deepEqual(network.forwarding('a'), ['10.1.0.0/16 deliver', '10.2.0.0/16 via b'])
})
