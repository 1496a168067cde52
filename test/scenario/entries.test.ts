import test from 'ava'
import type { Move } from '../../src/expressroute/life-cycle/move.ts'
import { parsePrefix } from '../../src/net/prefix-text.ts'
import type { TimelineAction } from '../../src/scenario/timeline-entry.ts'
import { scenario, twoPeerings } from '../support/scenario-text.ts'

const mark = '{ at: 1s, label: go }'

for (const { entry, read } of [
  {
    entry: '{ at: 10s, cut: er.primary }',
    read: {
      when: { kind: 'at', instant: { label: undefined, offsetMicros: 10_000_000 } },
      action: { kind: 'cut', links: [{ link: 'er.primary', from: undefined }], silently: false },
    },
  },
  {
    entry: '{ at: go, cut: er.primary, silently: true, oneWay: ce1, for: 5s }',
    read: {
      when: { kind: 'at', instant: { label: 'go', offsetMicros: 0 } },
      action: { kind: 'cut', silently: true, links: [{ link: 'er.primary', from: 'ce1' }] },
      forMicros: 5_000_000,
    },
  },
  {
    entry: '{ at: go + 1.5s, loss: { link: ce1-ce2, share: 5% } }',
    read: {
      when: { kind: 'at', instant: { label: 'go', offsetMicros: 1_500_000 } },
      action: { kind: 'loss', links: [{ link: 'ce1-ce2', from: undefined }], share: 0.05 },
    },
  },
  {
    entry: '{ when: established, delay: { link: er.msee1-vnet.gw0, by: 20ms } }',
    read: { when: { kind: 'when', state: 'established' }, action: { kind: 'delay', byMicros: 20_000 } },
  },
  {
    entry: '{ at: 1s, crash: er.msee1, for: 1s, repeat: { every: 3s, times: 2 } }',
    read: {
      action: { kind: 'crash', nodes: ['er.msee1'], forwarding: 'lost' },
      repeat: { everyMicros: 3_000_000, times: 2 },
    },
  },
  {
    entry: '{ at: 1s, crash: ce1, forwarding: kept, for: 30s }',
    read: { action: { kind: 'crash', nodes: ['ce1'], forwarding: 'kept' }, forMicros: 30_000_000 },
  },
  { entry: '{ at: 1s, restart: vnet.gw0 }', read: { action: { kind: 'restart', nodes: ['vnet.gw0'] } } },
  {
    entry: '{ at: 1s, shut: ce1-er.msee1 private ipv4 }',
    read: { action: { kind: 'shut', session: 'ce1-er.msee1 private ipv4' } },
  },
  {
    entry: '{ at: 1s, drain: er.msee1, for: 30s }',
    read: { action: { kind: 'drain', nodes: ['er.msee1'] }, forMicros: 30_000_000 },
  },
  {
    entry: '{ at: 1s, undrain: er.msee1 }',
    read: { action: { kind: 'undrain', nodes: ['er.msee1'] } },
  },
  {
    entry: '{ at: 1s, refresh: ce1-ce2 ipv4 }',
    read: { action: { kind: 'refresh', session: 'ce1-ce2 ipv4' } },
  },
  { entry: '{ at: 1s, start: ce1-ce2 ipv4 }', read: { action: { kind: 'start' } } },
  {
    entry: '{ at: 1s, clear: ce1-er.msee1 private ipv6, repeat: { every: 3s, times: 2 } }',
    read: { action: { kind: 'clear' } },
  },
  {
    entry: '{ at: 1s, withdraw: { at: office, prefixes: [10.1.0.0/16] } }',
    read: { action: { kind: 'withdraw', at: 'office' } },
  },
  {
    entry: '{ at: 1s, announce: { at: ce1, prefixes: [10.9.0.0/16] }, label: leak }',
    read: { label: 'leak', action: { kind: 'announce', at: 'ce1' } },
  },
]) {
  test(`timeline: ${entry}`, (t) => {
    const { timeline } = scenario(`sessions: [{ between: [ce1, ce2] }]\ntimeline: [${mark}, ${entry}]`)
    t.like(timeline[1], read)
  })
}

test('an entry restores what a label above it did', (t) => {
  const { timeline } = scenario(
    'timeline: [{ at: 1s, crash: ce1, label: down }, { at: down + 9s, restore: down }]',
  )
  t.deepEqual(timeline[1]?.action, { kind: 'restore', label: 'down' })
})

const second = 1_000_000

