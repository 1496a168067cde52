import test from 'ava'
import { RouteTable } from '../../src/net/route-table.ts'

function tableOf(...prefixes: readonly string[]): RouteTable<string> {
  const table = new RouteTable<string>()
  for (const prefix of prefixes) table.set(prefix, `via ${prefix}`)
  return table
}

const everything = [
  '::/0',
  '2001:db8:1::/48',
  '10.0.0.0/8',
  '9.0.0.0/8',
  '10.0.0.0/16',
  '10.0.0.10/32',
  '10.0.0.9/32',
]

test('a buffer gives the same table back, route numbers included', (t) => {
  const table = new RouteTable<unknown>()
  table.set('10.0.0.0/8', { name: 'site', ports: [1, 2], up: true })
  table.set('10.1.0.0/16', 'gone')
  table.set('2001:db8::/32', 7)
  table.delete('10.1.0.0/16')
  const again = RouteTable.from<unknown>(structuredClone(table.toBuffer()))
  t.deepEqual([...again], [...table])
  t.is(again.match4(0x0a010203), table.match4(0x0a010203))
  again.set('10.1.0.0/16', 'new')
  t.deepEqual(again.match('10.1.2.3'), { prefix: '10.1.0.0/16', value: 'new' })
  t.is(again.size, 3)
})

test('a buffer that is none is refused', (t) => {
  const buffer = tableOf(...everything).toBuffer()
  const damaged = structuredClone(buffer)
  new Uint8Array(damaged)[20] = 0xff
  for (const [wrong, message] of [
    [new ArrayBuffer(0), /does not begin/],
    [new ArrayBuffer(64), /does not begin/],
    [buffer.slice(0, buffer.byteLength - 1), /damaged/],
    [buffer.slice(0, 100), /damaged|does not begin/],
    [damaged, /damaged/],
  ] as const) {
    t.throws(() => RouteTable.from(wrong), { instanceOf: TypeError, message })
  }
})

test('a buffer with any octet changed is refused', (t) => {
  const buffer = tableOf(...everything).toBuffer()
  for (let at = 0; at < buffer.byteLength; at++) {
    const damaged = structuredClone(buffer)
    const octets = new Uint8Array(damaged)
    octets[at] = (octets[at] ?? 0) ^ (1 << (at % 8))
    t.throws(() => RouteTable.from(damaged), { instanceOf: TypeError })
  }
})

test('a table comes back from a view of its buffer, wherever that begins', (t) => {
  const table = tableOf(...everything)
  const octets = new Uint8Array(table.toBuffer())
  for (const offset of [0, 1, 4]) {
    const file = new Uint8Array(octets.length + 8)
    file.set(octets, offset)
    t.deepEqual([...RouteTable.from(file.subarray(offset, offset + octets.length))], [...table])
  }
})

test('a buffer keeps no value that holds itself, has gaps, or writes its own JSON', (t) => {
  const itself: Record<string, unknown> = {}
  itself.again = { deeper: itself }
  const shared = { one: 1 }
  for (const value of [itself, new Array(3), { toJSON: () => 'other' }]) {
    const table = new RouteTable<unknown>()
    table.set('10.0.0.0/8', value)
    t.throws(() => table.toBuffer(), { instanceOf: TypeError, message: /JSON/ })
  }
  const table = new RouteTable<unknown>()
  table.set('10.0.0.0/8', [shared, shared])
  t.deepEqual(RouteTable.from(table.toBuffer()).get('10.0.0.0/8'), [shared, shared])
})

for (const value of [
  new Map(),
  new Date(0),
  Number.NaN,
  1n,
  () => 1,
  [new Set()],
  { a: { b: Number.POSITIVE_INFINITY } },
]) {
  test(`a buffer keeps no ${Object.prototype.toString.call(value)} ${JSON.stringify(String(value))}`, (t) => {
    const table = new RouteTable<unknown>()
    table.set('10.0.0.0/8', value)
    t.throws(() => table.toBuffer(), { instanceOf: TypeError, message: /JSON/ })
  })
}
