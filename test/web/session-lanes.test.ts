import test from 'ava'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import { secondsToMicros } from '../../src/sim/time.ts'
import type { TraceRecord } from '../../src/sim/trace.ts'
import type { SessionLane } from '../../src/web/view/session-lanes.ts'
import { scenarioIn } from '../support/run-file.ts'
import { Visitor } from '../support/visitor.ts'

const session = 'ce1-er-amsterdam.msee1 private ipv4'

function spansOf(file: string): SessionLane['spans'] {
  const { sessions } = new Visitor(file).lookAhead().told('history').history
  return sessions.find(({ name }) => name === session)?.spans ?? []
}

test('a session is detecting from the last message that came until the hold timer notices', (t) => {
  const file = 'failover/primary-silent-cut.yaml'
  const records: TraceRecord[] = []
  runScenario(scenarioIn(file), { onRecord: (record) => records.push(record) })
  const fall = records.find((record) => record.kind === 'session-state' && record.from === 'Established')
  const heard = records.findLast(
    (record) =>
      record.kind === 'message-received' &&
      record.session === session &&
      record.node === fall?.node &&
      record.at < fall.at,
  )
  const detecting = spansOf(file).filter(({ state }) => state === 'detecting')
  t.deepEqual(
    detecting.map(({ from, to }) => ({ from, to })),
    [{ from: heard?.at, to: fall?.at }],
  )
  t.is((fall?.at ?? 0) - (heard?.at ?? 0), secondsToMicros(180))
})

test('a session is detecting from the first message that is not taken until the SendHoldTimer notices', (t) => {
  const detecting = spansOf('faults/zero-window.yaml').filter(({ state }) => state === 'detecting')
  const records: TraceRecord[] = []
  runScenario(scenarioIn('faults/zero-window.yaml'), { onRecord: (record) => records.push(record) })
  const fall = records.find(
    (record) => record.kind === 'session-state' && record.event === 'SendHoldTimer_Expires',
  )
  const since = (fall?.at ?? 0) - secondsToMicros(480)
  t.deepEqual(
    detecting.map(({ from, to }) => ({ from, to })),
    [{ from: since, to: fall?.at }],
  )
  const deaf = records.find(({ kind }) => kind === 'operator')?.at ?? 0
  t.true(since > deaf && since - deaf <= secondsToMicros(60))
})

test('with BFD it is detecting for its detection time', (t) => {
  const detecting = spansOf('bfd/primary-silent-cut.yaml').filter(({ state }) => state === 'detecting')
  t.deepEqual(
    detecting.map(({ from, to }) => to - from),
    [secondsToMicros(0.9)],
  )
})

test('where a port goes down, nobody has anything to detect', (t) => {
  const states = spansOf('failover/primary-seen-cut.yaml').map(({ state }) => state)
  t.true(states.includes('Idle'))
  t.false(states.includes('detecting'))
})

test('the spans of a lane lie end to end', (t) => {
  for (const file of ['failover/primary-silent-cut.yaml', 'conformance/flapping-link.yaml']) {
    const { until, sessions } = new Visitor(file).lookAhead().told('history').history
    for (const { spans } of sessions) {
      t.deepEqual(
        spans.map(({ from }) => from),
        [0, ...spans.slice(0, -1).map(({ to }) => to)],
      )
      t.is(spans.at(-1)?.to, until)
    }
  }
})
