import test from 'ava'
import { type ControlPacket, controlPacket } from '../../src/bfd/control-packet.ts'
import {
  type BfdConfiguration,
  type BfdSession,
  type BfdState,
  bfdStates,
  detectionTime,
  newBfdSession,
  transmitInterval,
} from '../../src/bfd/session.ts'
import { type BfdEvent, handleBfd } from '../../src/bfd/transition.ts'

const msee: BfdConfiguration = {
  desiredMinTxMicros: 300_000,
  requiredMinRxMicros: 300_000,
  detectMultiplier: 3,
}

const fresh = (configuration: Partial<BfdConfiguration> = {}, discriminator = 1): BfdSession =>
  newBfdSession({ ...msee, ...configuration }, discriminator)

function inState(state: BfdState): BfdSession {
  return { ...fresh(), state, desiredMinTxMicros: state === 'Up' ? 300_000 : 1_000_000 }
}

function packet(difference: Partial<ControlPacket> = {}): ControlPacket {
  return { ...controlPacket(fresh({}, 2)), ...difference }
}

const heard = (session: BfdSession, difference: Partial<ControlPacket>): BfdSession =>
  handleBfd(session, { kind: 'packet', packet: packet(difference) }).session

/** RFC 5880 section 6.2 and 6.8.6: what a state becomes by what the far end says of its own. */
const table: Readonly<Record<BfdState, Readonly<Record<BfdState, BfdState>>>> = {
  AdminDown: { AdminDown: 'AdminDown', Down: 'AdminDown', Init: 'AdminDown', Up: 'AdminDown' },
  Down: { AdminDown: 'Down', Down: 'Init', Init: 'Up', Up: 'Down' },
  Init: { AdminDown: 'Down', Down: 'Init', Init: 'Up', Up: 'Up' },
  Up: { AdminDown: 'Down', Down: 'Down', Init: 'Up', Up: 'Up' },
}

for (const state of bfdStates) {
  for (const received of bfdStates) {
    test(`6.8.6: ${state}, and the far end is ${received}: ${table[state][received]}`, (t) => {
      t.is(heard(inState(state), { state: received }).state, table[state][received])
    })
  }
}

const falls: readonly {
  readonly name: string
  readonly event: BfdEvent
  readonly from: readonly BfdState[]
  readonly to: BfdState
  readonly diagnostic: BfdSession['localDiagnostic']
}[] = [
  {
    name: '6.8.4: the Detection Time expires',
    event: { kind: 'detection-time-expired' },
    from: ['Init', 'Up'],
    to: 'Down',
    diagnostic: 'Control Detection Time Expired',
  },
  {
    name: '6.8.6: the far end is Down',
    event: { kind: 'packet', packet: packet({ state: 'Down' }) },
    from: ['Up'],
    to: 'Down',
    diagnostic: 'Neighbor Signaled Session Down',
  },
  {
    name: '6.8.6: the far end is AdminDown',
    event: { kind: 'packet', packet: packet({ state: 'AdminDown' }) },
    from: ['Init', 'Up'],
    to: 'Down',
    diagnostic: 'Neighbor Signaled Session Down',
  },
  {
    name: '6.8.17: the port is down',
    event: { kind: 'path-down' },
    from: ['Init', 'Up'],
    to: 'Down',
    diagnostic: 'Path Down',
  },
  {
    name: '6.8.16: the operator disables it',
    event: { kind: 'disable' },
    from: ['Down', 'Init', 'Up'],
    to: 'AdminDown',
    diagnostic: 'Administratively Down',
  },
]

for (const { name, event, from, to, diagnostic } of falls) {
  for (const state of from) {
    test(`${name}: ${state} becomes ${to}, and the next packet says why at once`, (t) => {
      const { session, send } = handleBfd(inState(state), event)
      t.is(session.state, to)
      t.is(session.localDiagnostic, diagnostic)
      t.is(send?.state, to)
      t.is(send?.diagnostic, diagnostic)
    })
  }
}