for (const { entry, check, time } of [
  {
    entry: '{ sessions: all, are: Established, at: go }',
    check: { kind: 'session-state', sessions: 'all', state: 'Established', count: undefined },
    time: { kind: 'at', instant: { label: 'go', offsetMicros: 0 } },
  },
  {
    entry: '{ session: ce1-er.msee1 private ipv4, is: Idle, never: true }',
    check: {
      kind: 'session-state',
      sessions: ['ce1-er.msee1 private ipv4'],
      state: 'Idle',
      count: undefined,
    },
    time: { kind: 'never', after: undefined },
  },
  {
    entry: '{ sessions: [ce1-er.msee1 private ipv4], are: Idle, count: { atMost: 1 } }',
    check: {
      kind: 'session-state',
      sessions: ['ce1-er.msee1 private ipv4'],
      state: 'Idle',
      count: { atLeast: undefined, atMost: 1 },
    },
    time: { kind: 'at-end' },
  },
  {
    entry: '{ flows: all, losing: 1, after: go }',
    check: { kind: 'flows-losing', flows: 'all', losing: { atLeast: 1, atMost: 1 } },
    time: { kind: 'over', after: { label: 'go', offsetMicros: 0 } },
  },
  {
    entry: '{ flow: web, lostAs: NO_ROUTE, direction: return }',
    check: { kind: 'flow-lost-as', flow: 'web', direction: 'return', lostAs: 'NO_ROUTE' },
    time: { kind: 'over', after: undefined },
  },
  {
    entry:
      '{ session: ce1-er.msee1 private ipv4, fell: { notification: 6/1, sentBy: er.msee1 }, eventually: { within: 5s }, after: go }',
    check: {
      kind: 'session-fell',
      session: 'ce1-er.msee1 private ipv4',
      notification: { code: 6, subcode: 1 },
      sentBy: 'er.msee1',
      reason: undefined,
    },
    time: { kind: 'eventually', after: { label: 'go', offsetMicros: 0 }, withinMicros: 5 * second },
  },
  {
    entry: '{ session: ce1-er.msee1 private ipv4, fell: {} }',
    check: {
      kind: 'session-fell',
      session: 'ce1-er.msee1 private ipv4',
      notification: undefined,
      sentBy: undefined,
      reason: undefined,
    },
    time: { kind: 'over', after: undefined },
  },
  {
    entry: '{ session: ce1-er.msee1 private ipv4, flaps: 2 }',
    check: { kind: 'session-flaps', session: 'ce1-er.msee1 private ipv4', flaps: { atLeast: 2, atMost: 2 } },
    time: { kind: 'over', after: undefined },
  },
  {
    entry:
      '{ flow: web, direction: return, worstOutage: { atMost: 900ms }, availability: { atLeast: 99.9% }, lost: 0 }',
    check: {
      kind: 'flow-measures',
      flow: 'web',
      direction: 'return',
      worstOutage: { atLeast: undefined, atMost: 900_000 },
      affected: undefined,
      dropped: undefined,
      lost: { atLeast: 0, atMost: 0 },
      availability: { atLeast: 0.999, atMost: undefined },
    },
    time: { kind: 'over', after: undefined },
  },
  {
    entry: '{ flow: web, path: [ce1, er.msee1], at: 5s }',
    check: {
      kind: 'flow-path',
      flow: 'web',
      direction: 'both',
      path: ['ce1', 'er.msee1'],
      outcome: 'ACCEPTED',
    },
    time: { kind: 'at', instant: { label: undefined, offsetMicros: 5 * second } },
  },
  {
    entry: '{ flow: web, direction: return, outcome: DENIED_IN, at: 5s }',
    check: { kind: 'flow-path', flow: 'web', direction: 'return', path: [], outcome: 'DENIED_IN' },
    time: { kind: 'at', instant: { label: undefined, offsetMicros: 5 * second } },
  },
  {
    entry: '{ route: { at: vnet, prefix: 10.1.0.0/16 }, via: both, always: true, after: go }',
    check: {
      kind: 'route',
      at: 'vnet',
      prefix: parsePrefix('10.1.0.0/16'),
      present: true,
      via: { kind: 'path', path: 'both' },
      asPath: undefined,
      decidedBy: undefined,
    },
    time: { kind: 'always', after: { label: 'go', offsetMicros: 0 } },
  },
  {
    entry:
      '{ route: { at: ce1, prefix: 10.200.0.0/16 }, via: er.msee1, asPath: [12076], decidedBy: shortest AS_PATH }',
    check: {
      kind: 'route',
      at: 'ce1',
      prefix: parsePrefix('10.200.0.0/16'),
      present: true,
      via: { kind: 'node', node: 'er.msee1' },
      asPath: [12076],
      decidedBy: 'shortest AS_PATH',
    },
    time: { kind: 'at-end' },
  },
  {
    entry: '{ prefixes: { at: er.msee1, from: ce1, family: ipv6 }, received: { exactly: 4000 }, at: go }',
    check: {
      kind: 'prefixes',
      at: 'er.msee1',
      from: 'ce1',
      family: 'ipv6',
      received: { atLeast: 4000, atMost: 4000 },
    },
    time: { kind: 'at', instant: { label: 'go', offsetMicros: 0 } },
  },
  { entry: '{ loops: none }', check: { kind: 'no-loops' }, time: { kind: 'always', after: undefined } },
  {
    entry: '{ blackHoles: none, at: 9s }',
    check: { kind: 'no-black-holes' },
    time: { kind: 'at', instant: { label: undefined, offsetMicros: 9 * second } },
  },
]) {
  test(`expect: ${entry}`, (t) => {
    const { expectations } = scenario(`timeline: [${mark}]\nexpect: [${entry}]`)
    const read: readonly unknown[] = [expectations[0]?.check, expectations[0]?.time]
    t.deepEqual(read, [check, time])
  })
}

