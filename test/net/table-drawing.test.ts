import test from 'ava'
import { RouteTable } from '../../src/net/route-table.ts'
import { drawTable } from '../../src/net/table-drawing.ts'

test('a small table is drawn node by node', (t) => {
  const table = new RouteTable<string>()
  table.load([
    ['0.0.0.0/0', 'default'],
    ['10.0.0.0/8', 'site'],
    ['10.1.0.0/16', 'office'],
    ['10.0.0.0/9', 'half'],
    ['2001:db8::/32', 'lab'],
  ])
  t.is(
    drawTable(table),
    `ipv4: 4 routes in 4 nodes
0.0.0.0/0          0.0.0.0/0 "default"
└ 8.0.0.0/5        10.0.0.0/8 "site", 10.0.0.0/9 "half"
  └ 10.0.0.0/10
    └ 10.0.0.0/15  10.1.0.0/16 "office"

ipv6: 1 route in 7 nodes
::/0
└ 2000::/5
  └ 2000::/10
    └ 2000::/15
      └ 2001::/20
        └ 2001:d80::/25
          └ 2001:db8::/30  2001:db8::/32 "lab"
`,
  )
  t.is(drawTable(new RouteTable()), '')
})

test('any value and any number of routes can be drawn', (t) => {
  const table = new RouteTable<unknown>()
  for (let index = 0; index < 20_000; index++) table.set4(index * 65_536, 24, 7n)
  t.is(drawTable(table).split('/24 7').length - 1, 20_000)
})
