import test from 'ava'
import type { SessionConfiguration } from '../../src/bgp/fsm/session.ts'
import { keepalive, type Message } from '../../src/bgp/message.ts'
import { collisionResolution } from '../../src/bgp/notification.ts'
import {
  acceptsConnection,
  establishedSession,
  handlePeerEvent,
  newPeerSessions,
  type PeerInput,
  type PeerSessions,
  type PeerStep,
  sessionByConnection,
  sessionById,
} from '../../src/bgp/peer-sessions.ts'
import {
  aNotification,
  eventByNumber,
  gracefulCapability,
  gracefulRestart,
  inShort,
  peerOpen,
  sessionConfiguration,
} from '../support/bgp-session.ts'
import { PeerWire } from '../support/peer-wire.ts'

const start: PeerInput = { kind: 'event', session: undefined, event: { kind: 'ManualStart' } }
const confirmed = (connection: number): PeerInput => ({ kind: 'connection-confirmed', connection })
const acked = (connection: number): PeerInput => ({ kind: 'connection-acked', connection })
const received = (connection: number, message: Message): PeerInput => ({
  kind: 'message',
  connection,
  message,
})
const failed = (connection: number | undefined): PeerInput => ({
  kind: 'connection-failed',
  connection,
  reason: 'reset',
})

/** The last of several steps, from a peering that was never started. */
function after(configuration: Partial<SessionConfiguration>, ...inputs: readonly PeerInput[]): PeerStep {
  const first: PeerStep = {
    sessions: newPeerSessions(sessionConfiguration(configuration)),
    actions: [],
    transitions: [],
  }
  return inputs.reduce((before, input) => handlePeerEvent(before.sessions, input), first)
}

/** Actions in short, with the FSM and the connection: `1 on 7: send OPEN`. */
function described({ actions }: PeerStep): readonly string[] {
  return actions.map(({ session, connection, action }) => {
    const detail =
      action.kind === 'send' ? ` ${inShort(action.message)}` : 'timer' in action ? ` ${action.timer}` : ''
    return `${session} on ${connection ?? 'none'}: ${action.kind}${detail}`
  })
}

function states({ configured, second }: PeerSessions): readonly string[] {
  return [configured, second].flatMap((session) =>
    session === undefined ? [] : [`${session.id} ${session.state} on ${session.connection ?? 'none'}`],
  )
}

test('a new peering is Idle and refuses connections', (t) => {
  const { sessions } = after({})
  t.deepEqual(states(sessions), ['1 Idle on none'])
  t.false(acceptsConnection(sessions))
})

test('a connection that comes to an Idle peering all the same is closed', (t) => {
  const step = after({}, confirmed(7))
  t.deepEqual(described(step), ['1 on 7: close'])
  t.deepEqual(states(step.sessions), ['1 Idle on none'])
})

test('an incoming connection is adopted while our attempt goes on, and its success is a second connection', (t) => {
  const adopted = after({}, start, confirmed(7))
  t.deepEqual(states(adopted.sessions), ['1 OpenSent on 7'])
  t.true(adopted.sessions.configured.connecting)
  t.true(acceptsConnection(adopted.sessions))
  const both = handlePeerEvent(adopted.sessions, acked(8))
  t.deepEqual(states(both.sessions), ['1 OpenSent on 7', '2 OpenSent on 8'])
  t.deepEqual(described(both), ['2 on 8: send OPEN', '2 on 8: start-timer HoldTimer'])
  t.deepEqual(
    both.transitions.map(({ session, from, to, eventNumber }) => [session, from, to, eventNumber]),
    [[2, 'Active', 'OpenSent', 16]],
  )
  t.false(acceptsConnection(both.sessions))
})

test('a third connection has nowhere to go', (t) => {
  const step = after({}, start, acked(7), confirmed(8), confirmed(9))
  t.deepEqual(described(step), ['1 on 9: close'])
  t.deepEqual(states(step.sessions), ['1 OpenSent on 7', '2 OpenSent on 8'])
})

