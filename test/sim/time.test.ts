import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { formatDuration, formatInstant, parseDuration } from '../../src/sim/time.ts'

const durations: readonly { text: string; micros: number; formatted?: string }[] = [
  { text: '10s', micros: 10_000_000 },
  { text: '500ms', micros: 500_000 },
  { text: '3m', micros: 180_000_000 },
  { text: '1h30m', micros: 5_400_000_000 },
  { text: '1d', micros: 86_400_000_000 },
  { text: '90s', micros: 90_000_000, formatted: '1m30s' },
  { text: '1.1s', micros: 1_100_000 },
  { text: '0.9s', micros: 900_000, formatted: '900ms' },
  { text: '2m0.000001s', micros: 120_000_001 },
  { text: '250us', micros: 250 },
  { text: '1.5ms', micros: 1500 },
  { text: '0.3ms', micros: 300, formatted: '300us' },
  { text: '0s', micros: 0 },
  { text: '007s', micros: 7_000_000, formatted: '7s' },
]

for (const { text, micros, formatted = text } of durations) {
  test(`${text} is ${micros} microseconds, written ${formatted}`, (t) => {
    t.is(parseDuration(text), micros)
    t.is(formatDuration(micros), formatted)
  })
}

for (const text of [
  '',
  ' ',
  '10',
  's',
  '10 s',
  '-1s',
  '+1s',
  '1.s',
  '.5s',
  '1e3s',
  '10S',
  '10sec',
  '30m1h',
  '10s20s',
  '1s1s',
  '0.5us',
  '0.0001ms',
  '1,5s',
  '10s ',
  '\n10s',
  '10s\n',
  '99999999999999999d',
  'Infinitys',
  '٣s',
  '0x10s',
]) {
  test(`${JSON.stringify(text)} is no duration`, (t) => {
    t.is(parseDuration(text), undefined)
  })
}

test('a duration written and read is the same', (t) => {
  t.notThrows(() => {
    const durations = fc.oneof(fc.nat(2_000_000), fc.nat(), fc.nat({ max: 10 ** 13 }))
    fc.assert(fc.property(durations, (micros) => assert.equal(parseDuration(formatDuration(micros)), micros)))
  })
})

test('an instant has all of its six decimals', (t) => {
  t.is(formatInstant(12_345_678), '+12.345678s')
  t.is(formatInstant(1), '+0.000001s')
})
