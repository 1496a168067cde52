import test from 'ava'
import type { Capability } from '../../../src/bgp/capability.ts'
import { gracefulRestartCapability, neverRestarted } from '../../../src/bgp/fsm/graceful-restart.ts'
import { buildOpen, negotiate } from '../../../src/bgp/fsm/open.ts'
import type { Session, SessionEvent } from '../../../src/bgp/fsm/session.ts'
import { transition } from '../../../src/bgp/fsm/transition.ts'
import {
  administrativeReset,
  administrativeShutdown,
  hardReset,
  maximumPrefixes,
  type NotificationMessage,
  peerDeconfigured,
} from '../../../src/bgp/notification.ts'
import {
  aNotification,
  eventByNumber,
  gracefulCapability,
  gracefulRestart,
  gracefulSession,
  peerOpen,
  sent,
  sessionConfiguration,
  sessionIn,
} from '../../support/bgp-session.ts'

const ipv4 = { afi: 1, safi: 1 }
const ipv6 = { afi: 2, safi: 1 }

test('the capability stands in the OPEN where it is configured', (t) => {
  const { capabilities } = buildOpen(sessionConfiguration({ gracefulRestart: gracefulRestart() }))
  t.deepEqual(
    capabilities.find(({ kind }) => kind === 'graceful-restart'),
    {
      ...{ kind: 'graceful-restart', restarting: false, notification: true, restartSeconds: 120 },
      families: [{ ...ipv4, forwarding: false }],
    },
  )
})

test('a helper lists no family', (t) => {
  t.deepEqual(gracefulRestartCapability(gracefulRestart({ families: [] }), neverRestarted).families, [])
})

const bits: readonly {
  case: string
  restarting: boolean
  forwardingKept: boolean
  afterReset: boolean
  bits: readonly [restart: boolean, forwarding: boolean]
}[] = [
  {
    ...{ case: 'at the first start', restarting: false, forwardingKept: false, afterReset: true },
    bits: [false, false],
  },
  {
    ...{ case: 'after a restart that kept forwarding', restarting: true, forwardingKept: true },
    ...{ afterReset: false, bits: [true, true] },
  },
  {
    ...{ case: 'after a restart that lost it', restarting: true, forwardingKept: false },
    ...{ afterReset: true, bits: [true, false] },
  },
  {
    ...{ case: 'after a reset of the session alone', restarting: false, forwardingKept: true },
    ...{ afterReset: true, bits: [false, true] },
  },
  {
    ...{ case: 'after such a reset, by the switch', restarting: false, forwardingKept: true },
    ...{ afterReset: false, bits: [false, false] },
  },
]

for (const { case: name, restarting, forwardingKept, afterReset, bits: wanted } of bits) {
  test(`${name} the R bit is ${wanted[0]} and the F bit ${wanted[1]}`, (t) => {
    const configuration = gracefulRestart({ forwardingBitAfterReset: afterReset })
    const capability = gracefulRestartCapability(configuration, { restarting, forwardingKept })
    t.is(capability.restarting, wanted[0])
    t.deepEqual(capability.families, [{ ...ipv4, forwarding: wanted[1] }])
  })
}

test('a session that stood says so by the F bit of its next OPEN', (t) => {
  const confirmed = sessionIn('OpenConfirm', { gracefulRestart: gracefulRestart() })
  t.false(confirmed.restart.forwardingKept)
  const stood = transition(confirmed, eventByNumber(26)).session
  t.true(transition(stood, eventByNumber(10)).session.restart.forwardingKept)
})

function settled(own: boolean, ...offered: readonly Capability[]) {
  const configuration = sessionConfiguration({ gracefulRestart: own ? gracefulRestart() : undefined })
  return negotiate(configuration, peerOpen({ capabilities: offered })).gracefulRestart
}

test('nothing is settled where one end lacks the capability', (t) => {
  t.is(settled(true), undefined)
  t.is(settled(false, gracefulCapability()), undefined)
})

test('what the peer says is settled: its time, its R bit, its families and their F bits', (t) => {
  const families = [
    { ...ipv4, forwarding: true },
    { ...ipv6, forwarding: false },
    { afi: 1, safi: 128, forwarding: true },
  ]
  t.deepEqual(settled(true, gracefulCapability({ restarting: true, restartSeconds: 7, families })), {
    ...{ peerRestarting: true, notification: true, restartSeconds: 7 },
    ...{ families: ['ipv4', 'ipv6'], forwarding: ['ipv4'] },
  })
})

