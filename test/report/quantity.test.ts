import test from 'ava'
import { countOf, formatCount, formatPart, formatShare, formatSpan } from '../../src/report/quantity.ts'
import { formatUptime } from '../../src/report/show/uptime.ts'

const day = 86_400

const uptimes: readonly (readonly [number | undefined, string])[] = [
  [undefined, 'never'],
  [0, '00:00:00'],
  [59.9, '00:00:59'],
  [4399, '01:13:19'],
  [day - 1, '23:59:59'],
  [day, '1d00h00m'],
  [day + 2 * 3600 + 3 * 60, '1d02h03m'],
  [7 * day - 1, '6d23h59m'],
  [7 * day, '01w0d00h'],
  [9 * day + 3 * 3600, '01w2d03h'],
  [365 * day - 1, '52w0d23h'],
  [365 * day + 17 * day, '01y02w3d'],
]

for (const [seconds, text] of uptimes) {
  test(`an uptime of ${seconds} s is ${text}`, (t) => t.is(formatUptime(seconds), text))
}

const spans: readonly (readonly [number, string])[] = [
  [0, '0 s'],
  [0.0413, '0.041 s'],
  [0.41, '0.41 s'],
  [178.4, '178.4 s'],
  [599.94, '599.9 s'],
  [812.4, '13 m 32 s'],
  [3599.6, '1 h 0 m'],
  [7800, '2 h 10 m'],
  [day - 0.4, '1 d 0 h'],
  [3 * day + 4 * 3600, '3 d 4 h'],
]

for (const [seconds, text] of spans) {
  test(`${seconds} s are told as ${text}`, (t) => t.is(formatSpan(seconds), text))
}

test('counts have a comma after every three digits', (t) => {
  t.deepEqual([0, 999, 1000, 12034, 1234567].map(formatCount), ['0', '999', '1,000', '12,034', '1,234,567'])
  t.is(countOf(1, 'file'), '1 file')
  t.is(countOf(2000, 'prefix', 'prefixes'), '2,000 prefixes')
})

test('an availability is never rounded up to 100 %', (t) => {
  t.deepEqual([1, 0.999999, 0.7804, 0].map(formatShare), ['100 %', '99.99 %', '78.04 %', '0 %'])
  t.is(formatPart(0.46875), '46.9 %')
})
