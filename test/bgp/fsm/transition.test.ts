import test from 'ava'
import type { Session, SessionAction, SessionEvent } from '../../../src/bgp/fsm/session.ts'
import { newSession, transition, updateSent } from '../../../src/bgp/fsm/transition.ts'
import {
  aNotification,
  delayedSession,
  eventByNumber,
  inShort,
  peerOpen,
  sent,
  sessionConfiguration,
  sessionIn,
} from '../../support/bgp-session.ts'

/** Actions in short: `start HoldTimer 180`, `send 6/2`, `up`, `down`. */
function described(actions: readonly SessionAction[]): readonly string[] {
  return actions.map((action) => {
    switch (action.kind) {
      case 'send':
        return `send ${inShort(action.message)}`
      case 'start-timer':
        return `start ${action.timer} ${action.seconds}`
      case 'stop-timer':
        return `stop ${action.timer}`
      case 'session-up':
        return 'up'
      case 'session-down':
        return 'down'
      default:
        return action.kind
    }
  })
}

function after(session: Session, ...events: readonly SessionEvent[]): Session {
  return events.reduce((before, event) => transition(before, event).session, session)
}

const passive = { passive: true }
const stories: readonly (readonly [name: string, Session, SessionEvent, readonly string[]])[] = [
  [
    'a start connects under the ConnectRetryTimer',
    newSession(1, sessionConfiguration()),
    eventByNumber(1),
    ['start ConnectRetryTimer 120', 'connect'],
  ],
  [
    'a passive start only waits',
    newSession(1, sessionConfiguration()),
    eventByNumber(4),
    ['start ConnectRetryTimer 120'],
  ],
  [
    'an attempt that takes too long is given up for a new one',
    sessionIn('Connect'),
    eventByNumber(9),
    ['close', 'start ConnectRetryTimer 120', 'connect'],
  ],
  [
    'Active connects in the end',
    sessionIn('Active'),
    eventByNumber(9),
    ['start ConnectRetryTimer 120', 'connect'],
  ],
  [
    'Active goes on waiting where the peer is configured to connect',
    sessionIn('Active', passive),
    eventByNumber(9),
    ['start ConnectRetryTimer 120'],
  ],
  [
    'the large hold time guards the wait for the OPEN',
    sessionIn('Connect'),
    eventByNumber(16),
    ['stop ConnectRetryTimer', 'send OPEN', 'start HoldTimer 240'],
  ],
  [
    'DelayOpen delays the OPEN',
    sessionIn('Connect', { delayOpenSeconds: 5 }),
    eventByNumber(16),
    ['stop ConnectRetryTimer', 'start DelayOpenTimer 5'],
  ],
  [
    'the delayed OPEN goes out when its timer expires',
    delayedSession('Active'),
    eventByNumber(12),
    ['send OPEN', 'start HoldTimer 240'],
  ],
  [
    'the OPENs settle both timers',
    sessionIn('OpenSent'),
    { kind: 'BGPOpen', message: peerOpen({ holdTimeSeconds: 30 }) },
    ['send KEEPALIVE', 'start KeepaliveTimer 10', 'start HoldTimer 30'],
  ],
  [
    'a hold time of zero stops the HoldTimer and starts no KeepaliveTimer',
    sessionIn('OpenSent'),
    { kind: 'BGPOpen', message: peerOpen({ holdTimeSeconds: 0 }) },
    ['send KEEPALIVE', 'stop HoldTimer'],
  ],
  [
    'the OPEN of a quick peer is answered by both messages',
    delayedSession('Connect'),
    eventByNumber(20),
    ['stop DelayOpenTimer', 'send OPEN', 'send KEEPALIVE', 'start KeepaliveTimer 60', 'start HoldTimer 180'],
  ],
  [
    'the first KEEPALIVE brings the session up',
    sessionIn('OpenConfirm'),
    eventByNumber(26),
    ['start HoldTimer 180', 'up'],
  ],
  [
    'a KEEPALIVE restarts the HoldTimer',
    sessionIn('Established'),
    eventByNumber(26),
    ['start HoldTimer 180'],
  ],
  ['an UPDATE restarts the HoldTimer', sessionIn('Established'), eventByNumber(27), ['start HoldTimer 180']],
  [
    'a KEEPALIVE sent restarts the KeepaliveTimer',
    sessionIn('Established'),
    eventByNumber(11),
    ['send KEEPALIVE', 'start KeepaliveTimer 60'],
  ],
  ['a ROUTE-REFRESH restarts nothing', sessionIn('Established'), { kind: 'RouteRefreshMsg' }, []],
  [
    'a ROUTE-REFRESH restarts the HoldTimer by the switch',
    sessionIn('Established', { anyMessageRestartsHoldTimer: true }),
    { kind: 'RouteRefreshMsg' },
    ['start HoldTimer 180'],
  ],
  [
    'a ROUTE-REFRESH before the session stands is unexpected',
    sessionIn('OpenConfirm'),
    { kind: 'RouteRefreshMsg' },
    ['send 5/2', 'stop HoldTimer', 'stop KeepaliveTimer', 'close', 'down'],
  ],
  [
    'the NOTIFICATION goes out before the connection is closed',
    sessionIn('Established'),
    eventByNumber(2),
    ['send 6/2', 'stop HoldTimer', 'stop KeepaliveTimer', 'close', 'down'],
  ],
  [
    'a connection that failed needs no closing',
    sessionIn('Established'),
    eventByNumber(18),
    ['stop HoldTimer', 'stop KeepaliveTimer', 'down'],
  ],
  [
    'an attempt that still runs is given up when the session falls',
    sessionIn('Established', {}, { connecting: true }),
    eventByNumber(18),
    ['stop HoldTimer', 'stop KeepaliveTimer', 'close', 'down'],
  ],
  [
    'a connection lost before the OPEN came is awaited again',
    sessionIn('OpenSent'),
    eventByNumber(18),
    ['stop HoldTimer', 'start ConnectRetryTimer 120', 'down'],
  ],
  [
    'without a connection there is nobody to tell',
    sessionIn('Active', { sendNotificationWithoutOpen: true }),
    eventByNumber(2),
    ['stop ConnectRetryTimer', 'down'],
  ],
]

