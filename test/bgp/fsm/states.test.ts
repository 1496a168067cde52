import test from 'ava'
import { eventNumber } from '../../../src/bgp/fsm/event-number.ts'
import type { Session, SessionEvent, SessionState } from '../../../src/bgp/fsm/session.ts'
import { transition } from '../../../src/bgp/fsm/transition.ts'
import { delayedSession, eventByNumber, gracefulSession, sent, sessionIn } from '../../support/bgp-session.ts'

/** What becomes of the ConnectRetryCounter, which stands at 3. */
type Counter = 'kept' | 'zero' | '+1'
const counters: Readonly<Record<Counter, number>> = { kept: 3, zero: 0, '+1': 4 }

/** Event number, next state, counter, messages sent. */
type Row = readonly [event: number, to: SessionState, counter: Counter, ...messages: readonly string[]]

// Without the DelayOpenTimer event 20 is event 19, so it stands in the tables of the delayed sessions.
const withoutDelay = Array.from({ length: 29 }, (_, index) => index + 1).filter((number) => number !== 20)

const idle: readonly Row[] = [
  [1, 'Connect', 'zero'],
  [2, 'Idle', 'kept'],
  [3, 'Connect', 'zero'],
  [4, 'Active', 'zero'],
  [5, 'Active', 'zero'],
  [6, 'Connect', 'kept'],
  [7, 'Active', 'kept'],
  [8, 'Idle', 'kept'],
  [9, 'Idle', 'kept'],
  [10, 'Idle', 'kept'],
  [11, 'Idle', 'kept'],
  [12, 'Idle', 'kept'],
  [13, 'Connect', 'kept'],
  [14, 'Idle', 'kept'],
  [15, 'Idle', 'kept'],
  [16, 'Idle', 'kept'],
  [17, 'Idle', 'kept'],
  [18, 'Idle', 'kept'],
  [19, 'Idle', 'kept'],
  [21, 'Idle', 'kept'],
  [22, 'Idle', 'kept'],
  [23, 'Idle', 'kept'],
  [24, 'Idle', 'kept'],
  [25, 'Idle', 'kept'],
  [26, 'Idle', 'kept'],
  [27, 'Idle', 'kept'],
  [28, 'Idle', 'kept'],
  [29, 'Idle', 'kept'],
]

const connect: readonly Row[] = [
  [1, 'Connect', 'kept'],
  [2, 'Idle', 'zero'],
  [3, 'Connect', 'kept'],
  [4, 'Connect', 'kept'],
  [5, 'Connect', 'kept'],
  [6, 'Connect', 'kept'],
  [7, 'Connect', 'kept'],
  [8, 'Idle', '+1'],
  [9, 'Connect', 'kept'],
  [10, 'Idle', '+1'],
  [11, 'Idle', '+1'],
  [12, 'Idle', '+1'],
  [13, 'Idle', '+1'],
  [14, 'Connect', 'kept'],
  [15, 'Connect', 'kept'],
  [16, 'OpenSent', 'kept', 'OPEN'],
  [17, 'OpenSent', 'kept', 'OPEN'],
  [18, 'Idle', 'kept'],
  [19, 'Idle', '+1'],
  [21, 'Idle', '+1'],
  [22, 'Idle', '+1'],
  [23, 'Idle', '+1'],
  [24, 'Idle', '+1'],
  [25, 'Idle', '+1'],
  [26, 'Idle', '+1'],
  [27, 'Idle', '+1'],
  [28, 'Idle', '+1'],
  [29, 'Idle', '+1'],
]

const connectDelayed: readonly Row[] = [
  [2, 'Idle', 'zero'],
  [8, 'Idle', '+1'],
  [9, 'Connect', 'kept'],
  [12, 'OpenSent', 'kept', 'OPEN'],
  [16, 'Connect', 'kept'],
  [17, 'Connect', 'kept'],
  [18, 'Active', 'kept'],
  [20, 'OpenConfirm', 'kept', 'OPEN', 'KEEPALIVE'],
  [21, 'Idle', '+1'],
  [22, 'Idle', '+1'],
  [24, 'Idle', 'kept'],
  [25, 'Idle', '+1'],
]

const connectSpeaking: readonly Row[] = [
  [2, 'Idle', 'zero'],
  [21, 'Idle', '+1', '1/2'],
  [22, 'Idle', '+1', '2/2'],
]

