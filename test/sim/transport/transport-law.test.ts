import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import type { FaultRule } from '../../../src/sim/fault.ts'
import { microsPerSecond } from '../../../src/sim/time.ts'
import { type TransportLab, transportLab } from '../../support/transport-lab.ts'

const from = fc.constantFrom('a', 'b', undefined)

/** A fault without its id, which the history gives. */
const fault = fc.oneof(
  fc.record({ kind: fc.constant('silence' as const), from }),
  fc.record({ kind: fc.constant('loss' as const), from, share: fc.constantFrom(0.1, 0.3, 1) }),
  fc.record({
    kind: fc.constant('delay' as const),
    from,
    micros: fc.constantFrom(500, 5000, 1_500_000),
    jitterMicros: fc.constantFrom(0, 700, 400_000),
  }),
  fc.record({ kind: fc.constant('ports-down' as const) }),
)

/** Things that happen one after another, `after` so many microseconds. */
const happening = fc.record({
  after: fc.constantFrom(0, 1, 1000, 1999, 2000, 2001, 500_000, 3_000_000),
  act: fc.oneof(
    fc.record({ kind: fc.constant('send' as const), node: fc.constantFrom('a', 'b') }),
    fc.record({
      kind: fc.constant('close-window' as const),
      node: fc.constantFrom('a', 'b'),
      lasts: fc.constantFrom(1, 2000, 2500, 700_000, 40_000_000),
    }),
    fc.record({
      kind: fc.constant('fault' as const),
      fault,
      lasts: fc.constantFrom(1, 1500, 2000, 2500, 700_000, 4_000_000),
    }),
  ),
})

interface Outcome {
  readonly sent: Readonly<Record<string, readonly string[]>>
  readonly lab: TransportLab
}

function live(history: readonly { readonly after: number; readonly act: Act }[]): Outcome {
  const lab = transportLab()
  const sent: Record<string, string[]> = { a: [], b: [] }
  lab.run(6000)
  let at = 6000
  for (const [index, { after, act }] of history.entries()) {
    at += after
    if (act.kind === 'send') {
      sent[act.node]?.push(`${index}`)
      lab.at(at, () => lab.transport.send(lab.connection(act.node), `${index}`))
    } else if (act.kind === 'close-window') {
      lab.at(at, () => lab.transport.setWindow(lab.connection(act.node), false))
      lab.at(at + act.lasts, () => lab.transport.setWindow(lab.connection(act.node), true))
    } else {
      const rule: FaultRule = { ...act.fault, id: `${index}`, link: 'a-b' }
      lab.fault(rule, at, at + act.lasts)
    }
  }
  lab.run(at + 2000 * microsPerSecond)
  return { sent, lab }
}

type Act =
  | { readonly kind: 'send'; readonly node: string }
  | { readonly kind: 'close-window'; readonly node: string; readonly lasts: number }
  | { readonly kind: 'fault'; readonly fault: Unplaced<FaultRule>; readonly lasts: number }
type Unplaced<Rule> = Rule extends FaultRule ? Omit<Rule, 'id' | 'link'> : never

function received(lab: TransportLab, node: string): readonly string[] {
  const mark = ` ${node} message `
  return lab.log.flatMap((line) => (line.includes(mark) ? line.split(mark).slice(1) : []))
}

test('whatever fails and heals, all that was sent on a surviving connection arrives once and in order', (t) => {
  t.notThrows(() => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 25 }), (history) => {
        const { sent, lab } = live(history)
        assert.ok(!lab.log.some((line) => line.includes('failed')), 'the connection survives')
        assert.deepEqual(received(lab, 'b'), sent.a)
        assert.deepEqual(received(lab, 'a'), sent.b)
      }),
      { numRuns: 300 },
    )
  })
})

test('the same history gives the same log', (t) => {
  t.notThrows(() => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 25 }), (history) => {
        assert.deepEqual(live(history).lab.log, live(history).lab.log)
      }),
      { numRuns: 50 },
    )
  })
})

test('events in the queue are plain data', (t) => {
  const lab = transportLab({ key: 'secret' }, undefined, 'secret')
  lab.run(0)
  lab.run(6000)
  lab.transport.send(lab.connection('a'), 'OPEN', 7)
  const event = lab.queue.next()?.event
  t.deepEqual(structuredClone(event), event)
  t.is(
    JSON.stringify(event),
    '{"kind":"segment","node":"b","link":"a-b","from":1,"to":2,"content":{"kind":"data","number":0,"message":"OPEN","cause":7}}',
  )
})