test('in Established a new connection of a peer that restarts replaces the old one without a NOTIFICATION', (t) => {
  const graceful = { gracefulRestart: gracefulRestart() }
  const open = peerOpen({ capabilities: [...peerOpen().capabilities, gracefulCapability()] })
  const before = after(graceful, start, acked(7), received(7, open), received(7, keepalive))
  t.deepEqual(states(before.sessions), ['1 Established on 7'])
  const step = handlePeerEvent(before.sessions, confirmed(8))
  t.deepEqual(states(step.sessions), ['1 OpenSent on 8'])
  t.deepEqual(described(step), [
    '1 on 7: stop-timer HoldTimer',
    '1 on 7: stop-timer KeepaliveTimer',
    '1 on 7: close',
    '1 on 7: start-timer ConnectRetryTimer',
    '1 on 7: session-down',
    '1 on 8: stop-timer ConnectRetryTimer',
    '1 on 8: send OPEN',
    '1 on 8: start-timer HoldTimer',
  ])
})

test('a session of RFC 4724 that stands gives up the attempt beside it, which would say that we restarted', (t) => {
  const graceful = { gracefulRestart: gracefulRestart() }
  const open = peerOpen({ capabilities: [...peerOpen().capabilities, gracefulCapability()] })
  const step = after(graceful, start, confirmed(7), received(7, open), received(7, keepalive))
  t.deepEqual(described(step), ['1 on 7: start-timer HoldTimer', '1 on none: close', '1 on 7: session-up'])
  t.false(step.sessions.configured.connecting)
  const plain = after({}, start, confirmed(7), received(7, open), received(7, keepalive))
  t.true(plain.sessions.configured.connecting)
})

test('an attempt that fails beside an adopted connection disturbs nothing', (t) => {
  const step = after({}, start, confirmed(7), failed(undefined))
  t.deepEqual(described(step), [])
  t.deepEqual(states(step.sessions), ['1 OpenSent on 7'])
  t.false(step.sessions.configured.connecting)
})

test('a connection that failed is not closed again, and our attempt beside it is given up', (t) => {
  const step = after({}, start, confirmed(7), failed(7))
  t.deepEqual(described(step), [
    '1 on 7: stop-timer HoldTimer',
    '1 on none: close',
    '1 on 7: start-timer ConnectRetryTimer',
    '1 on 7: session-down',
  ])
})

test('an attempt that fails alone ends in Idle', (t) => {
  const step = after({}, start, failed(undefined))
  t.deepEqual(described(step), ['1 on none: stop-timer ConnectRetryTimer', '1 on none: session-down'])
})

// Our BGP Identifier is 10, so the peer's 20 favours what it opened, and its 5 what we opened.
const collisions: readonly {
  name: string
  inputs: readonly PeerInput[]
  configuration?: Partial<SessionConfiguration>
  leaves: readonly string[]
  dumped: readonly string[]
}[] = [
  {
    name: 'the higher peer opened the newer one, so ours is dumped',
    inputs: [acked(7), confirmed(8), received(8, peerOpen())],
    leaves: ['2 OpenConfirm on 8'],
    dumped: ['1 on 7'],
  },
  {
    name: 'the higher peer opened the older one, so our newer one is dumped',
    inputs: [confirmed(7), acked(8), received(8, peerOpen())],
    leaves: ['1 OpenSent on 7'],
    dumped: ['2 on 8'],
  },
  {
    name: 'the OPEN on ours tells that the other one stays',
    inputs: [acked(7), confirmed(8), received(7, peerOpen())],
    leaves: ['2 OpenSent on 8'],
    dumped: ['1 on 7'],
  },
  {
    name: 'the lower peer loses its own',
    inputs: [acked(7), confirmed(8), received(8, peerOpen({ bgpIdentifier: 5 }))],
    leaves: ['1 OpenSent on 7'],
    dumped: ['2 on 8'],
  },
  {
    name: 'OpenConfirm is compared like OpenSent',
    inputs: [acked(7), received(7, peerOpen()), confirmed(8), received(8, peerOpen())],
    leaves: ['2 OpenConfirm on 8'],
    dumped: ['1 on 7'],
  },
  {
    name: 'an Established session stays',
    inputs: [
      acked(7),
      received(7, peerOpen()),
      received(7, keepalive),
      confirmed(8),
      received(8, peerOpen()),
    ],
    leaves: ['1 Established on 7'],
    dumped: ['2 on 8'],
  },
  {
    name: 'an Established session goes by the switch',
    inputs: [
      acked(7),
      received(7, peerOpen()),
      received(7, keepalive),
      confirmed(8),
      received(8, peerOpen()),
    ],
    configuration: { collisionDetectEstablishedState: true },
    leaves: ['2 OpenConfirm on 8'],
    dumped: ['1 on 7'],
  },
]

