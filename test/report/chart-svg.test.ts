import test from 'ava'
import { type Chart, chartsSvg } from '../../src/report/chart-svg.ts'

const chart: Chart = {
  title: 'A < B & "C"',
  from: 0,
  to: 100,
  reads: (value) => `${value} s`,
  rows: [{ label: 'web', bars: [{ from: 10, to: 10.001, tone: 'lost', says: 'out' }], note: '1 ms' }],
  marks: [
    { at: 10, label: 'first' },
    { at: 11, label: 'second' },
  ],
}

test('what stands in a chart is escaped, and its axis has round values', (t) => {
  const svg = chartsSvg([chart])
  t.true(svg.includes('A &lt; B &amp; &quot;C&quot;') || svg.includes('A &lt; B &amp; "C"'))
  t.deepEqual(
    [...svg.matchAll(/>(\d+ s)</g)].map(([, tick]) => tick),
    ['0 s', '20 s', '40 s', '60 s', '80 s', '100 s'],
  )
})

test('the shortest bar is still seen, and a name that would stand in another one is left to the pointer', (t) => {
  const svg = chartsSvg([chart])
  t.regex(svg, /<rect [^>]*width="1.5"/)
  t.true(svg.includes('>first</text>'))
  t.false(svg.includes('>second</text>'))
  t.true(svg.includes('<title>second</title>'))
})

test('a chart without length, and one without rows, are charts', (t) => {
  t.notThrows(() => chartsSvg([{ ...chart, to: 0, marks: [] }]))
  t.false(
    /NaN|Infinity/.test(
      chartsSvg([
        { ...chart, to: 0 },
        { ...chart, rows: [] },
      ]),
    ),
  )
})
