import test from 'ava'
import type { Address } from '../../src/net/address.ts'
import type { FaultRule } from '../../src/sim/fault.ts'
import { farPort, type Link, portOf } from '../../src/sim/link.ts'
import { Network } from '../../src/sim/network.ts'

/** Addresses are 10.0.0.N; a link between 4n+1 and 4n+2 has that /30 for its subnet. */
function address(last: number): Address {
  return { family: 'ipv4', words: [0x0a000000 + last] }
}

function link(name: string, a: string, b: string, subnet: number, difference: Partial<Link> = {}): Link {
  return {
    name,
    ends: [
      { node: a, addresses: [{ address: address(subnet + 1), length: 30 }] },
      { node: b, addresses: [{ address: address(subnet + 2), length: 30 }] },
    ],
    delayMicros: 1000,
    carrier: 'layer-2',
    ...difference,
  }
}

//   ce1 ==== msee1     two cables, one direct, one through a provider's layer 2
//    |
//   ce2
const direct = link('direct', 'ce1', 'msee1', 0, { carrier: 'direct' })
const provider = link('provider', 'ce1', 'msee1', 4)
const inside = link('inside', 'ce1', 'ce2', 8, { carrier: 'direct' })

function network(): Network {
  return new Network(['ce1', 'ce2', 'msee1'], [direct, provider, inside])
}

const portsDown: FaultRule = { kind: 'ports-down', id: 'cut', link: 'provider' }
const silence: FaultRule = { kind: 'silence', id: 'cut', link: 'provider', from: undefined }
const never = (): number => 0.999

test('nodes and the links of each are in the order given', (t) => {
  t.deepEqual(network().nodes, ['ce1', 'ce2', 'msee1'])
  t.deepEqual(
    network()
      .linksOf('ce1')
      .map(({ name }) => name),
    ['direct', 'provider', 'inside'],
  )
})

const bugs: readonly { why: string; make: () => unknown; message: RegExp }[] = [
  { why: 'a link to nowhere', make: () => new Network(['ce1'], [direct]), message: /no known node: msee1/ },
  {
    why: 'two links of one name',
    make: () => new Network(['ce1', 'msee1'], [direct, direct]),
    message: /two links/,
  },
  {
    why: 'a link to itself',
    make: () => new Network(['ce1'], [link('loop', 'ce1', 'ce1', 0)]),
    message: /to itself/,
  },
  { why: 'an unknown link', make: () => network().link('none'), message: /no link none/ },
  { why: 'an unknown node', make: () => network().linksOf('none'), message: /no node none/ },
  {
    why: 'a fault on an unknown link',
    make: () => network().addFault({ ...silence, link: 'none' }),
    message: /no link/,
  },
  { why: 'the far port of a stranger', make: () => farPort(direct, 'ce2'), message: /not an end/ },
]

for (const { why, make, message } of bugs) {
  test(`${why} is a bug`, (t) => {
    t.throws(make, { message })
  })
}

test('a seen cut takes the ports of both ends down, and only those of its link', (t) => {
  const cut = network()
  t.deepEqual(cut.addFault(portsDown), [
    { node: 'ce1', link: 'provider', up: false },
    { node: 'msee1', link: 'provider', up: false },
  ])
  t.false(cut.portUp('ce1', 'provider'))
  t.true(cut.portUp('ce1', 'direct'))
  t.deepEqual(cut.verdict('ce1', 'provider', never), { kind: 'drop', why: 'port-down' })
  t.deepEqual(cut.verdict('ce1', 'direct', never), { kind: 'deliver', delayMicros: 1000 })
})

test('a silent cut changes no port', (t) => {
  const cut = network()
  t.deepEqual(cut.addFault(silence), [])
  t.true(cut.portUp('ce1', 'provider'))
  t.deepEqual(cut.verdict('ce1', 'provider', never), { kind: 'drop', why: 'silence' })
})

