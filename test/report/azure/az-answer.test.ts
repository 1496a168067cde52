import test from 'ava'
import { type AzAnswer, azJson, azTable } from '../../../src/report/azure/az-answer.ts'

const answer: AzAnswer = {
  kind: 'list',
  rows: [
    { locPrf: '100', network: '10.1.0.0/16', path: '65515 I\n                    ', weight: 0 },
    { locPrf: '', network: '2001:db8::/32', path: '64512 12076 ?', weight: 32769 },
  ],
  columns: undefined,
}

test('a table has a column for each key, room in every heading, and nothing at the end of a line', (t) => {
  t.is(
    azTable(answer),
    [
      'LocPrf    Network        Path           Weight',
      '--------  -------------  -------------  --------',
      '100       10.1.0.0/16    65515 I        0',
      '          2001:db8::/32  64512 12076 ?  32769',
      '',
    ].join('\n'),
  )
})

test('columns of its own choose and order the keys, and leave blank what a row lacks', (t) => {
  const columns = [
    { title: 'Weight', key: 'weight' },
    { title: 'NextHop', key: 'nextHop' },
  ]
  t.deepEqual(azTable({ ...answer, columns }).split('\n'), [
    'Weight    NextHop',
    '--------  ---------',
    '0',
    '32769',
    '',
  ])
})

test('without rows az prints no table', (t) => t.is(azTable({ ...answer, rows: [] }), ''))

test('JSON has the rows under value, or the one row by itself', (t) => {
  t.deepEqual(JSON.parse(azJson(answer)), { value: answer.rows })
  t.deepEqual(JSON.parse(azJson({ ...answer, kind: 'single' })), answer.rows[0])
  t.true(azJson(answer).endsWith('}\n'))
})
