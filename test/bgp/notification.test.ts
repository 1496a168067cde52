import test from 'ava'
import {
  administrativeReset,
  administrativeShutdown,
  collisionResolution,
  connectionRejected,
  describeNotification,
  fsmError,
  hardReset,
  holdTimerExpired,
  maximumPrefixes,
  type NotificationMessage,
  peerDeconfigured,
  sendHoldTimerExpired,
  unspecifiedFsmError,
  unsupportedVersion,
} from '../../src/bgp/notification.ts'
import { aNotification } from '../support/bgp-session.ts'

const named: readonly (readonly [NotificationMessage, number, number, string])[] = [
  [unsupportedVersion, 2, 1, 'OPEN Message Error, Unsupported Version Number'],
  [holdTimerExpired, 4, 0, 'Hold Timer Expired'],
  [sendHoldTimerExpired, 8, 0, 'Send Hold Timer Expired'],
  [unspecifiedFsmError, 5, 0, 'Finite State Machine Error'],
  [fsmError('OpenSent'), 5, 1, 'Finite State Machine Error, Receive Unexpected Message in OpenSent State'],
  [
    fsmError('OpenConfirm'),
    5,
    2,
    'Finite State Machine Error, Receive Unexpected Message in OpenConfirm State',
  ],
  [
    fsmError('Established'),
    5,
    3,
    'Finite State Machine Error, Receive Unexpected Message in Established State',
  ],
  [maximumPrefixes('ipv4', 4000), 6, 1, 'Cease, Maximum Number of Prefixes Reached'],
  [administrativeShutdown, 6, 2, 'Cease, Administrative Shutdown'],
  [peerDeconfigured, 6, 3, 'Cease, Peer De-configured'],
  [administrativeReset, 6, 4, 'Cease, Administrative Reset'],
  [connectionRejected, 6, 5, 'Cease, Connection Rejected'],
  [collisionResolution, 6, 7, 'Cease, Connection Collision Resolution'],
]

for (const [notification, code, subcode, words] of named) {
  test(`${code}/${subcode} is ${words}`, (t) => {
    t.deepEqual([notification.code, notification.subcode], [code, subcode])
    t.is(describeNotification(notification), words)
  })
}

const received: readonly (readonly [code: number, subcode: number, words: string])[] = [
  [1, 2, 'Message Header Error, Bad Message Length'],
  [2, 11, 'OPEN Message Error, Role Mismatch'],
  [3, 11, 'UPDATE Message Error, Malformed AS_PATH'],
  [6, 9, 'Cease, Hard Reset'],
  [6, 10, 'Cease, BFD Down'],
  [7, 1, 'ROUTE-REFRESH Message Error, Invalid Message Length'],
  [8, 0, 'Send Hold Timer Expired'],
  [6, 99, 'Cease, Subcode 99'],
  [42, 0, 'Error Code 42'],
  [42, 3, 'Error Code 42, Subcode 3'],
]

for (const [code, subcode, words] of received) {
  test(`a received ${code}/${subcode} is described as ${words}`, (t) => {
    t.is(describeNotification(aNotification(code, subcode)), words)
  })
}

test('the data of Cease/1 is AFI, SAFI and the bound in seven octets', (t) => {
  t.deepEqual(maximumPrefixes('ipv4', 4000).data, [0, 1, 1, 0, 0, 0x0f, 0xa0])
  t.deepEqual(maximumPrefixes('ipv6', 100).data, [0, 2, 1, 0, 0, 0, 100])
  t.deepEqual(maximumPrefixes('ipv4', 0xfedcba98).data, [0, 1, 1, 0xfe, 0xdc, 0xba, 0x98])
})

test('a Hard Reset says what it stands for, where its data do', (t) => {
  t.deepEqual(hardReset(maximumPrefixes('ipv4', 5)).data, [6, 1, 0, 1, 1, 0, 0, 0, 5])
  t.is(
    describeNotification(hardReset(administrativeShutdown)),
    'Cease, Hard Reset: Cease, Administrative Shutdown',
  )
  t.is(describeNotification({ ...aNotification(6, 9), data: [6] }), 'Cease, Hard Reset')
})

test('the data of an unsupported version is the version that is supported', (t) => {
  t.deepEqual(unsupportedVersion.data, [0, 4])
})