const active: readonly Row[] = [
  [1, 'Active', 'kept'],
  [2, 'Idle', 'zero'],
  [3, 'Active', 'kept'],
  [4, 'Active', 'kept'],
  [5, 'Active', 'kept'],
  [6, 'Active', 'kept'],
  [7, 'Active', 'kept'],
  [8, 'Idle', '+1'],
  [9, 'Connect', 'kept'],
  [10, 'Idle', '+1'],
  [11, 'Idle', '+1'],
  [12, 'Idle', '+1'],
  [13, 'Idle', '+1'],
  [14, 'Active', 'kept'],
  [15, 'Active', 'kept'],
  [16, 'OpenSent', 'kept', 'OPEN'],
  [17, 'OpenSent', 'kept', 'OPEN'],
  [18, 'Idle', '+1'],
  [19, 'Idle', '+1'],
  [21, 'Idle', '+1'],
  [22, 'Idle', '+1'],
  [23, 'Idle', '+1'],
  [24, 'Idle', '+1'],
  [25, 'Idle', '+1'],
  [26, 'Idle', '+1'],
  [27, 'Idle', '+1'],
  [28, 'Idle', '+1'],
  [29, 'Idle', '+1'],
]

const activeDelayed: readonly Row[] = [
  [2, 'Idle', 'zero'],
  [8, 'Idle', '+1'],
  [9, 'Connect', 'kept'],
  [12, 'OpenSent', 'kept', 'OPEN'],
  [16, 'Active', 'kept'],
  [17, 'Active', 'kept'],
  [18, 'Idle', '+1'],
  [20, 'OpenConfirm', 'kept', 'OPEN', 'KEEPALIVE'],
  [21, 'Idle', '+1'],
  [22, 'Idle', '+1'],
  [24, 'Idle', 'kept'],
  [25, 'Idle', '+1'],
]

const activeSpeaking: readonly Row[] = [
  [2, 'Idle', 'zero', '6/2'],
  [21, 'Idle', '+1', '1/2'],
  [22, 'Idle', '+1', '2/2'],
]

// RFC 6608: a message is answered with the state's subcode, a timer that should not run with 0.
const openSent: readonly Row[] = [
  [1, 'OpenSent', 'kept'],
  [2, 'Idle', 'zero', '6/2'],
  [3, 'OpenSent', 'kept'],
  [4, 'OpenSent', 'kept'],
  [5, 'OpenSent', 'kept'],
  [6, 'OpenSent', 'kept'],
  [7, 'OpenSent', 'kept'],
  [8, 'Idle', '+1', '6/1'],
  [9, 'Idle', '+1', '5/0'],
  [10, 'Idle', '+1', '4/0'],
  [11, 'Idle', '+1', '5/0'],
  [12, 'Idle', '+1', '5/0'],
  [13, 'Idle', '+1', '5/0'],
  [14, 'OpenSent', 'kept'],
  [15, 'OpenSent', 'kept'],
  [16, 'OpenSent', 'kept'],
  [17, 'OpenSent', 'kept'],
  [18, 'Active', 'kept'],
  [19, 'OpenConfirm', 'kept', 'KEEPALIVE'],
  [21, 'Idle', '+1', '1/2'],
  [22, 'Idle', '+1', '2/2'],
  [23, 'Idle', '+1', '6/7'],
  [24, 'Idle', 'kept'],
  [25, 'Idle', '+1'],
  [26, 'Idle', '+1', '5/1'],
  [27, 'Idle', '+1', '5/1'],
  [28, 'Idle', '+1', '5/1'],
  [29, 'Idle', '+1', '8/0'],
]

// An OPEN on another connection is compared by peer-sessions; a second one on this connection is unexpected.
const openConfirm: readonly Row[] = [
  [1, 'OpenConfirm', 'kept'],
  [2, 'Idle', 'zero', '6/2'],
  [3, 'OpenConfirm', 'kept'],
  [4, 'OpenConfirm', 'kept'],
  [5, 'OpenConfirm', 'kept'],
  [6, 'OpenConfirm', 'kept'],
  [7, 'OpenConfirm', 'kept'],
  [8, 'Idle', '+1', '6/1'],
  [9, 'Idle', '+1', '5/0'],
  [10, 'Idle', '+1', '4/0'],
  [11, 'OpenConfirm', 'kept', 'KEEPALIVE'],
  [12, 'Idle', '+1', '5/0'],
  [13, 'Idle', '+1', '5/0'],
  [14, 'OpenConfirm', 'kept'],
  [15, 'OpenConfirm', 'kept'],
  [16, 'OpenConfirm', 'kept'],
  [17, 'OpenConfirm', 'kept'],
  [18, 'Idle', '+1'],
  [19, 'Idle', '+1', '5/2'],
  [21, 'Idle', '+1', '1/2'],
  [22, 'Idle', '+1', '2/2'],
  [23, 'Idle', '+1', '6/7'],
  [24, 'Idle', 'kept'],
  [25, 'Idle', '+1'],
  [26, 'Established', 'kept'],
  [27, 'Idle', '+1', '5/2'],
  [28, 'Idle', '+1', '5/2'],
  [29, 'Idle', '+1', '8/0'],
]