for (const [name, session, event, actions] of stories) {
  test(name, (t) => {
    t.deepEqual(described(transition(session, event).actions), actions)
  })
}

test('an UPDATE sent restarts the KeepaliveTimer', (t) => {
  const session = sessionIn('Established')
  t.deepEqual(described(updateSent(session).actions), ['start KeepaliveTimer 60'])
  const holdless = after(
    sessionIn('OpenSent'),
    { kind: 'BGPOpen', message: peerOpen({ holdTimeSeconds: 0 }) },
    { kind: 'KeepAliveMsg' },
  )
  t.is(holdless.state, 'Established')
  t.deepEqual(updateSent(holdless).actions, [])
})

test('the first connection of either kind is adopted with its initiator', (t) => {
  const ours = transition(sessionIn('Connect'), eventByNumber(16)).session
  t.like(ours, { connection: 8, initiator: 'local', connecting: false })
  const theirs = transition(sessionIn('Connect'), eventByNumber(17)).session
  t.like(theirs, { connection: 9, initiator: 'remote', connecting: true })
  const later = transition(theirs, eventByNumber(16)).session
  t.like(later, { connection: 9, initiator: 'remote', connecting: false })
})

const falls: readonly (readonly [
  SessionEvent,
  reason: string,
  numbers: string | undefined,
  by: 'local' | 'remote' | undefined,
])[] = [
  [{ kind: 'HoldTimer_Expires' }, 'hold timer expired', '4/0', 'local'],
  [eventByNumber(25), 'peer sent NOTIFICATION 6/2 (Cease, Administrative Shutdown)', '6/2', 'remote'],
  [eventByNumber(18), 'TCP connection failed: reset', undefined, undefined],
  [eventByNumber(2), 'stopped by the operator', '6/2', 'local'],
  [eventByNumber(8), 'limit', '6/1', 'local'],
  [eventByNumber(23), 'connection collision', '6/7', 'local'],
  [eventByNumber(19), 'unexpected BGPOpen in Established', '5/3', 'local'],
  [eventByNumber(21), 'bad message from the peer: Message Header Error, Bad Message Length', '1/2', 'local'],
  [
    eventByNumber(28),
    'bad UPDATE from the peer: UPDATE Message Error, Malformed Attribute List',
    '3/1',
    'local',
  ],
]

for (const [event, reason, numbers, sentBy] of falls) {
  test(`a session that stood says of ${event.kind}: ${reason}`, (t) => {
    const { actions } = transition(sessionIn('Established'), event)
    const down = actions.find((action) => action.kind === 'session-down')
    t.true(down?.wasEstablished)
    t.is(down?.fall.reason, reason)
    t.is(down?.fall.notification && inShort(down.fall.notification), numbers)
    t.is(down?.fall.sentBy, sentBy)
  })
}

test('an attempt that failed says so, and that no session fell', (t) => {
  const { actions } = transition(sessionIn('Connect'), { kind: 'TcpConnectionFails', reason: 'refused' })
  const down = actions.find((action) => action.kind === 'session-down')
  t.deepEqual(down, {
    kind: 'session-down',
    wasEstablished: false,
    fall: { reason: 'TCP connection failed: refused', notification: undefined, sentBy: undefined },
    retained: [],
  })
})

