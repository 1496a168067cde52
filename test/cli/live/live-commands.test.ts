import test from 'ava'
import { readLiveCommand } from '../../../src/cli/live/live-commands.ts'
import { packPrefixes } from '../../../src/net/packed-prefixes.ts'
import { parsePrefix } from '../../../src/net/prefix-text.ts'

const subjects = {
  routers: ['er.msee1', 'vnet.gw0'],
  sessions: [
    { name: 'ce1-er.msee1 private ipv4', remote: 'ce1' },
    { name: 'ce1-er.msee1 private ipv6', remote: 'ce1' },
    { name: 'er.msee1-vnet.gw0 private ipv4', remote: 'vnet.gw0' },
  ],
}
const both = ['ce1-er.msee1 private ipv4', 'ce1-er.msee1 private ipv6']
const summary = { kind: 'summary', family: undefined } as const

const understood = [
  { line: 'show bgp summary', as: { kind: 'show', router: 'er.msee1', query: summary } },
  { line: '  show vnet.gw0 bgp summary ', as: { kind: 'show', router: 'vnet.gw0', query: summary } },
  { line: 'shut ce1', as: { kind: 'shut', sessions: both } },
  { line: 'start ce1-er.msee1 private ipv6', as: { kind: 'start', sessions: both.slice(1) } },
  { line: 'clear vnet.gw0', as: { kind: 'clear', sessions: ['er.msee1-vnet.gw0 private ipv4'] } },
  {
    line: 'announce 10.1.0.0/16 fd00:1::/48',
    as: {
      kind: 'announce',
      at: 'er.msee1',
      prefixes: [
        packPrefixes('ipv4', [parsePrefix('10.1.0.0/16')]),
        packPrefixes('ipv6', [parsePrefix('fd00:1::/48')]),
      ],
    },
  },
  {
    line: 'withdraw vnet.gw0 10.1.0.0/16',
    as: { kind: 'withdraw', at: 'vnet.gw0', prefixes: [packPrefixes('ipv4', [parsePrefix('10.1.0.0/16')])] },
  },
  { line: 'drain', as: { kind: 'drain', router: 'er.msee1' } },
  { line: 'undrain vnet.gw0', as: { kind: 'undrain', router: 'vnet.gw0' } },
  { line: 'help', as: { kind: 'help' } },
  { line: 'quit', as: { kind: 'quit' } },
  { line: '   ', as: { kind: 'nothing' } },
] as const

for (const { line, as } of understood) {
  test(`"${line}" is understood`, (t) => {
    t.deepEqual(readLiveCommand(line, subjects), as)
  })
}

const refused = [
  { line: 'shwo bgp', says: 'no command shwo; did you mean "show"?' },
  {
    line: 'reload',
    says: 'no command reload; known: show, shut, start, clear, drain, undrain, announce, withdraw, help, quit',
  },
  { line: 'shut ce2', says: 'no peer ce2; did you mean "ce1"?' },
  {
    line: 'shut',
    says: `shut which peer? ce1, vnet.gw0, ${[...both, 'er.msee1-vnet.gw0 private ipv4'].join(', ')}`,
  },
  { line: 'drain er.msee2', says: 'no router er.msee2 to drain; did you mean "er.msee1"?' },
  { line: 'announce', says: 'announce which prefixes? such as 10.1.0.0/16' },
  { line: 'announce 10.1.0.1/16', says: /^10\.1\.0\.1\/16 .*; did you mean 10\.1\.0\.0\/16\?$/ },
  { line: 'show ospf', says: /^cannot show "ospf": ask for "bgp summary"/ },
]

for (const { line, says } of refused) {
  test(`"${line}" is answered with what is possible`, (t) => {
    t.throws(() => readLiveCommand(line, subjects), { name: 'UsageError', message: says })
  })
}

test('of many peers none of which is near nothing is proposed', (t) => {
  const many = Array.from({ length: 13 }, (_, index) => ({
    name: `session-${index}`,
    remote: `peer-${index}`,
  }))
  const message = 'no peer x'
  t.throws(() => readLiveCommand('shut x', { ...subjects, sessions: many }), { message })
})