for (const { name, inputs, configuration = {}, leaves, dumped } of collisions) {
  test(`collision: ${name}`, (t) => {
    const step = after(configuration, start, ...inputs)
    t.deepEqual(states(step.sessions), leaves)
    const cease = step.actions.filter(
      ({ action }) => action.kind === 'send' && action.message === collisionResolution,
    )
    t.deepEqual(
      cease.map(({ session, connection }) => `${session} on ${connection}`),
      dumped,
    )
    t.true(step.transitions.some(({ eventNumber }) => eventNumber === 23))
  })
}

test('a connection that dies leaves the peering to the other one, and its timers stop', (t) => {
  const step = after({ idleHoldSeconds: 10 }, start, acked(7), confirmed(8), failed(7))
  t.deepEqual(states(step.sessions), ['2 OpenSent on 8'])
  t.deepEqual(described(step).slice(-2), ['1 on 7: session-down', '1 on none: stop-timer ConnectRetryTimer'])
  const gone = handlePeerEvent(step.sessions, { kind: 'event', session: 1, event: eventByNumber(10) })
  t.is(gone.sessions, step.sessions)
  const held = handlePeerEvent(step.sessions, { kind: 'event', session: 2, event: eventByNumber(10) })
  t.deepEqual(held.sessions.configured.timers, ['IdleHoldTimer'])
})

test('the second FSM that takes the peering over goes on with its counts', (t) => {
  const { configured } = after({}, start, acked(7), confirmed(8), received(8, peerOpen())).sessions
  t.like(configured, { id: 2, connectRetryCounter: 1, falls: 1 })
})

test('the second connection that dies is forgotten', (t) => {
  const step = after({}, start, acked(7), confirmed(8), received(8, aNotification(6, 7)))
  t.deepEqual(states(step.sessions), ['1 OpenSent on 7'])
  t.is(sessionById(step.sessions, 2), undefined)
  t.is(sessionByConnection(step.sessions, 8), undefined)
})

test('a stop ends both connections and leaves the configured FSM', (t) => {
  for (const number of [2, 8]) {
    const stop: PeerInput = { kind: 'event', session: undefined, event: eventByNumber(number) }
    const step = after({ idleHoldSeconds: 10 }, start, acked(7), confirmed(8), stop)
    t.deepEqual(states(step.sessions), ['1 Idle on none'])
    t.deepEqual(step.sessions.configured.timers, number === 2 ? [] : ['IdleHoldTimer'])
    const ceased = described(step).filter((line) => line.includes('send'))
    t.deepEqual(
      ceased,
      number === 2 ? ['2 on 8: send 6/2', '1 on 7: send 6/2'] : ['2 on 8: send 6/1', '1 on 7: send 6/1'],
    )
  }
})