const damped = { idleHoldSeconds: 10, idleHoldMaximumSeconds: 100 }

/** How long the event keeps the session Idle; `undefined` where no timer leads out of it. */
function idleHold(session: Session, event: SessionEvent): number | undefined {
  const step = transition(session, event)
  const timer = step.actions.find((action) => action.kind === 'start-timer')
  return step.session.state === 'Idle' ? timer?.seconds : Number.NaN
}

test('each fall without a session between doubles the IdleHoldTime up to its maximum', (t) => {
  const times: (number | undefined)[] = []
  let session = sessionIn('Connect', damped)
  for (let round = 0; round < 5; round++) {
    session = after(session, { kind: 'Tcp_CR_Acked', connection: round })
    times.push(idleHold(session, eventByNumber(26)))
    session = after(session, eventByNumber(26), { kind: 'IdleHoldTimer_Expires' })
  }
  t.deepEqual(times, [10, 20, 40, 80, 100])
  t.is(session.connectRetryCounter, 8)
})

test('a session that stood starts with the first IdleHoldTime again', (t) => {
  const unlucky = sessionIn('OpenConfirm', damped, { falls: 4 })
  t.is(idleHold(unlucky, eventByNumber(10)), 100)
  t.is(idleHold(after(unlucky, eventByNumber(26)), eventByNumber(10)), 10)
})

test('a fall that is not counted waits the first IdleHoldTime each time', (t) => {
  const session = sessionIn('OpenSent', damped, { falls: 2 })
  t.is(idleHold(session, eventByNumber(24)), 10)
  t.is(transition(session, eventByNumber(24)).session.falls, 2)
})

test('an attempt that fails listens in Active where the session starts by itself', (t) => {
  const step = transition(sessionIn('Connect', damped), eventByNumber(18))
  t.is(step.session.state, 'Active')
  t.is(step.session.connectRetryCounter, 3)
  t.deepEqual(described(step.actions), ['stop ConnectRetryTimer', 'start ConnectRetryTimer 120', 'down'])
})

test('a cause may say how long the session stays Idle', (t) => {
  const stop = (holdIdleSeconds: number | undefined): SessionEvent => ({
    kind: 'AutomaticStop',
    notification: aNotification(6, 1),
    holdIdleSeconds,
    reason: 'too many prefixes',
  })
  t.is(idleHold(sessionIn('Established', damped), stop(900)), 900)
  t.is(idleHold(sessionIn('Established'), stop(900)), 900)
  t.is(idleHold(sessionIn('Established', damped), stop(undefined)), 10)
  t.is(idleHold(sessionIn('Established', damped), stop(Number.POSITIVE_INFINITY)), undefined)
})

test('nothing but a start event ends an operator stop', (t) => {
  t.is(idleHold(sessionIn('Established', damped), eventByNumber(2)), undefined)
  const waiting = after(sessionIn('Established', damped), eventByNumber(10))
  t.deepEqual(waiting.timers, ['IdleHoldTimer'])
  const step = transition(waiting, eventByNumber(2))
  t.deepEqual(described(step.actions), ['stop IdleHoldTimer'])
  t.deepEqual(step.session.timers, [])
})

test('without damping a fallen session stays Idle', (t) => {
  t.is(idleHold(sessionIn('Established'), eventByNumber(10)), undefined)
})

test('a held session starts by the operator at once, and not by a damped start', (t) => {
  const held = after(sessionIn('Established', damped), eventByNumber(10))
  t.is(after(held, eventByNumber(6)).state, 'Idle')
  t.is(after(held, eventByNumber(7)).state, 'Idle')
  const started = transition(held, eventByNumber(1))
  t.deepEqual(described(started.actions), ['stop IdleHoldTimer', 'start ConnectRetryTimer 120', 'connect'])
  t.like(started.session, { state: 'Connect', connectRetryCounter: 0, falls: 0 })
})

test('the IdleHoldTimer starts a passive session passively', (t) => {
  const held = after(sessionIn('Established', { ...damped, ...passive }), eventByNumber(10))
  t.is(after(held, eventByNumber(13)).state, 'Active')
})

test('a received NOTIFICATION is never answered', (t) => {
  for (const state of ['Connect', 'Active', 'OpenSent', 'OpenConfirm', 'Established'] as const) {
    for (const number of [24, 25])
      t.deepEqual(sent(transition(sessionIn(state), eventByNumber(number)).actions), [])
  }
})
