import test from 'ava'
import { readReporters, readSeconds, readSeed, readWords } from '../../src/cli/option-values.ts'
import { readQuery } from '../../src/cli/show.ts'
import { isContinuousIntegration, wantsColour } from '../../src/cli/terminal.ts'
import { parseAddress } from '../../src/net/address-text.ts'
import { parsePrefix } from '../../src/net/prefix-text.ts'

const times: readonly (readonly [string, number])[] = [
  ['30s', 30],
  ['30', 30],
  ['13.204113', 13.204113],
  ['+13.204', 13.204],
  ['1h30m', 5400],
  ['250ms', 0.25],
]

for (const [text, seconds] of times)
  test(`the time ${text} is ${seconds} s`, (t) => t.is(readSeconds(text), seconds))

test('what is no time, seed or reporter is refused with what would be one', (t) => {
  t.throws(() => readSeconds('soon'), { message: /30s, 10m/ })
  for (const text of ['x', '-1', '1.5', '4294967296', ''])
    t.throws(() => readSeed(text), { message: /whole number/ })
  t.is(readSeed('4294967295'), 4294967295)
  t.throws(() => readReporters('list,html'), { message: /list, dot, json, junit, github, svg/ })
})

test('reporters and words come by commas and by giving the option again', (t) => {
  t.deepEqual(readReporters('list,junit:a:b.xml', [{ name: 'dot', file: undefined }]), [
    { name: 'dot', file: undefined },
    { name: 'list', file: undefined },
    { name: 'junit', file: 'a:b.xml' },
  ])
  t.deepEqual(readWords('a,b', ['c']), ['c', 'a', 'b'])
})

const colours: readonly (readonly [Readonly<Record<string, string>>, boolean, boolean])[] = [
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  [{ TERM: 'dumb' }, true, false],
]

for (const [environment, isTerminal, colour] of colours) {
  test(`${JSON.stringify(environment)} ${isTerminal ? 'on' : 'off'} a terminal means colour: ${colour}`, (t) => {
    t.is(wantsColour(environment, isTerminal), colour)
  })
}

test('CI is what says more than nothing, 0 or false', (t) => {
  t.deepEqual(
    [undefined, '', '0', 'false', '1', 'true'].map((CI) => isContinuousIntegration({ CI })),
    [false, false, false, false, true, true],
  )
})

test('show understands what engineers type', (t) => {
  for (const words of [
    ['bgp summary'],
    ['bgp', 'summary'],
    ['show ip bgp summary'],
    ['ip', 'bgp', 'summary'],
  ]) {
    t.deepEqual(readQuery(words), { kind: 'summary', family: undefined })
  }
  t.deepEqual(readQuery(['bgp']), { kind: 'table', family: undefined })
  t.deepEqual(readQuery(['show ip route']), { kind: 'route', family: undefined })
  for (const words of [['bfd peers'], ['show bfd peers brief'], ['bfd', 'peer']]) {
    t.deepEqual(readQuery(words), { kind: 'bfd', family: undefined })
  }
  t.throws(() => readQuery(['bfd']), { message: /"bfd peers"/ })
  t.deepEqual(readQuery(['bgp', '10.0.0.0/8']), {
    kind: 'prefix',
    wanted: parsePrefix('10.0.0.0/8'),
    family: undefined,
  })
  t.deepEqual(readQuery(['bgp 2001:db8::1']), {
    kind: 'prefix',
    wanted: parseAddress('2001:db8::1'),
    family: undefined,
  })
})

for (const { words, kind, family } of [
  { words: 'bgp ipv6', kind: 'table', family: 'ipv6' },
  { words: 'bgp ipv4', kind: 'table', family: 'ipv4' },
  { words: 'show bgp ipv4 unicast', kind: 'table', family: 'ipv4' },
  { words: 'bgp ipv6 summary', kind: 'summary', family: 'ipv6' },
  { words: 'bgp ipv4 unicast summary', kind: 'summary', family: 'ipv4' },
  { words: 'ipv6 route', kind: 'route', family: 'ipv6' },
  { words: 'show ipv6 route', kind: 'route', family: 'ipv6' },
  { words: 'route ipv4', kind: 'route', family: 'ipv4' },
  { words: 'bgp ipv6 2001:db8::/32', kind: 'prefix', family: 'ipv6' },
] as const) {
  test(`show takes "${words}" to ask for one family`, (t) => {
    t.like(readQuery([words]), { kind, family })
    t.like(readQuery(words.split(' ')), { kind, family })
  })
}

test('show refuses what it does not know, and a prefix with host bits', (t) => {
  for (const words of [
    'ospf',
    'bgp x y',
    'route bgp',
    '',
    'bgp ipv5',
    'bgp unicast',
    'ipv6 bgp ipv4',
    'ipv6',
  ])
    t.throws(() => readQuery([words]), {
      message:
        /: ask for "bgp summary", "bgp", "bgp PREFIX", "route" or "bfd peers", and for one family with ipv4 or ipv6/,
    })
  t.throws(() => readQuery(['bgp ipv6 10.0.0.0/8']), {
    message: '10.0.0.0/8 is IPv4, and IPv6 was asked for',
  })
  t.throws(() => readQuery(['bgp', '10.0.0.1/8']), { message: /host bits set; did you mean 10.0.0.0\/8\?/ })
})
