import test from 'ava'
import { sendBlocked, sendHoldSeconds, sendUnblocked } from '../../../src/bgp/fsm/send-hold.ts'
import type { SessionConfiguration, Step } from '../../../src/bgp/fsm/session.ts'
import { transition } from '../../../src/bgp/fsm/transition.ts'
import type { SendHold } from '../../../src/bgp/profile.ts'
import { sent, sessionIn } from '../../support/bgp-session.ts'

const times: readonly [hold: number, configured: SendHold, seconds: number, why: string][] = [
  [180, 'RFC 9687', 480, 'eight minutes are longer than twice the hold time'],
  [300, 'RFC 9687', 600, 'twice the hold time is longer than eight minutes'],
  [30, 'two hold times', 60, 'FRR waits for two hold times'],
  [30, 'hold time or 90 s', 90, 'OpenBGPD waits for 90 s'],
  [180, 'hold time or 90 s', 180, 'OpenBGPD waits for the hold time, where that is longer'],
  [180, 200, 200, 'what is configured goes before all that'],
  [180, 0, 0, 'none where none is configured'],
  [0, 'RFC 9687', 0, 'none without a hold time'],
  [0, 200, 0, 'none without a hold time, whatever is configured'],
]

for (const [holdTimeSeconds, sendHold, seconds, why] of times) {
  test(`the SendHoldTime: ${why}`, (t) => {
    t.is(sendHoldSeconds({ holdTimeSeconds }, { sendHold }), seconds)
  })
}

function blocked(configuration: Partial<SessionConfiguration> = {}): Step {
  return sendBlocked(sessionIn('Established', configuration))
}

test('RFC 9687 §4.3: the SendHoldTimer runs from when TCP takes nothing more, and no longer when it does', (t) => {
  const { session, actions } = blocked()
  t.deepEqual(actions, [{ kind: 'start-timer', timer: 'SendHoldTimer', seconds: 480 }])
  const taken = sendUnblocked(session)
  t.deepEqual(taken.actions, [{ kind: 'stop-timer', timer: 'SendHoldTimer' }])
  t.deepEqual(sendUnblocked(taken.session).actions, [])
})

test('no SendHoldTimer runs where its time is 0, or before the OPENs settled anything', (t) => {
  t.deepEqual(blocked({ sendHold: 0 }).actions, [])
  t.deepEqual(sendBlocked(sessionIn('OpenSent')).actions, [])
})

test('RFC 9687 §4.3: when it runs out the session falls to Idle by event 29, and says 8/0 where it can', (t) => {
  const { session, actions } = transition(blocked().session, { kind: 'SendHoldTimer_Expires' })
  t.like(session, { state: 'Idle', connection: undefined, connectRetryCounter: 4, timers: [] })
  t.deepEqual(sent(actions), ['8/0'])
})

test('a session that falls stops its SendHoldTimer', (t) => {
  const { actions } = transition(blocked().session, { kind: 'HoldTimer_Expires' })
  t.true(actions.some((action) => action.kind === 'stop-timer' && action.timer === 'SendHoldTimer'))
})