test('the N bit has to stand in both OPENs', (t) => {
  t.false(settled(true, gracefulCapability({ notification: false }))?.notification)
})

test('of several instances the last one counts', (t) => {
  const [first, last] = [gracefulCapability({ restartSeconds: 1 }), gracefulCapability({ restartSeconds: 2 })]
  t.is(settled(true, first, last)?.restartSeconds, 2)
})

const stopped = (notification: NotificationMessage): SessionEvent => ({ kind: 'ManualStop', notification })
const limit: SessionEvent = {
  kind: 'AutomaticStop',
  notification: maximumPrefixes('ipv4', 1),
  holdIdleSeconds: undefined,
  reason: 'limit',
}
const heard = (notification: NotificationMessage): SessionEvent => ({ kind: 'NotifMsg', notification })

const withN = gracefulSession()
const withoutN = gracefulSession({ notification: false })
const [kept, gone] = [['ipv4'], []]

// RFC 4724 §4.2 and §5, RFC 8538 §4: what becomes of the routes.
const ends: readonly (readonly [
  what: string,
  session: Session,
  event: SessionEvent,
  retained: readonly string[],
])[] = [
  ['a TCP connection that failed', withN, eventByNumber(18), kept],
  ['a TCP connection that failed, without the N bit', withoutN, eventByNumber(18), kept],
  ['a new connection', withoutN, eventByNumber(17), kept],
  ['a hold time that ran out', withN, eventByNumber(10), kept],
  ['a hold time that ran out, without the N bit', withoutN, eventByNumber(10), gone],
  ['a received NOTIFICATION', withN, heard(aNotification(6, 4)), kept],
  ['a received NOTIFICATION, without the N bit', withoutN, heard(aNotification(6, 4)), gone],
  ['a received shutdown that is not hard', withN, heard(administrativeShutdown), kept],
  ['a received Hard Reset', withN, heard(hardReset(administrativeShutdown)), gone],
  ['an UPDATE that cannot be read', withN, eventByNumber(28), kept],
  ['a prefix limit', withN, limit, gone],
  ['a prefix limit that goes out as it is', gracefulSession({ hardResetSubcodes: [] }), limit, gone],
  ["the operator's shutdown", withN, stopped(administrativeShutdown), gone],
  ["the operator's reset", withN, stopped(administrativeReset), kept],
  [
    "the operator's reset, hard by the switch",
    gracefulSession({ hardResetSubcodes: [4] }),
    stopped(administrativeReset),
    gone,
  ],
  ['a peer that only helps', gracefulSession({}, { families: [] }), eventByNumber(18), gone],
  ['a peer without the capability', sessionIn('Established'), eventByNumber(18), gone],
]

for (const [what, session, event, retained] of ends) {
  test(`after ${what} routes are ${retained.length > 0 ? 'kept' : 'deleted'}`, (t) => {
    const { actions } = transition(session, event)
    const down = actions.find((action) => action.kind === 'session-down')
    t.true(down?.wasEstablished)
    t.deepEqual(down?.retained, retained)
  })
}

// RFC 8538 §3 and §5.1.
const resets: readonly (readonly [Session, NotificationMessage, string])[] = [
  [withN, administrativeShutdown, '6/9 6 2'],
  [withN, peerDeconfigured, '6/9 6 3'],
  [withN, maximumPrefixes('ipv4', 5), '6/9 6 1 0 1 1 0 0 0 5'],
  [withN, administrativeReset, '6/4'],
  [gracefulSession({ hardResetSubcodes: [4] }), administrativeReset, '6/9 6 4'],
  [gracefulSession({ hardResetSubcodes: [] }), administrativeShutdown, '6/2'],
  [withoutN, administrativeShutdown, '6/2'],
  [sessionIn('Established'), administrativeShutdown, '6/2'],
]

for (const [index, [session, notification, wanted]] of resets.entries()) {
  test(`case ${index}: ${notification.code}/${notification.subcode} goes out as ${wanted}`, (t) => {
    const { actions } = transition(session, stopped(notification))
    const told = actions.flatMap((action) => (action.kind === 'send' ? [action.message] : []))
    t.deepEqual(
      told.map((message) =>
        message.kind === 'NOTIFICATION'
          ? [`${message.code}/${message.subcode}`, ...message.data].join(' ')
          : message.kind,
      ),
      [wanted],
    )
    const down = actions.find((action) => action.kind === 'session-down')
    t.deepEqual([down?.fall.notification], told)
  })
}

test('a hold time that ran out is told as it is', (t) => {
  t.deepEqual(sent(transition(withN, eventByNumber(10)).actions), ['4/0'])
})
