import test from 'ava'
import { eventName, eventNumber } from '../../../src/bgp/fsm/event-number.ts'
import type { Session, SessionEvent, SessionState } from '../../../src/bgp/fsm/session.ts'
import { transition } from '../../../src/bgp/fsm/transition.ts'
import type { OpenMessage } from '../../../src/bgp/message.ts'
import { bfdDown } from '../../../src/bgp/notification.ts'
import { delayedSession, eventByNumber, inShort, peerOpen, sessionIn } from '../../support/bgp-session.ts'

// draft-ietf-idr-bgp-bfd-strict-mode, sections 8.2 to 8.7, row by row. The ConnectRetryCounter stands at 3.

const strict = { bfdStrict: { holdSeconds: 30, holdDownSeconds: 0 } }
const strictOpen = (difference: Partial<OpenMessage> = {}): SessionEvent => {
  const message = peerOpen(difference)
  return {
    kind: 'BGPOpen',
    message: { ...message, capabilities: [...message.capabilities, { kind: 'bfd-strict-mode' }] },
  }
}
const up: SessionEvent = { kind: 'BfdUp' }
const adminDown: SessionEvent = { kind: 'BfdAdminDown' }
const down = (wasUp = true): SessionEvent => ({
  ...{ kind: 'BfdDown', wasUp, notification: bfdDown(10), reason: 'BFD down' },
})
const holdTimerExpires: SessionEvent = { kind: 'BfdHoldTimer_Expires' }
const keepalive = eventByNumber(26)

const after = (session: Session, ...events: readonly SessionEvent[]): Session =>
  events.reduce((before, event) => transition(before, event).session, session)

const openSent = sessionIn('OpenSent', strict)
const sessions: Readonly<Record<string, Session>> = {
  Idle: sessionIn('Idle', strict),
  Connect: sessionIn('Connect', strict),
  Active: sessionIn('Active', strict),
  OpenSent: openSent,
  'OpenSent, the peer not strict': after(sessionIn('OpenSent', {}), strictOpen()),
  OpenSentBfdUpPending: after(openSent, strictOpen()),
  'OpenSentBfdUpPending without hold time': after(openSent, strictOpen({ holdTimeSeconds: 0 })),
  OpenSentConfirmedBfdUpPending: after(openSent, strictOpen(), keepalive),
  ConnectDelayOpenBfdUpPending: after(delayedSession('Connect', strict), strictOpen()),
  ActiveDelayOpenBfdUpPending: after(delayedSession('Active', strict), strictOpen()),
  OpenConfirm: after(openSent, up, strictOpen()),
  'OpenConfirm without strict': sessionIn('OpenConfirm'),
  Established: after(openSent, up, strictOpen(), keepalive),
}

type Counter = 'kept' | 'zero' | '+1'
const counters: Readonly<Record<Counter, number>> = { kept: 3, zero: 0, '+1': 4 }
type Row = readonly [
  from: string,
  event: SessionEvent,
  to: SessionState,
  counter: Counter,
  ...did: readonly string[],
]