test('silence and a port that is down change nothing where nothing was begun', (t) => {
  for (const state of ['Down', 'AdminDown'] as const) {
    for (const kind of ['detection-time-expired', 'path-down'] as const) {
      const { session, send } = handleBfd(inState(state), { kind })
      t.is(session.state, state)
      t.is(send, undefined)
    }
  }
})

test('6.8.1: after a silent Detection Time the far discriminator is 0 again', (t) => {
  const session = heard(fresh(), { myDiscriminator: 7 })
  t.is(controlPacket(session).yourDiscriminator, 7)
  t.is(controlPacket(handleBfd(session, { kind: 'detection-time-expired' }).session).yourDiscriminator, 0)
})

test('6.8.16: what is enabled again begins in Down, and what runs is not begun anew', (t) => {
  t.is(handleBfd(inState('AdminDown'), { kind: 'enable' }).session.state, 'Down')
  t.is(handleBfd(inState('Up'), { kind: 'enable' }).session.state, 'Up')
})

test('6.3: a packet for another session changes nothing at all', (t) => {
  const session = inState('Up')
  const step = handleBfd(session, {
    kind: 'packet',
    packet: packet({ state: 'Down', yourDiscriminator: 99 }),
  })
  t.is(step.session, session)
  t.is(step.send, undefined)
})

test('6.8.3: the interval is a second at least until the session is Up, and a Poll Sequence tells of the faster one', (t) => {
  const down = fresh()
  t.is(controlPacket(down).desiredMinTxMicros, 1_000_000)
  t.false(controlPacket(down).poll)
  const up = heard(down, { state: 'Init' })
  t.is(up.state, 'Up')
  t.like(controlPacket(up), { desiredMinTxMicros: 300_000, poll: true })
  t.false(controlPacket(heard(up, { state: 'Up', final: true })).poll)
})

test('a session that is slow by itself has nothing to poll about', (t) => {
  const up = heard(fresh({ desiredMinTxMicros: 2_000_000 }), { state: 'Init' })
  t.like(controlPacket(up), { desiredMinTxMicros: 2_000_000, poll: false })
})

test('6.5: a Poll is answered at once with F, which is never in one packet with P', (t) => {
  const polling = heard(fresh(), { state: 'Init' })
  const { send } = handleBfd(polling, { kind: 'packet', packet: packet({ state: 'Up', poll: true }) })
  t.like(send, { final: true, poll: false })
})

const intervals: readonly {
  readonly own: Partial<BfdConfiguration>
  readonly far: Partial<ControlPacket>
  readonly least: number
  readonly most: number
}[] = [
  { own: {}, far: { requiredMinRxMicros: 300_000 }, least: 225_000, most: 300_000 },
  { own: {}, far: { requiredMinRxMicros: 750_000 }, least: 562_500, most: 750_000 },
  {
    own: { desiredMinTxMicros: 900_000 },
    far: { requiredMinRxMicros: 100_000 },
    least: 675_000,
    most: 900_000,
  },
  { own: { detectMultiplier: 1 }, far: { requiredMinRxMicros: 300_000 }, least: 225_000, most: 270_000 },
]

for (const { own, far, least, most } of intervals) {
  test(`6.8.2, 6.8.7: ${JSON.stringify(own)} towards ${JSON.stringify(far)} leaves every ${least} to ${most} us`, (t) => {
    const up = heard({ ...fresh(own), state: 'Init' }, { state: 'Up', ...far })
    t.deepEqual(transmitInterval(up), { leastMicros: least, mostMicros: most })
  })
}

test('6.8.7: a far end whose Required Min RX Interval is 0 is sent nothing', (t) => {
  t.is(transmitInterval(heard(fresh(), { requiredMinRxMicros: 0 })), undefined)
})

test('6.8.4: the Detection Time has the far multiplier, and the slower of the two sides', (t) => {
  const far = { detectMultiplier: 5, desiredMinTxMicros: 200_000 }
  t.is(detectionTime(fresh()), undefined)
  t.is(detectionTime(heard(fresh(), far)), 5 * 300_000)
  t.is(detectionTime(heard(fresh({ requiredMinRxMicros: 50_000 }), far)), 5 * 200_000)
})