test('a bad OPEN is refused with its code, and its reason goes with the transition', (t) => {
  const step = after({}, start, acked(7), received(7, peerOpen({ holdTimeSeconds: 1 })))
  t.deepEqual(described(step), [
    '1 on 7: send 2/6',
    '1 on 7: stop-timer HoldTimer',
    '1 on 7: close',
    '1 on 7: session-down',
  ])
  t.like(step.transitions[0], { event: 'BGPOpenMsgErr', eventNumber: 22, from: 'OpenSent', to: 'Idle' })
  t.is(step.transitions[0]?.fall?.reason, "peer's OPEN refused: OPEN Message Error, Unacceptable Hold Time")
})

test('a bad OPEN where none is expected is an FSM error', (t) => {
  const open = peerOpen({ holdTimeSeconds: 1 })
  const step = after({}, start, acked(7), received(7, peerOpen()), received(7, keepalive), received(7, open))
  t.is(described(step)[0], '1 on 7: send 5/3')
})

test('a NOTIFICATION about the version is event 24 and counts no fall', (t) => {
  const step = after({}, start, acked(7), received(7, aNotification(2, 1)))
  t.is(step.transitions[0]?.eventNumber, 24)
  t.is(step.sessions.configured.connectRetryCounter, 0)
  t.is(after({}, start, acked(7), received(7, aNotification(2, 2))).transitions[0]?.eventNumber, 25)
})

test('faults that the owner found come to the FSM of their connection', (t) => {
  const standing = [start, acked(7), received(7, peerOpen()), received(7, keepalive)]
  const fault: PeerInput = {
    kind: 'message-error',
    connection: 7,
    error: 'UpdateMsgErr',
    notification: aNotification(3, 10),
  }
  t.is(described(after({}, ...standing, fault))[0], '1 on 7: send 3/10')
  const stray = after({}, ...standing, { ...fault, connection: 99 })
  t.is(stray.sessions.configured.state, 'Established')
})

test('an UPDATE sent restarts the KeepaliveTimer of its FSM', (t) => {
  const step = after({}, start, acked(7), received(7, peerOpen()), received(7, keepalive), {
    kind: 'update-sent',
    connection: 7,
  })
  t.deepEqual(described(step), ['1 on 7: start-timer KeepaliveTimer'])
})

test('a clear closes what there is and starts at once', (t) => {
  const reset: PeerInput = {
    kind: 'event',
    session: undefined,
    event: { kind: 'ManualStop', notification: aNotification(6, 4) },
  }
  const step = after({}, start, acked(7), received(7, peerOpen()), received(7, keepalive), reset, start)
  t.deepEqual(states(step.sessions), ['1 Connect on none'])
})

test('simultaneous opens end in one connection, the one that the higher identifier opened', (t) => {
  const wire = new PeerWire()
  wire.operate('customer', { kind: 'ManualStart' })
  wire.operate('msee', { kind: 'ManualStart' })
  // Both SYNs arrive before any answer does, so each end adopts what the other opened.
  wire.pending[0]?.()
  wire.pending[0]?.()
  t.deepEqual([wire.state('customer'), wire.state('msee')], ['OpenSent', 'OpenSent'])
  wire.drain()
  t.deepEqual(
    wire.log.filter((line) => line.includes('sends')),
    ['customer sends 6/7', 'msee sends 6/7'],
  )
  t.deepEqual([wire.state('customer'), wire.state('msee')], ['Established', 'Established'])
  t.is(wire.openConnections.length, 1)
  t.is(establishedSession(wire.sessions('msee'))?.initiator, 'local')
  t.is(establishedSession(wire.sessions('customer'))?.initiator, 'remote')
  t.is(wire.sessions('msee').second, undefined)
  t.is(wire.sessions('customer').second, undefined)
})

test('a peer that is started later is reached when the ConnectRetryTimer expires', (t) => {
  const wire = new PeerWire()
  wire.operate('customer', { kind: 'ManualStart' })
  wire.drain()
  t.is(wire.state('customer'), 'Active')
  wire.operate('msee', { kind: 'ManualStart_with_PassiveTcpEstablishment' })
  wire.expire()
  wire.drain()
  t.deepEqual([wire.state('customer'), wire.state('msee')], ['Established', 'Established'])
})
