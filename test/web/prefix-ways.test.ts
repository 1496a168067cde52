import test from 'ava'
import type { PrefixWays } from '../../src/web/view/prefix-ways.ts'
import { Visitor } from '../support/visitor.ts'

function waysTo(visitor: Visitor, prefix: string): PrefixWays {
  const { ways } = visitor.ask({ kind: 'follow', prefix }).told('moment')
  if (ways === undefined) throw new Error('no ways are told')
  return ways
}

test('what won is told apart from what lost, whether a prefix or an address is asked for', (t) => {
  const visitor = new Visitor('preference/prepending-steers-one-direction.yaml').seconds(20)
  const words = [
    'ce1: to head-office',
    'ce2: to head-office',
    'er-amsterdam.msee1: to ce1',
    'er-amsterdam.msee2: to ce2',
    'vnet-weu.gw0: to er-amsterdam.msee1; otherwise to er-amsterdam.msee2',
    'vnet-weu.gw1: to er-amsterdam.msee1; otherwise to er-amsterdam.msee2',
    'vnet-weu: to vnet-weu.gw0, vnet-weu.gw1',
  ]
  for (const asked of ['10.1.0.0/16', '10.1.0.7', '10.1.128.0/17']) {
    const ways = waysTo(visitor, asked)
    t.deepEqual(ways.words, words, asked)
    t.is(ways.hops.filter(({ kind }) => kind === 'spare').length, 2)
  }
})

test('where a link is silent, packets end at who still sends into it', (t) => {
  const visitor = new Visitor('failover/primary-seen-cut.yaml').seconds(1)
  visitor.ask({ kind: 'act', action: { cut: 'er-amsterdam.primary', silently: true }, label: 'cut' })
  t.deepEqual(waysTo(visitor, '10.1.0.0/16').holes, ['er-amsterdam.msee1'])
  t.deepEqual(waysTo(visitor, '10.200.0.0/16').holes, ['ce1'])
})

const ring = `version: 1
title: two static routes that lead to each other
routers:
  a: { asn: 65001, static: { prefixes: [10.9.0.0/16], via: a-b } }
  b: { asn: 65002, static: { prefixes: [10.9.0.0/16], via: a-b } }
  c: { asn: 65003, static: { prefixes: [10.9.0.0/16], via: b-c } }
sessions:
  - { between: [a, b] }
  - { between: [b, c] }
`

test('a loop is told of those that are in it', (t) => {
  const { hops } = waysTo(new Visitor('ring.yaml', ring), '10.9.1.1')
  t.deepEqual(
    hops.map(({ from, to, kind }) => `${from} ${to} ${kind}`),
    ['a b loop', 'b a loop', 'c b used'],
  )
})

test('a static route that hands packets back to who sent them is a loop', (t) => {
  const visitor = new Visitor('failover/static-route-into-a-dead-path.yaml').lookAhead().seconds(12)
  const { words } = waysTo(visitor, '10.200.0.0/16')
  t.true(words.includes('ce1: in a loop to er-amsterdam.msee1; otherwise to ce2'), words.join('\n'))
})

test('who has no way on is where packets end that others still send there', (t) => {
  const withoutBack = ring.replace('asn: 65002, static: { prefixes: [10.9.0.0/16], via: a-b }', 'asn: 65002')
  const { holes, words } = waysTo(new Visitor('ring.yaml', withoutBack), '10.9.1.1')
  t.deepEqual(holes, ['b'])
  t.deepEqual(words, ['a: to b', 'b: packets end here', 'c: to b'])
})

test('what is no prefix is answered by what is wrong with it, and nobody knows a way to what is nowhere', (t) => {
  const visitor = new Visitor('failover/primary-seen-cut.yaml')
  t.regex(waysTo(visitor, '10.1.0.0/64').words[0] ?? '', /64/)
  t.deepEqual(waysTo(visitor, '192.0.2.1').words, [])
  visitor.ask({ kind: 'follow', prefix: undefined })
  t.is(visitor.told('moment').ways, undefined)
})
