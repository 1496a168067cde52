import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { parseAddress } from '../../src/net/address-text.ts'
import { packPrefixes } from '../../src/net/packed-prefixes.ts'
import { networkOf } from '../../src/net/prefix.ts'
import { formatPrefix, parsePrefix } from '../../src/net/prefix-text.ts'
import { ForwardingTable } from '../../src/sim/forwarding/forwarding-table.ts'
import { type TrieNode, trieView } from '../../src/web/view/trie-view.ts'

/** Each prefix leads to a node of its own name. */
function tableOf(prefixes: readonly string[]): ForwardingTable {
  const table = new ForwardingTable()
  for (const text of prefixes) {
    const prefix = parsePrefix(text)
    const hop = { kind: 'via', node: text, link: 'l', address: undefined } as const
    table.set(packPrefixes(prefix.family, [prefix]), [hop])
  }
  return table
}

function drawn(node: TrieNode | undefined, depth = 0): readonly string[] {
  if (node === undefined) return []
  const { bits, name, isOnWay, routes, below, folded } = node
  const line = [
    `${'  '.repeat(depth)}${bits} ${name}`.trimEnd(),
    isOnWay ? 'on the way' : '',
    folded ?? '',
    ...routes.map(({ prefix, isMatch }) => (isMatch ? `[${prefix}]` : prefix)),
  ]
  return [line.filter((part) => part !== '').join(' '), ...below.flatMap((one) => drawn(one, depth + 1))]
}

test('a small table is drawn whole, with the way of the look-up and what it finds', (t) => {
  const table = tableOf(['0.0.0.0/0', '10.0.0.0/8', '10.1.0.0/16', '192.168.0.0/16'])
  const { answer, root } = trieView(table, '10.1.2.3')
  t.is(
    answer,
    '4 routes in 7 nodes of five bits each. The look-up comes by 4, and 10.1.0.0/16 is the longest that holds it: 10.1.0.0/16.',
  )
  t.deepEqual(drawn(root), [
    ' 0.0.0.0/0 on the way 0.0.0.0/0',
    '  00001 8.0.0.0/5 on the way 10.0.0.0/8',
    '    01000 10.0.0.0/10 on the way',
    '      00000 10.0.0.0/15 on the way [10.1.0.0/16]',
    '  11000 192.0.0.0/5',
    '    00010 192.128.0.0/10',
    '      10100 192.168.0.0/15 192.168.0.0/16',
  ])
})

test('without a look-up nothing is lit', (t) => {
  const { answer, root } = trieView(tableOf(['10.0.0.0/8']), '')
  t.is(answer, '1 route in 2 nodes of five bits each.')
  t.deepEqual(drawn(root), [' 0.0.0.0/0', '  00001 8.0.0.0/5 10.0.0.0/8'])
})

test('of a large table what is beside the way is told by its number', (t) => {
  const prefixes = Array.from({ length: 1024 }, (_, index) => `10.${index >> 8}.${index & 255}.0/24`)
  const lines = drawn(trieView(tableOf(prefixes), '10.3.7.9').root)
  t.deepEqual(lines.slice(0, 5), [
    ' 0.0.0.0/0 on the way',
    '  00001 8.0.0.0/5 on the way',
    '    01000 10.0.0.0/10 on the way',
    '      00000 10.0.0.0/15 512 routes in 33 nodes',
    '      00001 10.2.0.0/15 on the way',
  ])
  t.true(lines.some((line) => line.includes('[10.3.7.0/24]')))
  t.true(lines.some((line) => line.includes('25 more nodes beside 400 routes in 25 nodes')))
})

test('an empty table, and what is no address, say so', (t) => {
  t.is(trieView(new ForwardingTable(), '').answer, 'Nothing is in the table.')
  t.is(trieView(new ForwardingTable(), 'x').root, undefined)
  t.regex(trieView(tableOf(['10.0.0.0/8']), '300.1.1.1').answer, /300\.1\.1\.1/)
  t.regex(trieView(tableOf(['10.0.0.0/8']), '11.0.0.1').answer, /no route holds it/)
})

function countOf({ routes, folded, below }: TrieNode): number {
  const hidden = Number(/^([\d,]+) route/.exec(folded ?? '')?.[1]?.replaceAll(',', '') ?? 0)
  return routes.length + hidden + below.reduce((sum, one) => sum + countOf(one), 0)
}

function matchIn(node: TrieNode): readonly string[] {
  const own = node.routes.filter(({ isMatch }) => isMatch).map(({ via }) => via)
  return [...own, ...node.below.flatMap(matchIn)]
}

const word = fc.integer({ min: 0, max: 0xffff_ffff })
const crowded = fc
  .tuple(fc.integer({ min: 0, max: 0x3ff_ffff }), fc.integer({ min: 4, max: 32 }))
  .map(([low, length]) =>
    formatPrefix(networkOf({ family: 'ipv4', words: [(0x0800_0000 | low) >>> 0] }, length)),
  )

test('the match is what packets follow, and no route is forgotten', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(crowded, { minLength: 1, maxLength: 200 }), word, (prefixes, low) => {
        const table = tableOf(prefixes)
        const text = [8 | ((low >>> 24) & 3), (low >>> 16) & 255, (low >>> 8) & 255, low & 255].join('.')
        const { root } = trieView(table, text)
        assert.ok(root !== undefined)
        const hops = table.lookup(parseAddress(text))
        assert.deepEqual(
          matchIn(root),
          hops.map((hop) => (hop.kind === 'via' ? hop.node : '')),
        )
        assert.equal(countOf(root), table.size('ipv4'))
      }),
    ),
  )
})
