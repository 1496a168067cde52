import test from 'ava'
import { choiceProblems, type LiveChoice, livePlan } from '../../src/live/live-plan.ts'
import { readSocketAddress, type SocketAddress } from '../../src/live/socket-address.ts'
import { buildTopology } from '../../src/scenario/topology.ts'
import { circuit } from '../support/live-lab.ts'
import { scenario } from '../support/scenario-text.ts'

const plain = scenario('')

function choice(
  routers: readonly string[],
  peers: Readonly<Record<string, readonly string[]>> = {},
): LiveChoice {
  return { routers, peers: new Map(Object.entries(peers).map(([name, places]) => [name, places.map(place)])) }
}

function place(text: string): SocketAddress {
  const { value, problem } = readSocketAddress(text)
  if (value === undefined) throw new Error(problem)
  return value
}

const planOf = (chosen: LiveChoice, from = plain) => livePlan(buildTopology(from), from.timeline, chosen)

const problems = [
  { chosen: choice(['er.msee3']), says: /^no router er\.msee3; this file has ce1, ce2, er\.msee1/ },
  { chosen: choice(['er.msee1'], { ce3: [] }), says: /^no router ce3;/ },
  { chosen: choice(['er.msee1'], { 'er.msee1': [] }), says: /^er\.msee1 is to be played here and outside$/ },
  { chosen: choice(['er.msee1'], { ce2: [] }), says: /^ce2 has no session with er\.msee1$/ },
]

for (const { chosen, says } of problems) {
  test(`a choice is refused: ${says.source}`, (t) => {
    t.regex(choiceProblems(buildTopology(plain), chosen).join('\n'), says)
  })
}

test('where nobody is named, the far ends of the circuits of a live router are outside', (t) => {
  t.deepEqual(choiceProblems(buildTopology(plain), choice(['er.msee1'])), [])
  t.deepEqual(planOf(choice(['er.msee1'])).outside, ['ce1'])
  t.deepEqual(planOf(choice(['ce1'])).outside, ['er.msee1'])
  t.deepEqual(planOf(choice(['er.msee1', 'er.msee2'])).outside, ['ce1', 'ce2'])
  t.deepEqual(planOf(choice(['er.msee1', 'ce1'])).outside, [], 'both ends are here')
})

test('a gateway can be outside too, where it is named', (t) => {
  const { outside, sessions } = planOf(choice(['er.msee1'], { 'vnet.gw0': [] }))
  t.deepEqual(outside, ['vnet.gw0'])
  t.deepEqual(
    sessions.map(({ name }) => name),
    ['er.msee1-vnet.gw0 private ipv4'],
  )
})

test('a peer without a port is waited for, and one with a port is called, each family for itself', (t) => {
  const { sessions } = planOf(choice(['er.msee1'], { ce1: ['192.0.2.1:1790'] }))
  t.like(sessions, [
    {
      name: 'ce1-er.msee1 private ipv4',
      at: place('192.0.2.1:1790'),
      configuration: { session: { passive: false } },
    },
    {
      name: 'ce1-er.msee1 private ipv6',
      at: place('2001:db8::1'),
      configuration: { session: { passive: true } },
    },
  ])
})

test('the router here is configured as its session is', (t) => {
  const { plan, sessions } = planOf(choice(['er.msee1']))
  const speaker = plan.routers.find(({ speaker: { name } }) => name === 'er.msee1')?.speaker
  for (const { name, configuration } of sessions) {
    t.is(
      speaker?.peers.find((peer) => peer.name === name),
      configuration,
    )
  }
})

test('what is behind a router outside goes with it, and its own link has no latency but the real one', (t) => {
  const { plan } = planOf(choice(['er.msee1']))
  t.deepEqual(
    plan.networks.map(({ name, behind }) => [name, behind.map(({ router }) => router)]),
    [
      ['office', ['ce2']],
      ['vnet', ['vnet.gw0', 'vnet.gw1']],
    ],
  )
  t.deepEqual(plan.flows, [])
  t.is(plan.links.find(({ name }) => name === 'er.primary')?.delayMicros, 0)
  t.is(plan.links.find(({ name }) => name === 'er.secondary')?.delayMicros, 2000)
  t.false(plan.links.some(({ name }) => name === 'office-ce1'))
})

test('nobody crashes a router outside, but what counts from that moment still has it', (t) => {
  const from = scenario(`timeline:
  - { at: 10s, crash: ce1, label: gone, for: 5s }
  - { at: gone + 1s, cut: er.secondary }
  - { at: 20s, crash: ce2 }
`)
  const { timeline } = planOf(choice(['er.msee1']), from)
  t.like(timeline, [
    { label: 'gone', action: { kind: 'mark' } },
    { action: { kind: 'cut' } },
    { action: { kind: 'crash', nodes: ['ce2'] } },
  ])
})

test('a key is not asked for on a socket, and that is told', (t) => {
  const from = circuit({ peering: '\n        sharedKey: s3cret' })
  const { keyless, plan } = planOf(choice(['er1.msee1']), from)
  t.deepEqual(
    keyless.map(({ name }) => name),
    ['ce1-er1.msee1 private ipv4', 'ce1-er1.msee1 private ipv6'],
  )
  t.deepEqual(
    plan.routers.flatMap(({ sharedKeys }) => [...sharedKeys.keys()]),
    [],
  )
})