// Event 21 carries its own code, which is where §6.1 wins over the "any other event" of §8.2.2.
const established: readonly Row[] = [
  [1, 'Established', 'kept'],
  [2, 'Idle', 'zero', '6/2'],
  [3, 'Established', 'kept'],
  [4, 'Established', 'kept'],
  [5, 'Established', 'kept'],
  [6, 'Established', 'kept'],
  [7, 'Established', 'kept'],
  [8, 'Idle', '+1', '6/1'],
  [9, 'Idle', '+1', '5/0'],
  [10, 'Idle', '+1', '4/0'],
  [11, 'Established', 'kept', 'KEEPALIVE'],
  [12, 'Idle', '+1', '5/0'],
  [13, 'Idle', '+1', '5/0'],
  [14, 'Established', 'kept'],
  [15, 'Established', 'kept'],
  [16, 'Established', 'kept'],
  [17, 'Established', 'kept'],
  [18, 'Idle', '+1'],
  [19, 'Idle', '+1', '5/3'],
  [21, 'Idle', '+1', '1/2'],
  [22, 'Idle', '+1', '5/3'],
  [23, 'Idle', '+1', '6/7'],
  [24, 'Idle', '+1'],
  [25, 'Idle', '+1'],
  [26, 'Established', 'kept'],
  [27, 'Established', 'kept'],
  [28, 'Idle', '+1', '3/1'],
  [29, 'Idle', '+1', '8/0'],
]

// RFC 4724 §5, of a peer with the capability: a new connection replaces the old one, without a NOTIFICATION.
const establishedGraceful: readonly Row[] = [
  [2, 'Idle', 'zero', '6/9'],
  [8, 'Idle', '+1', '6/9'],
  [10, 'Idle', '+1', '4/0'],
  [14, 'Established', 'kept'],
  [15, 'Established', 'kept'],
  [16, 'Connect', 'zero'],
  [17, 'Connect', 'zero'],
  [18, 'Idle', '+1'],
  [24, 'Idle', '+1'],
  [25, 'Idle', '+1'],
  [26, 'Established', 'kept'],
]

interface Table {
  readonly name: string
  readonly session: Session
  readonly rows: readonly Row[]
}

const fullTables: readonly Table[] = [
  { name: 'Idle', session: sessionIn('Idle'), rows: idle },
  { name: 'Connect', session: sessionIn('Connect'), rows: connect },
  { name: 'Active', session: sessionIn('Active'), rows: active },
  { name: 'OpenSent', session: sessionIn('OpenSent'), rows: openSent },
  { name: 'OpenConfirm', session: sessionIn('OpenConfirm'), rows: openConfirm },
  { name: 'Established', session: sessionIn('Established'), rows: established },
]

const speaking = { sendNotificationWithoutOpen: true }
const otherTables: readonly Table[] = [
  { name: 'Established with graceful restart', session: gracefulSession(), rows: establishedGraceful },
  { name: 'Connect with DelayOpen', session: delayedSession('Connect'), rows: connectDelayed },
  { name: 'Active with DelayOpen', session: delayedSession('Active'), rows: activeDelayed },
  {
    name: 'Connect with SendNOTIFICATIONwithoutOPEN',
    session: delayedSession('Connect', speaking),
    rows: connectSpeaking,
  },
  {
    name: 'Active with SendNOTIFICATIONwithoutOPEN',
    session: delayedSession('Active', speaking),
    rows: activeSpeaking,
  },
]

for (const { name, session, rows } of [...fullTables, ...otherTables]) {
  for (const [number, to, counter, ...messages] of rows) {
    const event: SessionEvent = eventByNumber(number)
    test(`${name}, event ${number} ${event.kind} leads to ${to}`, (t) => {
      t.is(eventNumber(session, event), number)
      const step = transition(session, event)
      t.is(step.session.state, to)
      t.is(step.session.connectRetryCounter, counters[counter])
      t.deepEqual(sent(step.actions), messages)
    })
  }
}

for (const { name, rows } of fullTables) {
  test(`the table of ${name} has a row for every event`, (t) => {
    t.deepEqual(
      rows.map(([number]) => number),
      withoutDelay,
    )
  })
}