for (const { entry, text } of [
  {
    entry: '{ flow: web, worstOutage: { atMost: 181s }, after: go, why: timers }',
    text: 'flow web, worst outage at most 181s, after go',
  },
  { entry: '{ loops: none, title: Nothing ever loops }', text: 'Nothing ever loops' },
  {
    entry: '{ route: { at: vnet, prefix: 10.1.0.0/16 }, present: false }',
    text: 'route at vnet prefix 10.1.0.0/16, not present',
  },
]) {
  test(`an expectation says in words: ${text}`, (t) => {
    t.is(scenario(`timeline: [${mark}]\nexpect: [${entry}]`).expectations[0]?.text, text)
  })
}

for (const { action, read } of [
  {
    action: 'cut: er.primary',
    read: { links: [link('er.primary'), link('er.primary.microsoft')] },
  },
  {
    action: 'cut: er.primary.microsoft',
    read: { links: [link('er.primary.microsoft')] },
  },
  {
    action: 'cut: er.primary, silently: true, oneWay: er.msee1',
    read: {
      links: [link('er.primary', 'er.msee1'), link('er.primary.microsoft', 'er.msee1.microsoft')],
    },
  },
  {
    action: 'disable: { circuit: er, peering: microsoft }',
    read: moves('disable', [0, { kind: 'disable', circuit: 'er', peering: 'microsoft' }]),
  },
  {
    action: 'provision: er, takes: 10m',
    read: moves(
      'provision',
      [0, { kind: 'provision', circuit: 'er', step: 'begins' }],
      [600_000_000, { kind: 'provision', circuit: 'er', step: 'ends' }],
    ),
  },
  {
    action: 'deprovision: er',
    read: moves('deprovision', [0, { kind: 'deprovision', circuit: 'er', step: 'ends' }]),
  },
  {
    action: 'update: { circuit: er, sku: { tier: Premium }, bandwidth: 2 Gbps }',
    read: moves('update', [
      0,
      { kind: 'update', circuit: 'er', tier: 'Premium', family: undefined, bandwidthMbps: 2000 },
    ]),
  },
  {
    action: 'update: { circuit: er, peering: microsoft, customerAsn: 65550 }',
    read: moves('update', [
      0,
      { kind: 'set-customer-asn', circuit: 'er', peering: 'microsoft', customerAsn: 65550 },
    ]),
  },
  {
    action: 'attach: { circuit: er, routeFilter: ["12076:51004"] }',
    read: moves('attach', [0, { kind: 'attach', circuit: 'er', communities: [12076 * 65536 + 51004] }]),
  },
  { action: 'crash: er.msee1', read: { nodes: ['er.msee1', 'er.msee1.microsoft'] } },
  {
    action: 'wrongAsn: ce1-er.msee1 microsoft ipv4, router: er.msee1',
    read: { session: 'ce1-er.msee1 microsoft ipv4', router: 'er.msee1.microsoft' },
  },
  { action: 'wrongKey: ce1-er.msee1 private ipv4', read: { router: undefined } },
]) {
  test(`with Microsoft peering, ${action} concerns ${JSON.stringify(read)}`, (t) => {
    const { timeline } = twoPeerings(`timeline: [{ at: 1s, ${action} }]`)
    t.like(timeline[0]?.action, read)
  })
}

for (const { action, says } of [
  { action: 'disable: { circuit: er, peering: public }', says: 'there is no peering of er "public"' },
  { action: 'disable: { circuit: er1, peering: private }', says: 'there is no circuit "er1"' },
  { action: 'delete: er1', says: 'there is no circuit "er1"' },
  { action: 'update: { circuit: er, bandwidth: 3 Gbps }', says: 'is not sold with 3 Gbps' },
  { action: 'update: { circuit: er }', says: 'an update is of a circuit or of one of its peerings' },
  {
    action: 'update: { circuit: er, peering: microsoft, bandwidth: 2 Gbps }',
    says: 'an update is of a circuit or of one of its peerings',
  },
  {
    action: 'link: { circuit: er, virtualNetwork: vnet9 }',
    says: 'there is no virtual network "vnet9"',
  },
  {
    action: 'revoke: { circuit: er, authorization: none }',
    says: 'there is no authorization of er "none"',
  },
  { action: 'crash: er.msee1.microsoft', says: 'there is no node "er.msee1.microsoft"' },
  { action: 'cut: er.primary, silently: true, oneWay: er.msee2', says: '"er.msee2" is no end of er.primary' },
]) {
  test(`with Microsoft peering, ${action} is refused`, (t) => {
    const error = t.throws(() => twoPeerings(`timeline: [{ at: 1s, ${action} }]`))
    t.true(error.message.includes(says), error.message)
  })
}

function moves(
  word: string,
  ...steps: readonly (readonly [afterMicros: number, move: Move])[]
): TimelineAction {
  return { kind: 'moves', word, moves: steps.map(([afterMicros, move]) => ({ afterMicros, move })) }
}

function link(name: string, from?: string): { link: string; from: string | undefined } {
  return { link: name, from }
}
