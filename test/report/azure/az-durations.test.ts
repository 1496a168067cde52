import test from 'ava'
import { formatTimeSpan, formatUpDown } from '../../../src/report/azure/az-durations.ts'

const hour = 3600
const day = 24 * hour

const upDowns: readonly (readonly [number | undefined, string])[] = [
  [undefined, 'never'],
  [0, '0:00'],
  [7 * 60 + 16.9, '7:16'],
  [25 * 60 + 24, '25:24'],
  [hour - 0.001, '59:59'],
  [hour, '1:00:00'],
  [hour + 20 * 60 + 25, '1:20:25'],
  [11 * hour + 9 * 60 + 15, '11:09:15'],
  [day, '1d00h'],
  [6 * day + 23 * hour, '6d23h'],
  [7 * day, '1w0d'],
  [60 * day, '8w4d'],
]

for (const [seconds, text] of upDowns) {
  test(`upDown after ${seconds} s is ${text}`, (t) => t.is(formatUpDown(seconds), text))
}

const spans: readonly (readonly [number, string])[] = [
  [0, '00:00:00'],
  [0.000001, '00:00:00.0000010'],
  [19 * 60 + 22.110522, '00:19:22.1105220'],
  [60 - 0.004, '00:00:59.9960000'],
  [11 * hour, '11:00:00'],
  [day + 6 * hour + 47 * 60 + 6.5, '1.06:47:06.5000000'],
  [100 * day, '100.00:00:00'],
]

for (const [seconds, text] of spans) {
  test(`connectedDuration after ${seconds} s is ${text}`, (t) => t.is(formatTimeSpan(seconds), text))
}