test('of two faults that keep the ports down, the second to heal brings them up', (t) => {
  const cut = network()
  const other: FaultRule = { ...portsDown, id: 'other' }
  cut.addFault(portsDown)
  t.deepEqual(cut.addFault(other), [])
  t.deepEqual(cut.removeFault(portsDown), [])
  t.deepEqual(cut.removeFault(other), [
    { node: 'ce1', link: 'provider', up: true },
    { node: 'msee1', link: 'provider', up: true },
  ])
})

test('a fault put in force twice counts once', (t) => {
  const slow = network()
  const delay: FaultRule = {
    kind: 'delay',
    id: 'slow',
    link: 'provider',
    from: undefined,
    micros: 300,
    jitterMicros: 0,
  }
  slow.addFault(delay)
  slow.addFault(delay)
  t.deepEqual(slow.verdict('ce1', 'provider', never), { kind: 'deliver', delayMicros: 1300 })
})

test('healing a fault that is not in force changes nothing', (t) => {
  t.deepEqual(network().removeFault(portsDown), [])
})

test('a crash darkens direct cables at both ends, but a layer-2 provider keeps the far port up', (t) => {
  const crashed = network()
  const lost = [
    { node: 'ce1', link: 'direct' },
    { node: 'msee1', link: 'direct' },
    { node: 'msee1', link: 'provider' },
  ]
  t.deepEqual(
    crashed.crash('msee1'),
    lost.map((port) => ({ ...port, up: false })),
  )
  t.false(crashed.isUp('msee1'))
  t.true(crashed.portUp('ce1', 'provider'))
  t.deepEqual(crashed.verdict('ce1', 'provider', never), { kind: 'drop', why: 'node-down' })
  t.deepEqual(crashed.verdict('ce1', 'direct', never), { kind: 'drop', why: 'port-down' })
  t.deepEqual(crashed.verdict('msee1', 'provider', never), { kind: 'drop', why: 'node-down' })
  t.deepEqual(
    crashed.restart('msee1'),
    lost.map((port) => ({ ...port, up: true })),
  )
})

test('a node that restarts behind a seen cut gets no carrier before the cut heals', (t) => {
  const cut = network()
  cut.addFault(portsDown)
  cut.crash('msee1')
  t.deepEqual(
    cut.restart('msee1').map(({ link }) => link),
    ['direct', 'direct'],
  )
  t.false(cut.portUp('msee1', 'provider'))
})

test('the link towards an address is that of the neighbour who owns it, be it up or down', (t) => {
  const cut = network()
  cut.addFault(portsDown)
  t.is(cut.linkTowards('ce1', address(6)), provider)
  t.is(cut.linkTowards('msee1', address(5)), provider)
  t.is(cut.linkTowards('ce1', address(5)), undefined)
  t.is(cut.linkTowards('ce2', address(2)), undefined)
})

test('a link has two ports, each the far one of the other', (t) => {
  t.is(portOf(direct, 'msee1'), direct.ends[1])
  t.is(farPort(direct, 'msee1'), direct.ends[0])
  t.is(farPort(direct, 'ce1'), direct.ends[1])
})

test('ends that are configured unlike have their ports up and hear nothing of each other', (t) => {
  const apart = { ...provider, mismatch: 'VLAN' }
  const unlike = new Network(['ce1', 'ce2', 'msee1'], [direct, apart, inside])
  t.true(unlike.portUp('ce1', 'provider'))
  t.deepEqual(unlike.verdict('ce1', 'provider', never), { kind: 'drop', why: 'silence' })
  t.deepEqual(unlike.passage('msee1', 'provider'), { kind: 'drop', why: 'silence' })
  t.is(unlike.verdict('ce1', 'direct', never).kind, 'deliver')
  t.is(unlike.mismatchedLink('ce1', 'msee1'), apart)
  t.is(network().mismatchedLink('ce1', 'msee1'), undefined)
})
