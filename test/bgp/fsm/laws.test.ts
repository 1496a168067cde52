import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import type {
  Session,
  SessionAction,
  SessionConfiguration,
  SessionEvent,
} from '../../../src/bgp/fsm/session.ts'
import { newSession, transition } from '../../../src/bgp/fsm/transition.ts'
import {
  eventsByNumber,
  gracefulCapability,
  gracefulRestart,
  peerOpen,
  sessionConfiguration,
} from '../../support/bgp-session.ts'

const anyConfiguration: fc.Arbitrary<SessionConfiguration> = fc
  .record({
    passive: fc.boolean(),
    delayOpenSeconds: fc.constantFrom(undefined, 5),
    idleHoldSeconds: fc.constantFrom(undefined, 10),
    holdTimeSeconds: fc.constantFrom(0, 3, 180),
    sendNotificationWithoutOpen: fc.boolean(),
    anyMessageRestartsHoldTimer: fc.boolean(),
    gracefulRestart: fc.constantFrom(undefined, gracefulRestart()),
  })
  .map(sessionConfiguration)

// The way up is listed several times, so that half of the walks come to Established.
const wayUp: readonly SessionEvent[] = [
  { kind: 'ManualStart' },
  { kind: 'IdleHoldTimer_Expires' },
  { kind: 'Tcp_CR_Acked', connection: 1 },
  { kind: 'DelayOpenTimer_Expires' },
  { kind: 'BGPOpen', message: peerOpen() },
  { kind: 'BGPOpen', message: peerOpen({ holdTimeSeconds: 0 }) },
  { kind: 'BGPOpen', message: peerOpen({ capabilities: [gracefulCapability()] }) },
  { kind: 'KeepAliveMsg' },
]
const anyEvent: fc.Arbitrary<SessionEvent> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...wayUp) },
  { weight: 1, arbitrary: fc.constantFrom(...eventsByNumber.values(), { kind: 'RouteRefreshMsg' as const }) },
)

const anyWalk = fc.tuple(anyConfiguration, fc.array(anyEvent, { maxLength: 60 }))

interface Taken {
  readonly before: Session
  readonly event: SessionEvent
  readonly after: Session
  readonly actions: readonly SessionAction[]
}

function walk(configuration: SessionConfiguration, events: readonly SessionEvent[]): readonly Taken[] {
  let before = newSession(1, configuration)
  return events.map((event) => {
    const { session: after, actions } = transition(before, event)
    const taken = { before, event, after, actions }
    before = after
    return taken
  })
}

function assertLegal(session: Session): void {
  const { state, connection, initiator, connecting, negotiated, open, timers } = session
  assert.equal(connection === undefined, initiator === undefined)
  assert.equal(negotiated === undefined, open === undefined)
  const agreed = state === 'OpenConfirm' || state === 'Established'
  assert.equal(negotiated !== undefined, agreed)
  if (state === 'OpenSent' || agreed) assert.notEqual(connection, undefined)
  if (state === 'Idle') assert.ok(connection === undefined && !connecting)
  if (state === 'Active') assert.ok(!connecting)
  assert.ok(session.connectRetryCounter >= 0 && session.falls >= 0)
  if (state === 'Idle') assert.ok(timers.every((timer) => timer === 'IdleHoldTimer') && timers.length <= 1)
  else assert.deepEqual([...timers].sort(), expectedTimers(session))
}

function expectedTimers({ state, connection, negotiated }: Session): readonly string[] {
  if (state === 'OpenSent') return ['HoldTimer']
  if (negotiated === undefined) return [connection === undefined ? 'ConnectRetryTimer' : 'DelayOpenTimer']
  return negotiated.holdTimeSeconds === 0 ? [] : ['HoldTimer', 'KeepaliveTimer']
}

test('any sequence of events leaves a legal session', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(anyWalk, ([configuration, events]) => {
        for (const { after } of walk(configuration, events)) assertLegal(after)
      }),
    ),
  )
})

test('session-up and the fall of what stood alternate, and mark the borders of Established', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(anyWalk, ([configuration, events]) => {
        for (const { before, after, actions } of walk(configuration, events)) {
          const [was, is] = [before.state === 'Established', after.state === 'Established']
          const ups = actions.filter(({ kind }) => kind === 'session-up').length
          const downs = actions.filter(
            (action) => action.kind === 'session-down' && action.wasEstablished,
          ).length
          assert.equal(ups, !was && is ? 1 : 0)
          assert.equal(downs, was && !is ? 1 : 0)
        }
      }),
    ),
  )
})

test('the actions start and stop exactly the timers that the session lists', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(anyWalk, ([configuration, events]) => {
        const running = new Set<string>()
        for (const { event, after, actions } of walk(configuration, events)) {
          running.delete(event.kind.replace('_Expires', ''))
          for (const action of actions) follow(running, action)
          assert.deepEqual([...running].sort(), [...after.timers].sort())
        }
      }),
    ),
  )
})

test('a passive session that holds a connection does not wait for another one beside it', (t) => {
  const configuration = sessionConfiguration({ passive: true, delayOpenSeconds: 5 })
  const events: readonly SessionEvent[] = [
    { kind: 'ManualStart_with_PassiveTcpEstablishment' },
    { kind: 'Tcp_CR_Acked', connection: 1 },
    { kind: 'ConnectRetryTimer_Expires' },
  ]
  t.deepEqual(walk(configuration, events).at(-1)?.after.timers, ['DelayOpenTimer'])
})

function follow(running: Set<string>, action: SessionAction): void {
  if (action.kind === 'start-timer') running.add(action.timer)
  if (action.kind === 'stop-timer') assert.ok(running.delete(action.timer), `${action.timer} runs`)
}

test('messages are sent where there is a connection, and every way back ends what there was', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(anyWalk, ([configuration, events]) => {
        for (const { before, after, actions } of walk(configuration, events)) {
          if (actions.some(({ kind }) => kind === 'send')) {
            assert.notEqual(before.connection ?? after.connection, undefined)
          }
          const ended =
            before.state !== 'Idle' &&
            before.state !== after.state &&
            (after.state === 'Idle' || after.state === 'Active' || before.state === 'Established')
          assert.equal(actions.filter(({ kind }) => kind === 'session-down').length, ended ? 1 : 0)
        }
      }),
    ),
  )
})