const rows: readonly Row[] = [
  ['Idle', up, 'Idle', 'kept'],
  ['Idle', down(), 'Idle', 'kept'],
  ['Idle', adminDown, 'Idle', 'kept'],
  ['Idle', holdTimerExpires, 'Idle', 'kept'],
  ['Connect', up, 'Connect', 'kept'],
  ['Connect', down(), 'Connect', 'kept'],
  ['Active', up, 'Active', 'kept'],
  ['Active', down(), 'Active', 'kept'],
  ['OpenSent', strictOpen(), 'OpenSent', 'kept', 'start HoldTimer 180', 'OpenSentBfdUpPending'],
  [
    'OpenSent',
    strictOpen({ holdTimeSeconds: 0 }),
    ...(['OpenSent', 'kept', 'stop HoldTimer', 'start BfdHoldTimer 30', 'OpenSentBfdUpPending'] as const),
  ],
  [
    'OpenSent',
    eventByNumber(19),
    'OpenConfirm',
    'kept',
    'KEEPALIVE',
    'start KeepaliveTimer 60',
    'start HoldTimer 180',
  ],
  ['OpenSent', up, 'OpenSent', 'kept'],
  ['OpenSent', keepalive, 'Idle', '+1', '5/1', 'stop HoldTimer', 'close'],
  ['OpenSentBfdUpPending', up, 'OpenConfirm', 'kept', 'KEEPALIVE', 'start KeepaliveTimer 60'],
  ['OpenSentBfdUpPending', adminDown, 'OpenConfirm', 'kept', 'KEEPALIVE', 'start KeepaliveTimer 60'],
  ['OpenSentBfdUpPending', down(), 'Idle', 'zero', '6/10', 'stop HoldTimer', 'close'],
  ['OpenSentBfdUpPending', down(false), 'Idle', 'zero', '6/10', 'stop HoldTimer', 'close'],
  ['OpenSentBfdUpPending', eventByNumber(10), 'Idle', '+1', '4/0', 'close'],
  ['OpenSentBfdUpPending', strictOpen(), 'Idle', '+1', '5/1', 'stop HoldTimer', 'close'],
  [
    'OpenSentBfdUpPending',
    keepalive,
    'OpenSent',
    'kept',
    'start HoldTimer 180',
    'OpenSentConfirmedBfdUpPending',
  ],
  ['OpenSentBfdUpPending', eventByNumber(2), 'Idle', 'zero', '6/2', 'stop HoldTimer', 'close'],
  ['OpenSentBfdUpPending without hold time', holdTimerExpires, 'Idle', '+1', '6/10', 'close'],
  ['OpenSentBfdUpPending without hold time', up, 'OpenConfirm', 'kept', 'stop BfdHoldTimer', 'KEEPALIVE'],
  ['OpenSentConfirmedBfdUpPending', keepalive, 'OpenSent', 'kept', 'start HoldTimer 180'],
  [
    'OpenSentConfirmedBfdUpPending',
    up,
    ...([
      'Established',
      'kept',
      'KEEPALIVE',
      'start KeepaliveTimer 60',
      'start HoldTimer 180',
      'up',
    ] as const),
  ],
  ['ConnectDelayOpenBfdUpPending', up, 'OpenConfirm', 'kept', 'KEEPALIVE', 'start KeepaliveTimer 60'],
  ['ConnectDelayOpenBfdUpPending', down(), 'Connect', 'kept'],
  ['ConnectDelayOpenBfdUpPending', holdTimerExpires, 'Idle', '+1', '6/10', 'stop HoldTimer', 'close'],
  ['ConnectDelayOpenBfdUpPending', strictOpen(), 'Idle', '+1', '5/1', 'stop HoldTimer', 'close'],
  ['ActiveDelayOpenBfdUpPending', up, 'OpenConfirm', 'kept', 'KEEPALIVE', 'start KeepaliveTimer 60'],
  ['ActiveDelayOpenBfdUpPending', down(), 'Active', 'kept'],
  ['OpenConfirm', down(), 'Idle', 'zero', '6/10', 'stop HoldTimer', 'stop KeepaliveTimer', 'close'],
  ['OpenConfirm', up, 'OpenConfirm', 'kept'],
  ['OpenConfirm without strict', down(), 'OpenConfirm', 'kept'],
  ['OpenSent, the peer not strict', down(), 'OpenConfirm', 'kept'],
  ['Established', down(), 'Idle', '+1', '6/10', 'stop HoldTimer', 'stop KeepaliveTimer', 'close'],
  ['Established', down(false), 'Established', 'kept'],
  ['Established', up, 'Established', 'kept'],
  ['Established', adminDown, 'Established', 'kept'],
]

for (const [index, [from, event, to, counter, ...did]] of rows.entries()) {
  test(`row ${index + 1}: ${from} on ${event.kind} goes to ${to}`, (t) => {
    const session = sessions[from]
    if (session === undefined) return t.fail(`no session in ${from}`)
    const { session: then, actions } = transition(session, event)
    t.deepEqual([then.state, then.connectRetryCounter], [to, counters[counter]])
    t.deepEqual(did, doneIn(actions))
    if (to === 'Idle') t.is(then.bfdPending, undefined)
  })
}

function doneIn(actions: ReturnType<typeof transition>['actions']): readonly string[] {
  return actions.flatMap((action) => {
    if (action.kind === 'send') return [inShort(action.message)]
    if (action.kind === 'start-timer') return [`start ${action.timer} ${action.seconds}`]
    if (action.kind === 'stop-timer') return [`stop ${action.timer}`]
    if (action.kind === 'bfd-pending') return [action.subState]
    if (action.kind === 'session-up') return ['up']
    return action.kind === 'close' ? ['close'] : []
  })
}

test('one end alone is not enough: whoever is not strict, or not answered so, waits for nothing', (t) => {
  t.is(after(openSent, eventByNumber(19)).state, 'OpenConfirm')
  t.is(after(sessionIn('OpenSent'), strictOpen()).state, 'OpenConfirm')
})

test('BFD that is Up, or that an operator wants down, is not waited for', (t) => {
  for (const word of [up, adminDown])
    t.is(after(openSent, word, strictOpen()).state, 'OpenConfirm', word.kind)
  t.is(after(openSent, up, down(false)).state, 'OpenSent', 'nothing was negotiated yet')
})

test('what BFD said last outlasts the fall of a session', (t) => {
  const fallen = after(openSent, up, strictOpen(), keepalive, eventByNumber(2))
  t.deepEqual([fallen.state, fallen.bfd], ['Idle', 'Up'])
})

test('the events have the names and the numbers of section 13.3', (t) => {
  const numbers = [adminDown, down(), up, holdTimerExpires].map((event) => eventNumber(openSent, event))
  t.deepEqual(numbers, [30, 31, 32, 34])
  t.is(eventName(openSent, up), 'BfdUp')
})

test('a session that waits too long says what for', (t) => {
  const reasonOf = (from: string, event: SessionEvent): string | undefined => {
    const session = sessions[from]
    const actions = session === undefined ? [] : transition(session, event).actions
    return actions.find((action) => action.kind === 'session-down')?.fall.reason
  }
  t.is(reasonOf('OpenSentBfdUpPending', eventByNumber(10)), 'hold timer expired while waiting for BFD')
  t.is(reasonOf('OpenSentBfdUpPending without hold time', holdTimerExpires), 'BFD did not come up in 30 s')
})
