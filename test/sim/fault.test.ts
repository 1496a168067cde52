import test from 'ava'
import { type FaultRule, judge, type Verdict } from '../../src/sim/fault.ts'

const link = 'a-b'
const cut: FaultRule = { kind: 'silence', id: 'cut', link, from: undefined }
const cutFromB: FaultRule = { ...cut, from: 'b' }
const ports: FaultRule = { kind: 'ports-down', id: 'ports', link }
const half: FaultRule = { kind: 'loss', id: 'half', link, from: undefined, share: 0.5 }
const slow: FaultRule = { kind: 'delay', id: 'slow', link, from: undefined, micros: 300, jitterMicros: 0 }

const cases: readonly { name: string; rules: readonly FaultRule[]; draw?: number; verdict: Verdict }[] = [
  { name: 'without rules a packet takes the time of the link', rules: [], verdict: deliver(1000) },
  { name: 'silence drops', rules: [cut], verdict: drop('silence') },
  { name: 'silence from the far node passes', rules: [cutFromB], verdict: deliver(1000) },
  { name: 'ports that are down drop', rules: [ports], verdict: drop('port-down') },
  { name: 'a draw below the share is lost', rules: [half], draw: 0.49, verdict: drop('loss') },
  { name: 'a draw at the share is not lost', rules: [half], draw: 0.5, verdict: deliver(1000) },
  { name: 'a share of 0 loses nothing', rules: [{ ...half, share: 0 }], draw: 0, verdict: deliver(1000) },
  { name: 'a share of 1 loses all', rules: [{ ...half, share: 1 }], draw: 0.999_999, verdict: drop('loss') },
  { name: 'delays add up', rules: [slow, { ...slow, id: 'slower' }], verdict: deliver(1600) },
  { name: 'a delay of the far node does not count', rules: [{ ...slow, from: 'b' }], verdict: deliver(1000) },
  { name: 'the first rule that does not pass decides', rules: [slow, cut, ports], verdict: drop('silence') },
  {
    name: 'jitter is drawn, and jitters add up',
    rules: [
      { ...slow, jitterMicros: 99 },
      { ...slow, id: 'more', jitterMicros: 100 },
    ],
    draw: 0.5,
    verdict: deliver(1700),
  },
  {
    name: 'ends that are configured unlike drop, from either side',
    rules: [{ kind: 'mismatch', id: 'vlan', link, what: 'VLAN' }],
    verdict: drop('silence'),
  },
  {
    name: 'two losses add up',
    rules: [half, { ...half, share: 0.9 }],
    draw: 0.7,
    verdict: drop('loss'),
  },
]

for (const { name, rules, draw = 0.5, verdict } of cases) {
  test(name, (t) => {
    t.deepEqual(
      judge(rules, 'a', 1000, () => draw),
      verdict,
    )
  })
}

test('only a lossy link draws, so that other faults leave the random streams alone', (t) => {
  t.notThrows(() =>
    judge([slow, cutFromB, { ...half, from: 'b' }, cut], 'a', 1000, () => {
      throw new Error('drawn')
    }),
  )
})

function deliver(delayMicros: number): Verdict {
  return { kind: 'deliver', delayMicros }
}

function drop(why: 'port-down' | 'silence' | 'loss' | 'node-down'): Verdict {
  return { kind: 'drop', why }
}
